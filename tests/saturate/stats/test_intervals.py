import math
import random

import numpy as np
import pytest

from saturate.stats.intervals import (
    Change,
    Count,
    change_interval,
    change_p,
    detectable_difference,
    estimate_interval,
    estimate_p,
    frontier,
    frontier_gain,
    mean_over_runs,
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


@pytest.mark.parametrize(("runs", "luck"), [(2, 0.0), (3, 0.02), (3, 0.1), (5, 0.03)])
def test_a_mean_over_runs_misses_the_truth_no_more_often_than_it_says(runs, luck):
    rng = np.random.default_rng(0)
    missed = 0
    for _ in range(400):
        shared = rng.normal(scale=0.03)  # the items, alike for all runs
        changes = []
        for _ in range(runs):
            true = shared + rng.normal(scale=luck)
            changes.append(Change(400, 400 * true, 400 * (0.36 + true**2)))
        low, high = estimate_interval(mean_over_runs(changes), 0.05)[1:]
        missed += not low <= 0 <= high
    assert missed <= 32  # 5 % of 400 is 20; more than 32 has a chance of 0.3 %


def test_p_and_interval_of_a_mean_over_runs_agree():
    estimate = mean_over_runs([Change(100, 20.0, 30.0), Change(80, 10.0, 20.0)])
    p = estimate_p(estimate)
    low, _ = estimate_interval(estimate, p)[1:]
    assert 0 < p < 1
    assert low == pytest.approx(0.0, abs=1e-9)


def test_one_run_is_its_own_mean():
    one = Change(100, 20.0, 30.0)
    assert estimate_interval(mean_over_runs([one]), 0.05) == change_interval(one, 0.05)
    assert estimate_p(mean_over_runs([one])) == change_p(one)


def test_what_has_no_error_shows_nothing():
    estimate = mean_over_runs([Change(1, 1.0, 1.0), Change(50, 40.0, 40.0)])
    assert estimate_p(estimate) == 1.0
    assert estimate_interval(estimate, 0.05)[1:] == (-1.0, 1.0)
