"""Every installed ladder keeps the contract."""

import pytest
from support.runs import procedural_ladders

from saturate.ladder import SPLITS, Ladder
from saturate.registry import load_ladder


@pytest.fixture(params=procedural_ladders())
def ladder(request) -> Ladder:
    return load_ladder(request.param)


def rungs(ladder: Ladder) -> list[int]:
    info = ladder.describe()
    return [r for r in (1, 2, 3, 6, 10, 17) if info.last is None or r <= info.last]


def test_same_bytes_every_time(ladder):
    for split in SPLITS:
        assert ladder.problem(4, split, 7) == ladder.problem(4, split, 7)
    assert ladder.problem(4, "vote", 7).question != ladder.problem(4, "vote", 8).question


def test_gold_agrees_with_the_independent_solver_and_reads_back(ladder):
    for rung in rungs(ladder):
        for index in range(150):
            problem = ladder.problem(rung, "train", index)
            assert ladder.solve(problem.question) == problem.answer
            assert ladder.answer_to(problem.question, problem.solution) == problem.answer


def test_views_keep_the_answer_and_the_canonical_content(ladder):
    for rung in rungs(ladder):
        for index in range(40):
            problem = ladder.problem(rung, "vote", index)
            views = ladder.views(problem.question, 7)
            assert views[0].question == problem.question
            assert len({view.question for view in views}) == len(views) <= 7
            for view in views:
                assert view.restore(ladder.solve(view.question)) == problem.answer


def test_views_change_the_text_enough_to_vote(ladder):
    counts = [len(ladder.views(ladder.problem(8, "vote", i).question, 7)) for i in range(50)]
    assert sum(counts) / len(counts) > 6.5


def test_problems_are_read_back(ladder):
    assert ladder.describe().reads
    for rung in rungs(ladder):
        for index in range(100):
            problem = ladder.problem(rung, "vote", index)
            read = ladder.read(problem.question)
            assert read is not None and read.rung == rung
            for view in ladder.views(problem.question, 3):
                assert ladder.read(view.question) == read


SAME_TEXT = ({"addition", "forward-addition"}, {"copy", "reverse"})
"""Ladders that ask another thing by the same text, as in the paper."""


def test_no_text_of_another_ladder_is_read(ladder):
    others = [load_ladder(name) for name in procedural_ladders()]
    for other in others:
        names = {other.describe().name, ladder.describe().name}
        if len(names) == 2 and names not in SAME_TEXT:
            assert ladder.read(other.problem(4, "vote", 0).question) is None
    for text in HOSTILE:
        assert ladder.read(text) is None


def test_rung_out_of_range_is_refused(ladder):
    with pytest.raises(ValueError, match="not on ladder"):
        ladder.problem(0, "train", 0)


HOSTILE = [
    "",
    "\x00",
    "9" * 2_000_000,
    "#### " + "9" * 2_000_000,
    "#### 1e999",
    "#### １２",
    "no answer here",
    "__import__('os').system('false')",
    "#### --",
    "####",
]


def test_hostile_answers_are_read_fast_and_never_raise(ladder):
    problems = [ladder.problem(3, "score", i) for i in range(20)]
    gold = {problem.answer for problem in problems} - {"1", "999"}
    for text in HOSTILE:
        assert ladder.extract(text) not in gold
        assert ladder.answer_to(problems[0].question, text) not in gold


def test_missing_answers_are_no_answer():
    gsm8k = load_ladder("gsm8k")
    assert gsm8k.extract("12 apples") is None
    assert gsm8k.extract("so 7. #### 12") == "12"
    assert load_ladder("addition").extract("９９") is None
