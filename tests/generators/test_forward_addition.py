import pytest

from saturate.generators.forward_addition import ForwardAddition

ladder = ForwardAddition()


def test_digits_are_in_plain_order_and_as_many_as_the_rung():
    assert ladder.solve("73+52=") == "125"
    assert ladder.solve("45+52=") == "97"  # no zero in front
    assert ladder.solve("999+001=") == "1000"
    for rung in (1, 2, 9, 40):
        problem = ladder.problem(rung, "vote", 1)
        first, second = problem.question.rstrip("=").split("+")
        assert len(first) == len(second) == rung
        assert int(first) + int(second) == int(problem.answer)
        assert problem.solution == problem.answer == str(int(problem.answer))


def test_views_move_an_amount_between_operands_of_unchanged_length():
    changed_carries = 0
    for index in range(50):
        problem = ladder.problem(8, "vote", index)
        carries = set()
        for view in ladder.views(problem.question, 7):
            a, b = view.question.rstrip("=").split("+")
            assert len(a) == len(b) == 8
            assert "0" not in a[0] + b[0]
            assert view.restore(str(int(a) + int(b))) == problem.answer
            carries.add(tuple(int(x) + int(y) > 9 for x, y in zip(a, b)))
        changed_carries += len(carries) > 3
    assert changed_carries > 45


def test_problems_of_one_sum_are_the_same_problem():
    keys = {}
    for index in range(3000):
        problem = ladder.problem(2, "train", index)
        keys.setdefault(problem.key, set()).add(problem.answer)
    assert all(len(answers) == 1 for answers in keys.values())
    assert len(keys) > 50


def test_a_digit_too_few_is_another_answer():
    """The mistake that all views share: only its length tells it."""
    assert ladder.extract("125") == "125"
    assert ladder.extract("25") == "25"
    assert ladder.extract("0125") == "0125"


@pytest.mark.parametrize(
    "text", ["73+5=", "073+520=", "73+52", "73*52=", "-73+52=", "７３+52=", "1" * 1000 + "+", "+="]
)
def test_what_is_no_problem_is_not_read(text):
    assert ladder.read(text) is None


def test_the_last_rung_is_read_back():
    problem = ladder.problem(999, "train", 0)
    assert ladder.extract(problem.solution) == problem.answer == ladder.solve(problem.question)
    assert ladder.read(problem.question).rung == 999
    assert ladder.read(f"{'9' * 1000}+{'9' * 1000}=") is None
