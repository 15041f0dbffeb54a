"""Reading rungs to so many points, on simulated models."""

import itertools

import numpy as np

from saturate.analysis.asking import Asked
from saturate.analysis.reading import read_rungs
from saturate.stats.intervals import Count, wilson

CHANCES = {1: 1.0, 2: 0.97, 3: 0.5, 4: 0.01}


def simulated(seed, held=10**9):
    """A model with a chance by rung, and rungs of so many items."""
    rng = np.random.default_rng(seed)
    left = dict.fromkeys(CHANCES, held)

    def ask(wanted):
        counts = {}
        for rung, items in wanted.items():
            n = min(items, left[rung])
            left[rung] -= n
            if n:
                counts[rung] = Count(int(rng.binomial(n, CHANCES[rung])), n)
        return Asked(counts)

    return ask


def test_every_rung_gets_the_items_that_it_needs():
    looks = []
    found = read_rungs(list(CHANCES), simulated(0), 0.02, lambda *look: looks.append(look))
    assert list(found) == [1, 2, 3, 4] and all(one.reached for one in found.values())
    assert found[1].seen == (300, 300) and 2_400 <= found[3].seen.total <= 2_500
    assert found[2].seen.total < 900 and found[4].seen.total < 600
    for rung, one in found.items():
        assert abs(one.share.value - CHANCES[rung]) < 0.03
        assert one.share.high - one.share.value <= 0.02 + 1e-12
    assert set(looks[0][0]) == set(CHANCES) and looks[-1][1] == {}
    for (_, wanted), (asked, _) in itertools.pairwise(looks):
        assert wanted == {rung: count.total for rung, count in asked.items()}


def test_a_rung_that_is_known_is_asked_no_more():
    looks = []
    read_rungs([1, 3], simulated(1), 0.02, lambda asked, _: looks.append(asked))
    assert [sorted(asked) for asked in looks] == [[1, 3], [1, 3], [3]]


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    held = 0
    for seed in range(60):
        for rung, one in read_rungs(list(CHANCES), simulated(seed), 0.05).items():
            held += one.share.low <= CHANCES[rung] <= one.share.high
    assert held >= 0.93 * 60 * len(CHANCES)


def test_a_rung_without_more_items_says_how_sure_it_is():
    found = read_rungs([1, 3], simulated(0, held=120), 0.05)
    assert found[1].reached and found[1].share.low == 0.95
    assert not found[3].reached and found[3].seen.total == 120
    assert found[3].share == wilson(*found[3].seen)


def test_a_rung_without_any_item_is_missing():
    assert read_rungs([1, 2], simulated(0, held=0), 0.05) == {}


def holding(held):
    """A model of which every rung's items are right, with a context that holds some of them."""
    tried = dict.fromkeys(held, 0)

    def ask(wanted):
        counts, left_out = {}, {}
        for rung, items in wanted.items():
            places = range(tried[rung], tried[rung] + items)
            tried[rung] += items
            answered = sum(map(held[rung], places))
            if answered:
                counts[rung] = Count(answered, answered)
            if answered < items:
                left_out[rung] = items - answered
        return Asked(counts, left_out)

    return ask


def test_an_item_that_is_too_long_does_not_end_its_rung():
    held = {1: lambda place: place != 3, 2: lambda place: False, 3: lambda place: True}
    found = read_rungs([1, 2, 3], holding(held), 0.05)
    assert list(found) == [1, 3]
    assert found[1].reached and found[1].left_out == 1
    assert found[1].seen.total >= found[3].seen.total and found[3].left_out == 0
