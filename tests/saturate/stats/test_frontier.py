import math

import numpy as np
import pytest

from saturate.stats.frontier import frontier, frontier_gain
from saturate.stats.intervals import Count


def curve(crossing: float, items: int = 200) -> dict[int, Count]:
    return {
        r: Count(round(items / (1 + math.exp(-3 * (crossing - r)))), items) for r in range(1, 16)
    }


@pytest.mark.parametrize("truth", [3.2, 7.5, 12.0])
def test_frontier_finds_the_crossing(truth):
    found = frontier(curve(truth))
    assert found.low <= found.rung <= found.high
    assert found.rung == pytest.approx(truth, abs=0.3)
    assert found.place == "within"


def test_frontier_says_when_it_is_off_the_scored_rungs():
    assert frontier({r: Count(100, 100) for r in range(1, 6)}).place == "above the last rung"
    assert frontier({r: Count(0, 100) for r in range(1, 6)}).place == "below the first rung"


def test_frontier_of_a_clean_step_lies_between_its_rungs():
    step = {r: Count(100 if r <= 6 else 0, 100) for r in range(1, 12)}
    assert 6 < frontier(step).rung < 7


@pytest.mark.parametrize(("far", "width"), [(100, 0.21), (20, 0.23)])
def test_a_frontiers_interval_holds_the_truth_whatever_far_rungs_are_asked(far, width):
    """Also where nearly all rungs are clean; so it did in 71 % when each gave half an item away."""
    rng = np.random.default_rng(0)
    shares = (
        {r: 1.0 for r in range(1, 12)} | {12: 0.82, 13: 0.2} | dict.fromkeys(range(14, 43), 0.0)
    )
    truth = frontier({r: Count(round(1000 * p), 1000) for r, p in shares.items()}, draws=2).rung
    held, widths = 0, []
    for _ in range(60):
        asked = {r: 100 if 11 <= r <= 15 else far for r in shares}
        found = frontier(
            {r: Count(int(rng.binomial(asked[r], p)), asked[r]) for r, p in shares.items()}
        )
        held += found.low <= truth <= found.high
        widths.append(found.high - found.low)
    assert held >= 54
    assert np.mean(widths) == pytest.approx(width, abs=0.02)


def test_frontier_gain_is_clear_of_zero_only_when_it_moved():
    assert frontier_gain(curve(5.0), curve(9.0)).low > 3
    still = frontier_gain(curve(5.0), curve(5.0))
    assert still.low <= 0 <= still.high


def test_a_frontier_lies_where_the_drawn_line_crosses_one_half():
    """A default run's last round: a few of a hundred right on every rung far above."""
    right = [100] * 10 + [99, 100, 85, 70, 25, 6, 8, 6, 3, 9, 10, 2, 8]
    found = frontier({rung: Count(n, 100) for rung, n in enumerate(right, 1)})
    assert found.low < 14 + (70 - 50) / (70 - 25) < found.high
    few = frontier({rung: Count(n, 100) for rung, n in enumerate(right[:17], 1)})
    assert few.rung == pytest.approx(found.rung, abs=0.05)


@pytest.mark.parametrize(
    ("right", "place"),
    [
        ([55] * 8, "above the last rung"),
        ([45] * 8, "below the first rung"),
        ([62, 60, 58, 57, 56], "above the last rung"),
    ],
)
def test_rungs_that_hardly_differ_do_not_cross_one_half(right, place):
    """All of them were said to cross in the middle, in an interval of two rungs."""
    assert frontier({rung: Count(n, 100) for rung, n in enumerate(right, 1)}).place == place


@pytest.mark.parametrize(("slope", "truth"), [(0.1, 7.0), (0.2, 4.0)])
def test_a_frontiers_interval_holds_the_truth_where_accuracy_falls_slowly(slope, truth):
    """The first was held in 21 of 100."""
    rng = np.random.default_rng(0)
    chances = {rung: 1 / (1 + math.exp(slope * (rung - truth))) for rung in range(1, 9)}
    found = [
        frontier({rung: Count(int(rng.binomial(100, p)), 100) for rung, p in chances.items()})
        for _ in range(60)
    ]
    assert sum(one.low <= truth <= one.high for one in found) >= 51
