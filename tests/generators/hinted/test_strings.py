from collections import Counter

import pytest

from saturate.generators.hinted.marks import unmarked
from saturate.generators.hinted.strings import HintedCopy, HintedReverse

copy, reverse = HintedCopy(), HintedReverse()
BOTH = pytest.mark.parametrize("ladder", [copy, reverse])


def test_strings_are_copied_and_reversed_with_their_marks():
    assert copy.solve("aa7ab3ac9=") == "aa7ab3ac9"
    assert reverse.solve("aa7ab3ac9<") == "ac9ab3aa7"
    for rung in (3, 9, 100, 128):
        asked = copy.problem(rung, "vote", 1)
        assert len(unmarked(asked.answer)[0]) == rung
        assert asked.question == f"{asked.answer}="
        asked = reverse.problem(rung, "vote", 1)
        digits, start = unmarked(asked.question.removesuffix("<"))
        assert unmarked(asked.answer, falling=True) == (digits[::-1], start)


@BOTH
def test_views_turn_and_write_back_and_move_marks(ladder):
    for index in range(50):
        problem = ladder.problem(9, "vote", index)
        views = ladder.views(problem.question, 7)
        digits = [unmarked(view.question[:-1])[0] for view in views]
        assert views[0].question == problem.question
        assert len(set(digits)) == 7
        assert {view.restore(ladder.solve(view.question)) for view in views} == {problem.answer}
        assert {ladder.read(view.question) for view in views} == {ladder.read(problem.question)}


@BOTH
def test_a_digit_lost_at_one_end_is_another_one_in_every_view(ladder):
    """The mistake that one model repeats in all views must not win the vote."""
    for index in range(50):
        question = ladder.problem(12, "vote", index).question
        views = ladder.views(question, 7)
        lossy = Counter(view.restore(ladder.solve(view.question)[:-3]) for view in views)
        assert max(lossy.values()) <= 3 and ladder.solve(question) not in lossy


@pytest.mark.parametrize(
    "text", ["aa7ab3ac9<", "aa7ac3=", "123=", "aa7ab3ac9", "aa7ab3ac9+aa1ab2ac3="]
)
def test_what_is_no_problem_is_not_read(text):
    assert copy.read(text) is None
    assert reverse.read("aa7ab3ac9<").rung == 3
