"""A ladder holds on to nothing that it drew; the benchmark of generators draws a million times."""

import gc
import sys
import tracemalloc

import pytest
from support.runs import procedural_ladders

from saturate.ladder import SPLITS
from saturate.registry import load_ladder


def draw(ladder, indices):
    for index in indices:
        problem = ladder.problem(1 + index % 6, SPLITS[index % 3], index)
        ladder.read(problem.question)
        ladder.answer_to(problem.question, problem.solution)
        ladder.views(problem.question, 2)


@pytest.mark.parametrize("name", procedural_ladders())
def test_draws_readings_and_views_leave_nothing_behind(name):
    ladder = load_ladder(name)
    draw(ladder, range(300))  # fills what is held on purpose, such as the spellings of calls
    gc.collect()
    tracemalloc.start()
    try:
        draw(ladder, range(300, 900))
        gc.collect()
        left, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert left < 200_000  # bytes, those of Python's spare tuples among them

    held = [ladder.problem(1 + index % 6, SPLITS[index % 3], index) for index in range(300, 900)]
    assert sum(sys.getsizeof(part) for one in held for part in vars(one).values()) > 240_000
