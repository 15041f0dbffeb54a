import random

import numpy as np
import pytest

from saturate.stats.intervals import (
    Change,
    change_interval,
    change_p,
    estimate_interval,
    estimate_p,
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
