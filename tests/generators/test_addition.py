from saturate.generators.addition import Addition

ladder = Addition()


def test_digits_are_reversed_and_as_many_as_the_rung():
    assert ladder.solve("37+25=") == "521"  # 73 + 52 = 125
    for rung in (1, 2, 9, 40):
        problem = ladder.problem(rung, "vote", 1)
        first, second = problem.question.rstrip("=").split("+")
        assert len(first) == len(second) == rung
        assert int(first[::-1]) + int(second[::-1]) == int(problem.answer[::-1])


def test_views_move_an_amount_between_operands_of_unchanged_length():
    changed_carries = 0
    for index in range(50):
        problem = ladder.problem(8, "vote", index)
        carries = set()
        for view in ladder.views(problem.question, 7):
            a, b = view.question.rstrip("=").split("+")
            assert len(a) == len(b) == 8
            assert "0" not in a[-1] + b[-1]
            assert int(a[::-1]) + int(b[::-1]) == int(problem.answer[::-1])
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
