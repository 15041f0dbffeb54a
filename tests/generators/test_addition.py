from saturate.generators.addition import Addition

ladder = Addition()


def test_digits_are_reversed_and_as_many_as_the_rung():
    assert ladder.solve("37+25=") == "521"  # 73 + 52 = 125
    for rung in (1, 2, 9, 40):
        problem = ladder.problem(rung, "vote", 1)
        first, second = problem.question.rstrip("=").split("+")
        assert len(first) == len(second) == rung
        assert int(first[::-1]) + int(second[::-1]) == int(problem.answer[::-1])


def test_views_move_amounts_within_a_place():
    problem = ladder.problem(8, "vote", 2)
    a, b = problem.question.rstrip("=").split("+")
    for view in ladder.views(problem.question, 7):
        c, d = view.question.rstrip("=").split("+")
        assert len(c) == len(d) == 8
        assert "0" not in c[-1] + d[-1]
        assert [int(x) + int(y) for x, y in zip(a, b)] == [int(x) + int(y) for x, y in zip(c, d)]


def test_commuted_operands_are_the_same_problem():
    first, second = ladder.draw(3, _Fixed("123456")), ladder.draw(3, _Fixed("456123"))
    assert first.canonical == second.canonical
    assert first.answer == second.answer


class _Fixed:
    """Dice that fall as told."""

    def __init__(self, digits: str) -> None:
        self._digits = [int(d) for d in digits]

    def below(self, n: int) -> int:
        return self._digits.pop(0)

    def between(self, low: int, high: int) -> int:
        return self._digits.pop(0)
