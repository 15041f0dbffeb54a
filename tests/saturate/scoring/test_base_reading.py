"""A base model that has nothing to climb from, or nothing to climb to, is told before training."""

import pytest

from saturate.scoring.base_reading import reading_note
from saturate.stats.intervals import Count

NOTHING = "reads rung 3 in 49 of 100 items: there is little to climb from"
SHORT = "reads all scored rungs, 3 to 4, at 90% or more: the ladder is too short to show a gain; "


@pytest.mark.parametrize(
    ("right", "start", "last", "sentence"),
    [
        ((49, 0), 4, None, NOTHING),
        ((50, 0), 4, None, None),
        ((90, 90), 4, None, SHORT + "a higher --score-rungs"),
        ((90, 90), 4, 9, SHORT + "a higher --score-rungs"),
        ((90, 90), 4, 4, SHORT + "a harder --ladder"),
        ((90, 89), 4, None, None),
        ((0, 0), 9, None, None),
    ],
)
def test_one_sentence_or_none(right, start, last, sentence):
    counts = {rung: Count(hits, 100) for rung, hits in zip((3, 4), right, strict=True)}
    found = reading_note(counts, start, last)
    assert found is None if sentence is None else sentence in found


def test_the_first_rung_counts_where_no_rung_lies_below():
    assert "reads rung 1 in 0 of 8 items" in reading_note({1: Count(0, 8)}, 1, None)
    assert "reads rung 1 in 0 of 8 items" in reading_note({1: Count(0, 8)}, 2, None)


def test_nothing_scored_says_nothing():
    assert reading_note({}, 1, None) is None
