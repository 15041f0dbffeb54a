"""Effects on evidence that is made by hand."""

import pytest

from saturate.analysis.evidence import (
    ORIGINAL,
    REDRAWN,
    ArmScores,
    Evidence,
    ItemSet,
    Scored,
    items_of,
)
from saturate.analysis.verdict.effects import effects


def scored(right: range, items: int) -> Scored:
    held = items_of((str(i), i in right) for i in range(items))
    return Scored(held, held)


def test_familiarity_tells_shares_of_the_items_that_have_redraws():
    """Of 100 items the first 50 have redraws: 10 of these rose, and all of the others."""
    rung = {ItemSet("rung", "steps", 5): scored(range(5), 10)}
    base = rung | {ORIGINAL: scored(range(0), 100), REDRAWN: scored(range(0), 50)}
    now = rung | {ORIGINAL: scored(range(40, 100), 100), REDRAWN: scored(range(2), 50)}
    states = [ArmScores(base, frozenset()), ArmScores(now, frozenset())]
    found = effects(Evidence("steps", frozenset(), 1, {"voted": states}), "voted", 1)
    (gap,) = [one for one in found if one.name == "familiarity"]
    assert (gap.before, gap.after) == pytest.approx((0.04, 0.20))
    (change,) = gap.against[0].changes
    assert change.items == 50
    assert change.total / change.items == pytest.approx(gap.after - gap.before)
