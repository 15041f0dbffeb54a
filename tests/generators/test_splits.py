"""No problem, nor any view of it, is in two splits: 100,000 items of each ladder."""

import pytest
from support.runs import procedural_ladders

from saturate.ladder import SPLITS
from saturate.registry import load_ladder


@pytest.mark.parametrize("name", procedural_ladders())
def test_splits_are_disjoint_by_content_over_100_000_items(name):
    ladder = load_ladder(name)
    rungs, per_split = (1, 2, 3, 5, 8), 6_667
    seen = 0
    for rung in rungs:
        keys = {}
        for split in SPLITS:
            for index in range(per_split):
                keys.setdefault(ladder.problem(rung, split, index).key, set()).add(split)
                seen += 1
        assert all(len(splits) == 1 for splits in keys.values())
    assert seen >= 100_000


@pytest.mark.parametrize("name", procedural_ladders())
def test_a_view_stays_in_the_split_of_its_problem(name):
    """A training pair made of a view can never be a scored item."""
    ladder = load_ladder(name)
    scored = {ladder.problem(2, "score", i).question for i in range(3_000)}
    for index in range(1_500):
        question = ladder.problem(2, "vote", index).question
        assert not scored & {view.question for view in ladder.views(question, 7)}
