"""No problem, nor any view of it, is in two splits: 100,000 items of each ladder."""

import pytest
from support.runs import procedural_ladders

from saturate.checking.splits import Drawn
from saturate.registry import load_ladder

ONCE_TOLD_TWICE = ["Rung 1, 'A bus carries 22 people. At stop 75 it lets out 3."]
"""A story of ``gsm8k`` about nobody, drawn with two names that it does not tell: one text in two
splits. Other splits would be other documents than those of published figures."""


@pytest.mark.parametrize("name", procedural_ladders())
def test_splits_are_disjoint_by_content_over_100_000_items(name):
    ladder = load_ladder(name)
    rungs = [ladder.describe().first + more for more in (0, 1, 2, 4, 7)]
    drawn = Drawn(ladder, rungs, 100_000)
    assert drawn.each * 15 >= 100_000
    known = ONCE_TOLD_TWICE if name == "gsm8k" else []
    for fault, beginning in zip([*drawn.apart()], known, strict=True):
        assert fault.startswith(beginning) and "the same text is in train" in fault
