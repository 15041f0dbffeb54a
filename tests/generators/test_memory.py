"""A ladder holds on to nothing that it drew; the benchmark of generators draws a million times."""

import gc
import sys
import tracemalloc

import pytest
from support.runs import procedural_ladders

from saturate.ladder import SPLITS
from saturate.registry import load_ladder


def drawn(ladder, indices):
    first = ladder.describe().first
    return (ladder.problem(first + i % 6, SPLITS[i % 3], i) for i in indices)


def draw(ladder, indices):
    for problem in drawn(ladder, indices):
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

    held = [*drawn(ladder, range(300, 900))]
    assert sum(sys.getsizeof(part) for one in held for part in vars(one).values()) > 240_000
