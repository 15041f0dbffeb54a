"""Rungs that rose each by itself: which are learned, and which the sentence names."""

import pytest
from support.simulated import items_with, then_and_now

from saturate.analysis.evidence import ArmScores, Evidence, ItemSet, Scored
from saturate.analysis.verdict.judge import judge
from saturate.analysis.verdict.rungs_alone import rungs_alone


@pytest.mark.parametrize(("before", "learned"), [(0.79, []), (0.3, [8])])
def test_a_rung_is_learned_where_it_rose_beyond_noise(before, learned):
    rung = ItemSet("rung", "steps", 8)
    base = ArmScores({rung: items_with(before)}, frozenset())
    now = ArmScores({rung: items_with(0.8)}, frozenset({8}))
    assert rungs_alone(base, now, "steps", 0.05).learned == learned


def test_a_rung_that_rose_by_itself_is_told_where_those_pooled_with_it_did_not():
    """It was said that no scored rung rose. Right of 100 before, won and lost by rung."""
    moved = {
        8: (95, 1, 1), 9: (17, 28, 7), 10: (12, 9, 6), 11: (8, 6, 6), 12: (6, 5, 5), 13: (5, 4, 5),
        14: (4, 4, 4),
    }  # fmt: skip
    pairs = {
        ItemSet("rung", "steps", r): [Scored(i, i) for i in then_and_now(*one)]
        for r, one in moved.items()
    }
    base, now = ({name: pair[i] for name, pair in pairs.items()} for i in (0, 1))
    arms = {"voted": [ArmScores(base, frozenset()), ArmScores(now, frozenset({8}))]}
    found = Evidence("steps", frozenset(), 3, {"voted": arms["voted"][:1] + arms["voted"][1:] * 3})
    verdict = judge(found)
    assert verdict.finding == "noise"
    assert "; but rung 9 rose by itself;" in verdict.sentence
    assert "No scored rung or" not in verdict.sentence
    two = rungs_alone(
        ArmScores(base, frozenset()),
        ArmScores({**now, ItemSet("rung", "steps", 14): items_with(0.5)}, frozenset({8})),
        "steps",
        0.025,
    )
    assert two.risen == [9, 14] and two.learned == []
