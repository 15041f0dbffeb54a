import string
from collections import Counter

import pytest

from saturate.generators.reverse import Reverse

ladder = Reverse()
LONG = (53, 60, 100, 104, 130, 200)


def test_letters_are_different_and_as_many_as_the_rung():
    for rung in (1, 2, 9, 52):
        problem = ladder.problem(rung, "vote", 1)
        letters = problem.question.removesuffix("=")
        assert len(set(letters)) == len(letters) == rung
        assert problem.answer == letters[::-1]


def test_a_view_turns_the_string_and_turns_its_answer_back():
    question = "laibfwp="
    views = ladder.views(question, 7)
    assert {view.question for view in views} == {
        "laibfwp=", "aibfwpl=", "ibfwpla=", "bfwplai=", "fwplaib=", "wplaibf=", "plaibfw="
    }  # fmt: skip
    assert {view.restore(ladder.solve(view.question)) for view in views} == {"pwfbial"}


def test_a_letter_lost_at_one_end_is_another_one_in_every_view():
    """The mistake that one model repeats in all views must not win the vote."""
    for index in range(50):
        question = ladder.problem(9, "vote", index).question
        lossy = {
            view.restore(ladder.solve(view.question)[:-1]) for view in ladder.views(question, 7)
        }
        assert len(lossy) == 7


def test_all_turns_of_a_string_are_one_problem():
    keys = {}
    for index in range(4000):
        problem = ladder.problem(2, "train", index)
        keys.setdefault(frozenset(problem.question[:2]), set()).add(problem.key)
    assert all(len(found) == 1 for found in keys.values())
    assert len(keys) > 400


@pytest.mark.parametrize("rung", LONG)
def test_longer_strings_hold_every_letter_as_often_as_every_other_or_once_more(rung):
    for index in range(10):
        problem = ladder.problem(rung, "score", index)
        letters = problem.question.removesuffix("=")
        counts = Counter(letters)
        assert counts.keys() == set(string.ascii_letters) and counts.total() == rung
        assert set(counts.values()) <= {rung // 52, rung // 52 + 1}
        assert problem.answer == problem.solution == letters[::-1]


@pytest.mark.parametrize("rung", LONG)
def test_no_two_neighbours_come_twice_in_any_view_of_a_longer_string(rung):
    for index in range(5):
        question = ladder.problem(rung, "vote", index).question
        views = ladder.views(question, 7)
        assert len({view.question for view in views}) == 7
        for view in views:
            letters = view.question.removesuffix("=")
            assert max(Counter(zip(letters, letters[1:] + letters[0])).values()) == 1
            assert ladder.read(view.question) == ladder.read(question)
            assert view.restore(ladder.solve(view.question)) == question[-2::-1]


def test_a_letter_lost_at_one_end_of_a_longer_string_is_another_one_in_every_view():
    for index in range(20):
        question = ladder.problem(100, "vote", index).question
        lossy = {
            view.restore(ladder.solve(view.question)[:-1]) for view in ladder.views(question, 7)
        }
        assert len(lossy) == 7


def test_rungs_to_52_and_beyond_are_what_they_were():
    """The embedded model was taught the first, and figures of all are published."""
    asked = {rung: ladder.problem(rung, "score", 0).question for rung in (9, 52, 100)}
    assert asked == {
        9: "IGzrOUaWF=",
        52: "dmQEpoUViLFNtsZqaJkwuvfnlGIrMShPbXKcBeAjDOxgHYRzWTCy=",
        100: (
            "RNxaVQVgXBcipmwOWjedocxUNkehEbSfIoAjdmMrwDQLzPASsvHlDfnHOCUGLvChyJFJqkYTtYuzrIsFnRWZqMPyTB"
            "ugltpZbaiK="
        ),
    }


LETTERS = string.ascii_letters


@pytest.mark.parametrize(
    "text",
    [
        "abca=",  # a letter comes again before all of them have come
        LETTERS + "ab=",  # a and b come again, and side by side again
        LETTERS + "a" + "=" + "=",
        LETTERS + "bb=",  # one letter comes three times
        LETTERS * 3 + LETTERS[:45] + "=",  # longer than the ladder
        "abc",
        "ab1=",
        "=",
    ],
)
def test_what_is_no_problem_is_not_read(text):
    assert ladder.read(text) is None


def test_a_string_of_53_letters_is_read():
    assert ladder.read(LETTERS + "c=").rung == 53
