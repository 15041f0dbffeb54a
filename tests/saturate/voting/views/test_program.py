"""The evaluator of written arithmetic: exact against fractions, and never more than arithmetic."""

from fractions import Fraction

import pytest

from saturate.ladder import SeededRandom, View
from saturate.voting.views.program import TASK, evaluated, program_view, read_program


def test_a_question_is_answered_by_an_expression():
    view = program_view(View("How many?", kind="original"))
    assert view.question == f"How many?\n{TASK}"
    assert view.kind == "program"
    assert view.read("(41 - 6) / 7") == "5"


def test_a_program_of_a_scaled_story_maps_back_as_its_answer_does():
    view = program_view(View("How many?", lambda answer: str(int(answer) // 3), "scaling", cost=7))
    assert (view.kind, view.cost) == ("scaling+program", 0)
    assert view.restore(view.read("5 * 3")) == "5"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("76 - 25", "51"),
        (" 76 - 25 = 51", "51"),
        ("76 - 25 = 52", "51"),
        ("$1,200 * 2", "2400"),
        ("0.1 + 0.2", "0.3"),
        ("7 / 2", "3.5"),
        ("1 / 3", "1/3"),
        ("-3 + 10", "7"),
        ("2 ** 10", "1024"),
        ("17 // 5 + 17 % 5", "5"),
        ("007 + 1", "8"),
        ("3 \u00d7 4 \u2212 2", "10"),
        ("boxes = 3\npens = 4 * boxes\npens - 2", "10"),
        ("x = 3; y = x * 5", "15"),
        ("```python\na = 3\na * 2\n```", "6"),
        ("1.5e3 * 2", "3000"),
    ],
)
def test_arithmetic_is_worked_out_exactly(text, value):
    assert read_program(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The answer is 5",
        "print(5)",
        "__import__('os').system('true')",
        "(1).__class__",
        "x",
        "x + 1\nx = 3",
        "[1, 2]",
        "(1, 2)",
        "'a' * 3",
        "True + 1",
        "1j * 2",
        "lambda: 1",
        "1 if 1 else 2",
        "3 < 4",
        "1 << 4",
        "~5",
        "9 ** 9 ** 9",
        "10 ** 17",
        "2 ** 0.5",
        "9 ** 16 * 9 ** 16 * 9 ** 16 * 9 ** 16 * 9 ** 16 * 9 ** 16",
        "1e400",
        "1 / 0",
        "1 % 0",
        "0 ** -1",
        "1 +",
        "(" * 300 + "1" + ")" * 300,
        "1e99999999",
        "1e-99999999",
        "0x10",
        "1" * 601,
        "1\0",
        "x = y = 3",
        "12,34 + 1",
    ],
)
def test_all_else_is_no_answer(text):
    assert evaluated(text) is None


def test_random_expressions_agree_with_fractions():
    rng = SeededRandom("expressions")

    def drawn(depth: int) -> tuple[str, Fraction]:
        if depth == 0 or rng.below(4) == 0:
            number = rng.between(1, 999)
            return (str(number), Fraction(number)) if rng.below(2) else (
                f"{number}.25", Fraction(4 * number + 1, 4)
            )  # fmt: skip
        (left, a), (right, b) = drawn(depth - 1), drawn(depth - 1)
        operation = rng.pick("+-*/")
        if operation == "/" and not b:
            operation = "+"
        value = {"+": a + b, "-": a - b, "*": a * b}.get(operation)
        return f"({left} {operation} {right})", a / b if value is None else value

    for _ in range(500):
        text, value = drawn(3)
        assert evaluated(text) == value


def test_random_texts_never_raise():
    rng = SeededRandom("texts")
    pieces = [
        "1",
        "x",
        "=",
        "\n",
        "(",
        ")",
        "**",
        "*",
        "-",
        ".",
        "e",
        "f(",
        "'",
        "[",
        ",",
        "#",
        "%",
    ]
    for _ in range(2_000):
        text = "".join(rng.pick(pieces) for _ in range(rng.between(1, 14)))
        value = evaluated(text)
        assert value is None or isinstance(value, Fraction)
