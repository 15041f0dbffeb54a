"""Every installed ladder keeps the contract."""

import pytest
from support.runs import procedural_ladders

from saturate.checking.answers import read_back, solved, viewed
from saturate.checking.contract import described
from saturate.checking.hostile import TEXTS, survives, survives_garbling
from saturate.ladder import SPLITS, Ladder
from saturate.registry import load_ladder


@pytest.fixture(params=procedural_ladders())
def ladder(request) -> Ladder:
    return load_ladder(request.param)


def rungs(ladder: Ladder) -> list[int]:
    info = ladder.describe()
    return [r for r in (1, 2, 3, 6, 10, 17) if info.first <= r <= (info.last or r)]


def test_same_bytes_every_time(ladder):
    for split in SPLITS:
        assert ladder.problem(4, split, 7) == ladder.problem(4, split, 7)
    assert ladder.problem(4, "vote", 7).question != ladder.problem(4, "vote", 8).question


def test_gold_agrees_with_the_independent_solver_and_reads_back(ladder):
    assert [*solved(ladder, rungs(ladder), 150)] == []


def test_views_keep_the_answer_and_the_canonical_content(ladder):
    assert [*viewed(ladder, rungs(ladder), 40)] == []


def test_views_change_the_text_enough_to_vote(ladder):
    counts = [len(ladder.views(ladder.problem(8, "vote", i).question, 7)) for i in range(50)]
    assert sum(counts) / len(counts) > 6.5


def test_problems_are_read_back(ladder):
    assert ladder.describe().reads
    assert [*read_back(ladder, rungs(ladder), 100)] == []


SAME_TEXT = ({"addition", "forward-addition"}, {"copy", "reverse"})
"""Ladders that ask another thing by the same text, as in the paper."""
SAME_PROBLEMS = {"multiplication", "multiplication-one", "multiplication-pairs"}
"""Ladders that ask the same thing by the same text, on rungs of their own."""


def test_no_text_of_another_ladder_is_read(ladder):
    others = [load_ladder(name) for name in procedural_ladders()]
    for other in others:
        names = {other.describe().name, ladder.describe().name}
        problem = other.problem(4, "vote", 0)
        if len(names) == 2 and names <= SAME_PROBLEMS:
            assert ladder.solve(problem.question) == problem.answer
        elif len(names) == 2 and names not in SAME_TEXT:
            assert ladder.read(problem.question) is None
    for text in TEXTS:
        assert ladder.read(text) is None


def test_it_says_what_it_is_and_refuses_rungs_out_of_range(ladder):
    assert [*described(ladder, ladder.describe().name)] == []
    with pytest.raises(ValueError, match="not on ladder"):
        ladder.problem(0, "train", 0)


def test_hostile_answers_and_ten_megabytes_are_read_in_a_moment_and_never_raise(ladder):
    assert [*survives(ladder, rungs(ladder))] == []
    gold = {ladder.problem(3, "score", i).answer for i in range(20)} - {"1", "999"}
    for text in TEXTS:
        assert ladder.extract(text) not in gold


def test_garbled_solutions_are_read_or_not_and_never_raise(ladder):
    assert [*survives_garbling(ladder, rungs(ladder), 150)] == []


def test_missing_answers_are_no_answer():
    gsm8k = load_ladder("gsm8k")
    assert gsm8k.extract("12 apples") is None
    assert gsm8k.extract("so 7. #### 12") == "12"
    assert load_ladder("addition").extract("９９") is None
