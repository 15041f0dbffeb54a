"""Practice in following a way back: corridors of all lengths, told as mazes of the ladder."""

import pytest

from saturate.generators.maze.ladder import Hops
from saturate.ladder import SeededRandom
from saturate.seed.practice.corridors import drawn

ladder = Hops()


@pytest.mark.parametrize("hops", [1, 2, 7, 16])
def test_a_corridor_is_walked_from_end_to_end_and_back(hops):
    for draw in range(25):
        prompt, completion = drawn(hops, SeededRandom("practice", hops, draw))
        question = prompt.removeprefix("Question: ").removesuffix("\nAnswer:")
        assert ladder.prompt(question) == prompt
        walk, way = completion.removeprefix(ladder.describe().delimiter).split(" #### ")
        assert "<" not in walk
        assert walk.split("> ") == way.split()[::-1]
        assert len(way.split()) == hops + 1
        assert ladder.solve(question) == way
        assert question.startswith(f"from {way.split()[0]} to {way.split()[-1]}; ")


def test_no_rung_of_more_hops_is_practised():
    """Mazes of the ladder have thirty places, so that its longer ways stay untaught."""
    prompt, _ = drawn(16, SeededRandom("practice"))
    question = prompt.removeprefix("Question: ").removesuffix("\nAnswer:")
    assert ladder.read(question) is None
