import math

import numpy as np
import pytest
from scipy import optimize, special

from saturate.stats.frontier import _RIDGE, crossings, frontier, frontier_gain
from saturate.stats.intervals import Count


def by_a_general_optimiser(rungs, right, total):
    def loss(parameters):
        odds = np.exp(parameters[1]) * (parameters[0] - rungs)
        likelihood = right * special.log_expit(odds) + (total - right) * special.log_expit(-odds)
        return _RIDGE * parameters[1] ** 2 - likelihood.sum() / total.mean()

    starts = [np.array([c, 0.0]) for c in (2.0, 6.0, 10.0, 14.0)]
    fits = [optimize.minimize(loss, start, method="Nelder-Mead") for start in starts]
    return min(fits, key=lambda fit: fit.fun).x[0]


def test_many_rows_at_once_find_what_a_general_optimiser_finds_for_each():
    rng = np.random.default_rng(0)
    rungs, total = np.arange(1.0, 16.0), np.full(15, 100.0)
    truth = rng.uniform(2, 14, 60)
    slopes = np.exp(rng.normal(0.3, 0.5, 60))
    right = rng.binomial(100, special.expit(slopes[:, None] * (truth[:, None] - rungs)))
    found = crossings(rungs, right.astype(float), total)
    wanted = [by_a_general_optimiser(rungs, row, total) for row in right]
    assert np.abs(found - wanted).max() < 0.02


def test_rows_without_a_crossing_lie_beyond_the_rungs():
    rungs, total = np.arange(1.0, 8.0), np.full(7, 50.0)
    none, everything = crossings(rungs, np.array([total * 0, total]), total)
    assert none < 1
    assert everything > 7


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


@pytest.mark.parametrize("far", [100, 20])
def test_a_frontiers_interval_holds_the_truth_whatever_far_rungs_are_asked(far):
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
    assert np.mean(widths) == pytest.approx(0.21, abs=0.02)


def test_frontier_gain_is_clear_of_zero_only_when_it_moved():
    assert frontier_gain(curve(5.0), curve(9.0)).low > 3
    still = frontier_gain(curve(5.0), curve(5.0))
    assert still.low <= 0 <= still.high
