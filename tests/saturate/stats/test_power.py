"""Power at the difference that is said to show, by the test that judges changes."""

import numpy as np
import pytest

from saturate.stats.intervals import Change, change_p, estimate_p, mean_over_runs
from saturate.stats.power import detectable, detectable_difference, detectable_over_runs, needed


def drawn(items: int, difference: float, flips: float, draws: int) -> list[Change]:
    """Changes of items of which so many flip, at least as many as the difference asks for."""
    share = max(flips, difference)
    chances = [(share + difference) / 2, (share - difference) / 2, 1 - share]
    counts = np.random.default_rng(0).multinomial(items, chances, size=draws)
    return [Change(items, float(g - lost), float(g + lost)) for g, lost, _ in counts]


@pytest.mark.parametrize("flips", [0.0, 0.02, 0.1, 0.25, 0.6])
@pytest.mark.parametrize(("items", "alpha"), [(20, 0.05), (100, 0.05), (100, 0.0025), (1319, 0.01)])
def test_four_in_five_draws_show_the_difference_whether_few_items_flip_or_many(items, alpha, flips):
    size = detectable_difference(items, flips, alpha)
    seen = np.mean([
        one.total > 0 and change_p(one) <= alpha for one in drawn(items, size, flips, 4000)
    ])  # fmt: skip
    assert 0.74 < seen < 0.86


def test_where_nothing_flipped_the_difference_brings_its_own_flips():
    """By the test of changes, 11 of 100 items that all flip one way are the fewest to be seen."""
    assert change_p(Change(100, 10.0, 10.0)) > 0.0025 > change_p(Change(100, 11.0, 11.0))
    assert 0.11 < detectable(Change(100, 0.0, 0.0), 0.0025) < 0.15


def test_too_few_items_show_nothing():
    assert [detectable_difference(n) for n in (0, 1, 3)] == [1.0] * 3
    assert detectable_over_runs([Change(1, 1.0, 1.0)] * 2, 0.05) == 1.0


@pytest.mark.parametrize("runs", [3, 5])
@pytest.mark.parametrize("flips", [0.0, 0.25])
def test_runs_in_which_little_flipped_show_the_difference_that_is_said(runs, flips):
    seen = [Change(200, 0.0, 200 * flips)] * runs
    size = detectable_over_runs(seen, 0.01)
    draws = drawn(200, size, flips, 600 * runs)
    every = [mean_over_runs(draws[i : i + runs]) for i in range(0, len(draws), runs)]
    assert np.mean([estimate_p(one) <= 0.01 for one in every]) > 0.74
    assert size > detectable_difference(200, flips, 0.01)  # runs have to agree besides


def test_the_items_said_to_be_needed_would_do():
    seen = Change(100, 6.0, 20.0)
    more = needed(seen, 0.01)
    assert more > 100
    scaled = Change(more, 6.0 * more / 100, 20.0 * more / 100)
    assert detectable(scaled, 0.01) == pytest.approx(0.06, rel=0.01)
    assert needed(Change(100, 0.0, 20.0), 0.01) is None
    assert needed(Change(10_000, 1.0, 5_000.0), 0.01) is None  # more than there can be
