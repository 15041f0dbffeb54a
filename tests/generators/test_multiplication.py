import re

import pytest

from saturate.generators.multiplication import (
    Multiplication,
    MultiplicationOne,
    MultiplicationPairs,
    _worked,
)

both, one, pairs = Multiplication(), MultiplicationOne(), MultiplicationPairs()
LADDERS = pytest.mark.parametrize("ladder", [both, one, pairs], ids=lambda ladder: ladder.name)


def value(text):
    return int(text[::-1])


@pytest.mark.parametrize(
    "text",
    [
        "69173*19434=691730+0467433(6384833)+00487841(63236281)+000885111(632158921)"
        "+0000487841=6321967161",
        "321*654=8370+05160(88860)+002940=880650",
        "321*604=8370+00000(83700)+002940=839940",
        "321*4=2940=2940",
        "21*43=840+0630=8040",
        "7*8=65=65",
        "0*8=00=00",
        "1*1=10=10",  # filled up to the digits of both
    ],
)
def test_the_text_is_the_papers(text):
    question, solution = text.split("=", 1)
    assert _worked(*question.split("*")) == solution


@LADDERS
def test_every_partial_product_and_sum_is_right_and_as_wide_as_its_place(ladder):
    for rung in (1, 2, 3, 5, ladder.last):
        for index in range(50):
            problem = ladder.problem(rung, "vote", index)
            first, second = problem.question.rstrip("=").split("*")
            worked, answer = problem.solution.split("=")
            so_far = 0
            for place, term in enumerate(worked.split("+")):
                part, sum_so_far = re.fullmatch(r"([0-9]+)(?:\(([0-9]+)\))?", term).groups()
                assert len(part) == place + len(first) + 1
                assert value(part) == value(first) * int(second[place]) * 10**place
                so_far += value(part)
                assert (sum_so_far is not None) == (0 < place < len(second) - 1)
                if sum_so_far is not None:
                    assert value(sum_so_far) == so_far and len(sum_so_far) == len(part)
            assert place == len(second) - 1
            assert so_far == value(answer) == value(first) * value(second)
            assert len(answer) == len(first) + len(second) and answer == problem.answer


def test_operands_are_as_long_as_the_rung():
    orders, by_turns = set(), set()
    for rung in (1, 2, 5, 12):
        for index in range(30):
            first, second = both.problem(rung, "vote", index).question.rstrip("=").split("*")
            assert len(first) == len(second) == rung
            first, second = one.problem(rung, "vote", index).question.rstrip("=").split("*")
            assert {len(first), len(second)} == {rung, 3}
            orders.add((len(first) == rung, len(second) == rung))
            first, second = pairs.problem(rung, "vote", index).question.rstrip("=").split("*")
            by_turns.add((rung, len(first), len(second)))
    assert orders == {(True, False), (False, True)}
    assert by_turns == {(1, 1, 1), (2, 1, 2), (2, 2, 1), (5, 3, 3), (12, 6, 7), (12, 7, 6)}


@LADDERS
def test_a_worked_solution_has_room_in_a_task(ladder):
    lengths = [len(ladder.problem(ladder.last, "vote", i).solution) for i in range(30)]
    assert max(lengths) < 512


def test_views_exchange_operands_and_mirror_them():
    views = both.views("321*654=", 8)  # 123 * 456, mirrored 977 and 644
    assert {view.question for view in views} == {
        "321*654=", "654*321=", "779*654=", "654*779=",
        "321*446=", "446*321=", "779*446=", "446*779=",
    }  # fmt: skip
    assert {view.restore(both.solve(view.question)) for view in views} == {"880650"}
    assert both.solve("779*446=") == "881926"  # 977 * 644 = 629188


@LADDERS
def test_views_are_other_computations(ladder):
    """No two views of a problem share a partial product at a place, apart from chance."""
    shared = total = 0
    for index in range(50):
        views = ladder.views(ladder.problem(5, "vote", index).question, 7)
        digits = [view.question.rstrip("=").split("*") for view in views]
        for i, (a, b) in enumerate(digits):
            for c, d in digits[:i]:
                total += min(len(b), len(d))
                shared += sum((a, x) == (c, y) for x, y in zip(b, d))
    assert shared < 0.03 * total


def test_numbers_without_a_mirror_image_of_their_length_have_fewer_views():
    assert {view.question for view in both.views("01*01=", 8)} == {"01*01="}  # 10 * 10
    assert {view.question for view in both.views("7*8=", 8)} == {"7*8=", "8*7="}
    assert {view.question for view in both.views("55*21=", 8)} == {
        "55*21=", "21*55=", "55*89=", "89*55=",
    }  # fmt: skip


@pytest.mark.parametrize("answer", ["", "0", "88065", "8806501", "9" * 900])
def test_an_answer_of_another_width_stays_wrong(answer):
    for view in both.views("321*654=", 8):
        assert view.restore(answer) == answer


def test_an_answer_that_cannot_be_goes_back_to_none_that_can():
    for view in both.views("321*654=", 8):
        for answer in ("999999", "000000"):
            assert view.restore(answer) != "880650"
    (mirrored,) = [v for v in both.views("321*654=", 8) if v.question == "779*654="]
    assert mirrored.restore("999999").startswith("-")


@LADDERS
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("8370+05160(88860)+002940=880650", "880650"),
        ("321*654=8370+05160(88860)+002940=880650", "880650"),
        ("8370+05160(88860)+002940= 880650 .", "880650"),
        ("8370+05160(88860)+0029", None),  # never came to an answer
        ("880650", None),
        ("=", None),
        ("= =x12", None),
        ("=" + "1" * 1_500, None),
        ("=８８", None),
        ("= " * 500_000, None),
    ],
)
def test_the_final_answer_alone_is_read(ladder, text, answer):
    assert ladder.extract(text) == answer
    found = re.findall(ladder.pattern().regex, text)
    assert answer is None or found[ladder.pattern().match] == answer


@LADDERS
@pytest.mark.parametrize(
    "text",
    ["4321*65=", "320*654=", "321*654", "321+654=", "*=", "1*=", "９*9=", "9" * 200 + "*" + "9="],
)
def test_what_is_no_problem_is_not_read(ladder, text):
    assert ladder.read(text) is None


def test_one_operand_of_three_digits_is_the_other_ladders():
    assert one.read("321*65=").rung == 2 and one.read("65*321=").rung == 2
    assert one.read("321*654=").rung == 3
    assert one.read("4321*5654=") is None and both.read("4321*5654=").rung == 4
    assert one.read(f"321*{'9' * 19}=") is None and both.read(f"{'9' * 13}*{'9' * 13}=") is None
