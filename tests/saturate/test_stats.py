import math
import random

import pytest

from saturate.stats import (
    Count,
    detectable_difference,
    frontier,
    frontier_gain,
    paired_difference,
    wilson,
)


def test_wilson_against_a_published_value():
    # Newcombe (1998), table I: 81 of 263.
    interval = wilson(81, 263)
    assert (round(interval.low, 4), round(interval.high, 4)) == (0.2553, 0.3662)
    assert wilson(0, 10).low == 0.0
    assert wilson(10, 10).high == 1.0


def test_paired_difference_covers_the_truth():
    rng = random.Random(0)
    covered = 0
    for _ in range(400):
        before = [rng.random() < 0.5 for _ in range(100)]
        after = [b if rng.random() < 0.8 else not b for b in before]
        low, high = paired_difference(before, after)[1:]
        covered += low <= 0 <= high
    assert covered >= 370


def test_more_looks_widen_the_interval():
    before, after = [True, False] * 30, [True, True] * 30
    one, many = paired_difference(before, after), paired_difference(before, after, looks=20)
    assert many.high - many.low > one.high - one.low


def test_detectable_difference_matches_simulated_power():
    size = detectable_difference(1319, flips=0.1)
    rng = random.Random(1)
    seen = 0
    for _ in range(300):
        after = [
            1 if u < (0.1 + size) / 2 else -1 if u < 0.1 else 0
            for u in (rng.random() for _ in range(1319))
        ]
        seen += paired_difference([d < 0 for d in after], [d > 0 for d in after]).low > 0
    assert 0.7 < seen / 300 < 0.9


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


def test_frontier_gain_is_clear_of_zero_only_when_it_moved():
    assert frontier_gain(curve(5.0), curve(9.0)).low > 3
    still = frontier_gain(curve(5.0), curve(5.0))
    assert still.low <= 0 <= still.high
