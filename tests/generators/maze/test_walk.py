"""The worked solution: every step of it can be read off two places."""

import pytest

from saturate.generators.maze.asking import Walk
from saturate.generators.maze.search import fault, shortest_way
from saturate.generators.maze.tree import Size, draw_shape, dress
from saturate.generators.maze.walk import Step, walk, way_back
from saturate.ladder import SeededRandom

ASKING = Walk()
EXAMPLE = ASKING.read("from 3 to 45; 7: 3 12; 3: 7; 12: 45 8 7; 45: 12; 8: 12")


def mazes(count):
    for index in range(count):
        rng = SeededRandom("walk", index)
        size = Size(rng.between(10, 60), rng.between(1, 9))
        yield dress(draw_shape(size, rng), rng)


def test_the_example_step_by_step():
    assert walk(EXAMPLE) == [
        Step(12, False), Step(8, False), Step(12, True), Step(7, False), Step(3, False)
    ]  # fmt: skip
    assert way_back(45, walk(EXAMPLE)) == [3, 7, 12, 45] == shortest_way(EXAMPLE)
    assert ASKING.worked(EXAMPLE) == "45> 12> 8< 12> 7> 3 #### 3 7 12 45"


def test_the_example_of_the_instruction_is_this_one():
    _, question, answer, _ = Walk.instruction.rsplit("\n", 3)
    assert question == f"Question: {ASKING.told(EXAMPLE)}"
    assert answer == f"Answer: {ASKING.worked(EXAMPLE)}"


def test_each_step_follows_from_the_two_places_before_it():
    for maze, _ in mazes(500):
        places = [maze.goal, *(step.place for step in walk(maze))]
        assert places[1] == maze.corridors[maze.goal][0]
        for before, here, onward in zip(places, places[1:], places[2:]):
            beside = maze.corridors[here]
            after = dict(zip(beside, [*beside[1:], beside[0]], strict=True))
            assert onward == after[before]
        assert maze.start not in places[:-1] and places[-1] == maze.start


def test_forward_steps_enter_places_for_the_first_time_and_backward_ones_do_not():
    for maze, _ in mazes(500):
        seen = {maze.goal}
        for step in walk(maze):
            assert step.back == (step.place in seen)
            seen.add(step.place)


def test_walk_and_search_find_the_same_way_over_thousands():
    for maze, way in mazes(4_000):
        assert way_back(maze.goal, walk(maze)) == shortest_way(maze) == way


@pytest.mark.parametrize(
    ("way", "says"),
    [
        ([3, 7, 12, 45], None),
        ([], "it names no place"),
        ([3, 7, 12, 99, 45], "it names a place that is not there"),
        ([3, 7, 0], "it names a place that is not there"),
        ([7, 12, 45], "it begins at 7"),
        ([45, 12, 7, 3], "it begins at 45"),
        ([3, 12, 45], "no corridor leads from 3 to 12"),
        ([3, 7, 7, 12, 45], "no corridor leads from 7 to 7"),
        ([3, 7, 12], "it ends at 12"),
        ([3, 7, 12, 8, 12, 45], "it passes 12 twice"),
        ([3, 7, 12, 45, 12, 45], "it passes 12 twice"),
    ],
)
def test_a_way_is_checked_step_by_step(way, says):
    assert fault(EXAMPLE, way) == says


def test_only_the_gold_answer_has_no_fault():
    """In a tree the one way without a place twice is the shortest, so that equality checks it."""
    rng = SeededRandom("ways")
    for maze, way in mazes(300):
        assert fault(maze, way) is None
        for _ in range(10):
            other = rng.sample(list(maze.corridors), rng.between(1, len(way)))
            assert (fault(maze, other) is None) == (other == way)
        detour = next((p for p in maze.corridors[way[0]] if p not in way), None)
        if detour is not None:
            assert fault(maze, [way[0], detour, *way]) == f"it passes {way[0]} twice"


def test_a_search_without_a_way_says_so():
    from saturate.generators.maze.tree import Maze

    with pytest.raises(ValueError, match="no way leads from 3 to 9"):
        shortest_way(Maze(3, 9, {3: [12], 12: [3], 9: [8], 8: [9]}))
