"""Stated plans and ways are shortest by a search of another kind than the generators' solvers."""

import pytest
from support.second_search import fewest_calls, only_way

from saturate.generators.maze.tree import Maze
from saturate.generators.tools.facts import Facts
from saturate.registry import load_ladder


def test_no_plan_is_shorter_than_the_stated_one():
    ladder = load_ladder("tools")
    for rung in (*range(1, 13), 16, 24):
        for index in range(4 if rung < 13 else 2):
            task = Facts().read(ladder.problem(rung, "score", index).question)
            assert fewest_calls(task, rung) == rung
            assert fewest_calls(task, rung - 1) is None


@pytest.mark.parametrize("name", ["maze-hops", "maze-nodes"])
def test_the_stated_way_is_left_when_dead_ends_are_cut_off(name):
    ladder = load_ladder(name)
    for index in range(72):
        problem = ladder.problem(1 + index % 24, "score", index)
        assert only_way(ladder.asking.read(problem.question)) == ladder.asking.places(
            problem.answer
        )


def test_corridors_that_are_no_tree_are_refused():
    with pytest.raises(ValueError, match="closes a ring"):
        only_way(Maze(1, 3, {1: [2, 3], 2: [1, 3], 3: [2, 1]}))
    with pytest.raises(ValueError, match="not all places are connected"):
        only_way(Maze(1, 3, {1: [2], 2: [1], 3: [4], 4: [3]}))
