"""What becomes of a written text; every case with the fate that it must have."""

import pytest
from support import hard_tasks

from saturate.ladder import split_of
from saturate.proposing.sieve import Fate, Known, Sieve
from saturate.registry import load_ladder
from saturate.task_yamls.documents import distinct_problems

ADDITION = load_ladder("addition")
STORIES = load_ladder("gsm8k")
STORY = "Ana has 5 pens. On day 31 at the lake she finds 3. On day 32 Max takes 2. "
ASKED = "How many pens does Ana have now?"


def sums(known=(), shown=()) -> Sieve:
    return Sieve(ADDITION, 3, ["353+534="], shown, Known(ADDITION, known))


def stories(known=()) -> Sieve:
    return Sieve(STORIES, 2, [STORY + ASKED], (), Known(STORIES, known))


def new_sum(first: int, split: str = "train") -> str:
    """A sum of three digits whose problem the hash gives to a split, from a first operand on."""
    for number in range(first, 1000):
        question = f"{number}+111="
        if split_of("addition", 3, ADDITION.solve(question)) == split and number % 10:
            return question
    raise AssertionError


@pytest.mark.parametrize(
    ("text", "fate", "really"),
    [
        ("355+27...", Fate.UNREADABLE, None),  # never ended
        ("355 + 278 =", Fate.UNREADABLE, None),
        ("355+278=536", Fate.UNREADABLE, None),
        ("350+271=", Fate.UNREADABLE, None),  # a zero in the highest place
        ("35+27=", Fate.OTHER_RUNG, 2),
        ("3551+2781=", Fate.OTHER_RUNG, 4),
        ("412+111=", Fate.COPY, 3),
        ("111+412=", Fate.COPY, 3),  # the same sum: the same problem
        ("511+111=", Fate.COPY, 3),  # shown as an example
    ],
)
def test_a_sum(text, fate, really):
    finished = not text.endswith("...")
    judged = sums(known=["412+111="], shown=["511+111="]).judge(text, finished)
    assert (judged.fate, judged.really) == (fate, really)


def test_a_new_sum_is_proposed_once_and_one_of_the_score_split_never():
    sieve, text = sums(), new_sum(211)
    judged = sieve.judge(text)
    assert judged == (Fate.PROPOSED, 3, ADDITION.key(ADDITION.read(text)))
    assert sieve.judge(text).fate is Fate.COPY
    assert sieve.judge(new_sum(211, "score")).fate is Fate.RESERVED


@pytest.mark.parametrize(("name", "rung"), [("tools-json", 2), ("gsm8k", 2), ("gsm8k", 5)])
def test_nothing_of_the_score_split_is_proposed(name, rung):
    """Also where ladders share their problems, and where a text tells no name."""
    ladder = load_ladder(name)
    sieve = Sieve(ladder, rung, (), (), Known(ladder, ()))
    for index in range(40):
        problem = ladder.problem(rung, "score", index)
        assert sieve.judge(ladder.wording(problem)).fate is Fate.RESERVED


def test_what_another_split_owns_is_proposed_though_the_ladder_s_own_name_gives_it_to_score():
    ladder = load_ladder("tools-json")
    problems = [ladder.problem(2, "vote", index) for index in range(40)]
    readings = [ladder.read(problem.question) for problem in problems]
    assert "score" in {split_of("tools-json", *reading) for reading in readings}
    assert not any(map(ladder.may_be_scored, readings))


def test_a_story_near_a_known_one_is_a_near_copy():
    known = STORY + "On day 33 she buys 1. " + ASKED
    assert stories([known]).judge(STORY + ASKED).fate is Fate.NEAR_COPY
    assert stories().judge(STORY + ASKED).fate is Fate.PROPOSED
    again = STORY.replace("31", "41").replace("32", "42") + ASKED
    assert stories([STORY + ASKED]).judge(again).fate is Fate.COPY  # days say nothing


def test_sentences_that_all_problems_are_told_with_make_no_near_copy():
    ladder = load_ladder("tools-json")
    shown = [ladder.problem(3, "train", index).question for index in range(100)]
    sieve = Sieve(ladder, 3, shown, shown, Known(ladder, ()))
    problems = distinct_problems(ladder, 3, "vote", 50)
    assert {sieve.judge(problem.question).fate for problem in problems} == {Fate.PROPOSED}
    view = ladder.views(problems[0].question, 2)[1].question
    assert sieve.judge(view).fate is Fate.COPY


FORM = [
    "Emil has 112 pears and finds 4 shoes. How many pears for Emil?",
    "Ivan has 116 plums and finds 8 shoes. How many plums for Ivan?",
]


@pytest.mark.parametrize(
    ("text", "fate"),
    [
        ("Olga has 31 kites and loses 2 boots. How many kites for Olga?", Fate.PROPOSED),
        ("Olga has 31 kites and loses 2 boots. Count the kites for Olga.", Fate.UNREADABLE),
        ("Olga has many kites and loses all boots. How many kites for Olga?", Fate.UNREADABLE),
        ("How many kites for 1 Olga?", Fate.UNREADABLE),  # too short
        ("Olga has 31 kites and loses 2 boots. How many kites for Olga?" * 2, Fate.UNREADABLE),
        ("Olga has 31 kites and 2 boots. How many kites? Answer: 31, they say", Fate.UNREADABLE),
        ("Olga has 31 kites and 2 boots. How many kites for Olga? #### 31", Fate.UNREADABLE),
        (FORM[0].upper(), Fate.COPY),
        ("Yes, Ivan has 116 plums and finds 8 shoes. How many plums for Ivan?", Fate.COPY),
        ("Ivan has 116 plums and finds 8 shoes. How many plums for Ivan, 1?", Fate.NEAR_COPY),
    ],
)
def test_where_no_problem_is_read_the_form_is_looked_at(text, fate):
    ladder = hard_tasks.open_ladder("shots:sums")
    shown = [*FORM, "Yes, " + FORM[1]]
    judged = Sieve(ladder, 1, FORM, shown, Known(ladder, ())).judge(text)
    assert (judged.fate, judged.really) == (fate, None)


def test_thirteen_words_of_an_item_are_a_near_copy():
    ladder = hard_tasks.open_ladder("shots:sums")
    long = "Mia has 21 kites and loses 2 old boots there now. How many kites?"
    known = Known(ladder, [f"Today {long}"])
    assert Sieve(ladder, 1, [long], (), known).judge(long).fate is Fate.NEAR_COPY
