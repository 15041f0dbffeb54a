"""Shares of outcomes that come in clusters."""

import numpy as np
import pytest

from saturate.stats.clusters import Clusters, design_effect, pooled_count, redraws
from saturate.stats.intervals import Count, share_of, wilson


def width(interval):
    return interval.high - interval.low


def test_outcomes_that_stand_for_themselves_keep_wilson_to_the_digit():
    labels = [(Count(int(n % 7 > 0), 1), "" if n % 2 else f"item {n}") for n in range(8217)]
    found = Clusters(labels)
    assert design_effect([found]) == 1.0
    assert found.share == wilson(*found.count)


@pytest.mark.parametrize(("clusters", "size", "named"), [(24, 6, True), (40, 7, False)])
@pytest.mark.parametrize("right", [0.5, 0.9, 1.0])
def test_clusters_that_are_alike_within_tell_as_much_as_one_outcome_each(
    clusters, size, named, right
):
    """Six labels of each of 24 items, and seven equal ballots on each of 40 problems."""
    good = round(right * clusters)
    found = Clusters(
        (Count(size * (n < good), size), f"item {n}" if named else "") for n in range(clusters)
    )
    assert found.count == Count(size * good, size * clusters)
    assert width(found.share) == pytest.approx(width(wilson(good, clusters)), rel=0.05)
    assert width(found.share) > 1.9 * width(wilson(*found.count))


def test_what_is_made_from_one_item_is_one_cluster_whichever_round_holds_it():
    rounds = [Clusters((Count(n % 2, 1), f"item {n}") for n in range(40)) for _ in range(2)]
    assert [design_effect([one]) for one in rounds] == [1.0, 1.0]
    assert pooled_count(rounds) == Count(40, 80)
    assert design_effect(rounds) == pytest.approx(2, rel=0.05)
    assert design_effect([Clusters((Count(n % 2, 1), "") for n in range(40))] * 2) == 1.0


def test_that_rounds_differ_is_no_spread_between_problems():
    """Ballots on a problem are independent here; one round is nearly right and one nearly wrong."""
    rng = np.random.default_rng(0)
    rounds = [
        Clusters((Count(int(n), 7), "") for n in rng.binomial(7, share, size=300))
        for share in (0.9, 0.1)
    ]
    assert design_effect(rounds) < 1.2
    everything = Clusters((Count(7 * (n < 300), 7), "") for n in range(600))
    assert design_effect([everything]) > 6


def test_clusters_that_vary_less_than_by_chance_are_worth_no_more_than_their_outcomes():
    assert design_effect([Clusters([(Count(1, 2), "")] * 50)]) == 1.0
    assert Clusters([(Count(0, 0), "item")]).share is None


@pytest.mark.parametrize(
    ("clusters", "size", "right", "rho"),
    [(200, 7, 0.6, 0.7), (200, 9, 0.6, 0.22), (200, 7, 0.6, 0.1), (24, 6, 0.3, 0.8),
     (200, 7, 0.99, 0.7), (24, 6, 0.95, 0.8)],
)  # fmt: skip
def test_intervals_hold_the_truth_as_often_as_they_say(clusters, size, right, rho):
    rng, covered, plain = np.random.default_rng(0), 0, 0
    first, second = (share * (1 - rho) / rho for share in (right, 1 - right))
    for _ in range(400):
        chances = rng.beta(first, second, size=clusters)
        found = Clusters((Count(int(n), size), "") for n in rng.binomial(size, chances))
        _, low, high = found.share
        covered += low <= right <= high
        _, low, high = share_of(found.count)
        plain += low <= right <= high
    assert covered >= 0.925 * 400 > plain


def test_a_bootstrap_draws_sources_with_all_that_was_made_from_them():
    alone = redraws(["", "", "x", "y"], 5, seed=1)
    expected = np.random.default_rng(1).integers(0, 4, size=(5, 4))
    assert np.array_equal(alone, expected)
    for places in redraws(["x", "y", "x", "", "x"], 20, seed=0):
        times = np.bincount(places, minlength=5)
        assert times[0] == times[2] == times[4]
        assert times[0] + times[1] + times[3] == 3
