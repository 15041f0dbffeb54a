from collections import Counter

import pytest

from saturate.generators.copying import Copy
from saturate.ladder import SPLITS

ladder = Copy()


def neighbours(letters):
    return list(zip(letters, letters[1:] + letters[0]))


def test_strings_are_as_long_as_the_rung_and_copied():
    assert ladder.solve("laibfwp=") == "laibfwp"
    for rung in (1, 2, 9, 52, 200):
        problem = ladder.problem(rung, "vote", 1)
        letters = problem.question.removesuffix("=")
        assert len(letters) == rung
        assert problem.answer == problem.solution == letters


@pytest.mark.parametrize("rung", [2, 10, 100, 200])
def test_no_two_neighbours_come_twice_in_any_view(rung):
    for index in range(10):
        question = ladder.problem(rung, "vote", index).question
        for view in ladder.views(question, 7):
            assert max(Counter(neighbours(view.question[:-1])).values()) == 1


def test_letters_come_again_in_longer_strings():
    letters = [ladder.problem(40, "vote", i).answer for i in range(20)]
    assert all(len(set(found)) < 40 for found in letters)


def test_views_turn_write_back_and_exchange_cases():
    views = ladder.views("abC=", 12)
    assert {view.question for view in views} == {
        "abC=", "bCa=", "Cab=", "Cba=", "baC=", "aCb=",
        "ABc=", "BcA=", "cAB=", "cBA=", "BAc=", "AcB=",
    }  # fmt: skip
    assert {view.restore(ladder.solve(view.question)) for view in views} == {"abC"}


def test_a_letter_lost_at_one_end_is_another_one_in_every_view():
    """The mistake that one model repeats in all views must not win the vote."""
    for index in range(100):
        question = ladder.problem(9, "vote", index).question
        lossy = {
            view.restore(ladder.solve(view.question)[:-1]) for view in ladder.views(question, 7)
        }
        assert len(lossy) >= 6  # of two equal letters side by side either may be lost


@pytest.mark.parametrize("answer", ["", "x", "abcdefghi" * 30])
def test_an_answer_of_another_length_stays_wrong(answer):
    question = ladder.problem(9, "vote", 0).question
    for view in ladder.views(question, 36):
        assert len(view.restore(answer)) == len(answer)


def test_a_string_that_is_its_own_view_has_fewer():
    assert ladder.views("abAB=", 16)[0].question == "abAB="
    assert len(ladder.views("abAB=", 16)) == 8


def test_all_splits_have_problems_of_one_letter():
    keys = [{ladder.problem(1, split, i).key for i in range(300)} for split in SPLITS]
    assert [len(found) for found in keys] == [12, 10, 4]  # a letter and its capital are one


@pytest.mark.parametrize(
    "text", ["abab=", "aa=", "ab", "a b=", "ab1=", "ä=", "=", "a" * 9999 + "="]
)
def test_what_is_no_problem_is_not_read(text):
    assert ladder.read(text) is None
