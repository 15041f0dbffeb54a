import numpy as np
import pytest

from saturate.analysis.changes import change, difference_of_changes, moves, pooled
from saturate.analysis.evidence import items_of, items_of_count, with_sources
from saturate.stats.intervals import Change, Count, change_interval, paired_difference


def items(*right: bool, first: int = 0):
    return items_of((str(first + i), value) for i, value in enumerate(right))


def test_changes_pair_items_by_key_not_by_place():
    before = items_of([("a", True), ("b", False), ("c", False)])
    after = items_of([("c", True), ("a", True), ("d", False)])
    assert change(before, after) == Change(2, 1.0, 1.0)


def test_pooling_rungs_equals_one_long_list():
    one, two = items(True, False, False), items(True, True, True)
    three, four = items(False, False, first=3), items(False, True, first=3)
    long_before, long_after = (
        items(True, False, False, False, False),
        items(True, True, True, False, True),
    )
    found = pooled([moves(one, two), moves(three, four)], [3, 2])
    assert found[:3] == pytest.approx(change(long_before, long_after)[:3])
    assert found.flipped == 3


def test_a_rung_of_which_fewer_items_were_asked_weighs_as_much_with_a_wider_error():
    """Ten items of one rung, all of which rose, and two of the ten of another, which did not."""
    risen = moves(items(*[False] * 10), items(*[True] * 10))
    held = moves(items(*[False] * 10, first=10), items(False, False, first=10))
    found = pooled([risen, held], [10, 10])
    assert (found.items, found.total / found.items) == (12, 0.5)
    # Each item is half a point from the mean; those of the first rung weigh 0.6, the others 3.
    assert found.squares - 12 * 0.5**2 == pytest.approx(0.25 * (10 * 0.6**2 + 2 * 3**2))
    assert found.flipped == pytest.approx(6.0)  # ten of twenty, had all been asked
    assert pooled([risen, moves(*[items(False, first=10)] * 2)], [10, 10]).total == pytest.approx(
        5.5
    )


def test_a_change_gives_the_interval_of_its_items():
    before, after = [True, False] * 30, [True, True] * 30
    found = change(items(*before), items(*after))
    assert change_interval(found, 0.05) == pytest.approx(paired_difference(before, after))


def test_redraws_of_one_source_count_once():
    # 40 sources with 5 redraws that always agree hold no more than 40 items.
    rng = np.random.default_rng(0)
    before, after = rng.random(40) < 0.5, rng.random(40) < 0.6
    many = [items_of((str(i), s[i]) for i in range(40) for _ in range(5)) for s in (before, after)]
    assert change(*many) == change(items(*before), items(*after))


def rung_of(number: int, right, made_from=str):
    """A rung's own items, each with the published one that it was made from."""
    keys = [f"{number}/{i}" for i in range(len(right))]
    found = items_of(zip(keys, right, strict=True))
    return with_sources(found, {key: made_from(i) for i, key in enumerate(keys)})


def test_an_item_that_does_the_same_on_three_rungs_counts_once():
    """Of a hundred published items ten turn right and three wrong, on each of three rungs."""
    before = [False] * 10 + [True] * 3 + [False] * 87
    after = [True] * 10 + [False] * 3 + [False] * 87
    rungs = [moves(rung_of(n, before), rung_of(n, after)) for n in (1, 2, 3)]
    found = pooled(rungs, [100, 100, 100])
    assert found[:3] == pytest.approx((100, 7.0, 13.0))
    assert change_interval(found, 0.05) == pytest.approx(
        change_interval(change(items(*before), items(*after)), 0.05)
    )


def test_items_that_move_by_themselves_are_as_sure_as_so_many_items():
    """Three rungs of the same items: by chance alone no two of them do the same."""
    rng = np.random.default_rng(3)
    before, after = (rng.random((3, 400)) < share for share in (0.4, 0.5))
    own, shared = (
        pooled([moves(rung_of(n, b, made), rung_of(n, a, made)) for n, (b, a) in
                enumerate(zip(before, after, strict=True))], [400] * 3)
        for made in (lambda i: f"own {rng.random()}", str)
    )  # fmt: skip
    assert (own.items, shared.items) == (1200, 400)
    wide, narrow = (change_interval(found, 0.05) for found in (shared, own))
    assert wide.value == pytest.approx(narrow.value)
    assert wide.high - wide.low == pytest.approx(narrow.high - narrow.low, rel=0.1)


def test_sources_stay_with_their_items_where_two_scorings_share_some():
    before, after = rung_of(1, [True, False, True]), rung_of(1, [False, True])
    found = moves(before, after)
    assert (found.sources, list(found.differences)) == (("0", "1"), [-1.0, 1.0])


def test_counts_alone_give_the_unpaired_variance():
    found = change(items_of_count(Count(40, 100)), items_of_count(Count(55, 100)))
    mean, low, high = change_interval(found, 0.05)
    assert mean == pytest.approx(0.15)
    assert (high - low) / 2 == pytest.approx(1.98 * np.sqrt((0.24 + 0.2475) / 100), rel=0.05)


def test_familiarity_is_a_difference_of_changes_by_source():
    original = [items(False, False, True), items(True, True, True)]
    redrawn = [items(False, True, True), items(False, True, True)]
    assert difference_of_changes(original, redrawn).change == Change(3, 2.0, 2.0)
