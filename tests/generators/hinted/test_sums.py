import pytest

from saturate.generators.hinted.marks import MARKS, marked, unmarked
from saturate.generators.hinted.sums import HintedAddition, HintedForwardAddition
from saturate.seed.tokenizer import build_tokenizer

lowest, highest = HintedAddition(), HintedForwardAddition()
BOTH = pytest.mark.parametrize("ladder", [lowest, highest])


def operands(ladder, question):
    """The numbers of a question, and the place of their lowest digits."""
    told = [unmarked(run, ladder.asks_falling) for run in question.removesuffix("=").split("+")]
    numbers = [int(digits if ladder is highest else digits[::-1]) for digits, _ in told]
    assert len({start for _, start in told}) == 1
    return numbers, told[0][1]


def test_digits_of_one_place_have_one_mark():
    assert lowest.solve("aa3ab7+aa2ab5=") == "aa5ab2ac1"
    assert highest.solve("ab7aa3+ab5aa2=") == "ac1ab2aa5"
    assert lowest.solve("ez4aa5+ez5aa4=") == "ez9aa9"
    assert highest.solve("aa0ez4+aa0ez5=") == "aa0ez9"


@BOTH
def test_sums_are_right_and_marked_as_their_operands(ladder):
    info = ladder.describe()
    for rung in (info.first, 2, 9, 40, 100, info.last):
        for index in range(20):
            problem = ladder.problem(rung, "vote", index)
            numbers, start = operands(ladder, problem.question)
            digits, place = unmarked(problem.answer, ladder.answers_falling)
            assert [len(str(number)) for number in numbers] == [rung, rung]
            assert int(digits if ladder is highest else digits[::-1]) == sum(numbers)
            assert place == start
            assert ladder.solve(problem.question) == problem.answer
            assert ladder.extract(problem.solution) == problem.answer
            assert ladder is highest or problem.solution == problem.answer


def test_plain_order_is_worked_out_from_the_lowest_digit():
    """The first digit that is written hangs on all carries."""
    for rung in (2, 3, 40):
        for index in range(20):
            problem = highest.problem(rung, "vote", index)
            backwards, answer = problem.solution.split("=")
            _, start = operands(highest, problem.question)
            assert answer == problem.answer
            assert unmarked(backwards) == (unmarked(answer, falling=True)[0][::-1], start)


def test_a_worked_solution_fits_into_the_room_that_tasks_give():
    tokenizer, last = build_tokenizer(), highest.describe().last
    problems = [highest.problem(last, "vote", index) for index in range(20)]
    lengths = [len(tokenizer(problem.solution).input_ids) for problem in problems]
    assert 505 < max(lengths) < 512


@BOTH
def test_marks_start_anywhere(ladder):
    starts = {operands(ladder, ladder.problem(4, "train", i).question)[1] for i in range(2_000)}
    assert starts == set(range(len(MARKS)))


@BOTH
def test_views_move_amounts_and_marks_and_keep_the_sum(ladder):
    for index in range(50):
        problem = ladder.problem(9, "vote", index)
        views = ladder.views(problem.question, 7)
        assert views[0].question == problem.question
        read = [operands(ladder, view.question) for view in views]
        assert len({sum(numbers) for numbers, _ in read}) == 1
        assert len({tuple(numbers) for numbers, _ in read}) == 7
        assert len({start for _, start in read}) > 4
        for view in views:
            assert view.restore(ladder.solve(view.question)) == problem.answer


@BOTH
def test_an_answer_with_wrong_marks_is_wrong_in_every_view(ladder):
    problem = ladder.problem(9, "vote", 3)
    for view in ladder.views(problem.question, 7):
        right = ladder.solve(view.question)
        digits, start = unmarked(right, ladder.answers_falling)
        elsewhere = marked(digits, start + 1, ladder.answers_falling)
        for wrong in (elsewhere, right[:-3], right[3:], right[:3] + right, "", "x"):
            assert view.restore(wrong) != problem.answer


@pytest.mark.parametrize(
    "text",
    ["37+25=", "aa3ab7+aa2=", "aa3ab7+ab2ac5=", "aa3ab7+aa2ab5", "aa3+aa2+aa1=", "aa3ab0+aa2ab5=",
     "ab7aa3+ab5aa2=", "aa3ab7=", "+="],
)  # fmt: skip
def test_what_is_no_problem_is_not_read(text):
    assert lowest.read(text) is None


def test_orders_are_told_apart_by_their_marks():
    """Both can be asked of one model: marks rise in one and fall in the other."""
    for rung in (2, 9):
        asked = lowest.problem(rung, "vote", 0).question
        assert lowest.read(asked) and highest.read(asked) is None
    assert lowest.read("aa3+aa9=") and highest.read("aa3+aa9=") is None
