"""No problem, nor any view of it, is in two splits: 100,000 items of each ladder."""

import pytest
from support.runs import procedural_ladders

from saturate.checking.splits import Drawn
from saturate.registry import load_ladder


@pytest.mark.parametrize("name", procedural_ladders())
def test_splits_are_disjoint_by_content_over_100_000_items(name):
    drawn = Drawn(load_ladder(name), (1, 2, 3, 5, 8), 100_000)
    assert drawn.each * 15 >= 100_000
    assert [*drawn.apart()] == []
