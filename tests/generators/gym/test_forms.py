"""Answers in one form, whoever wrote them, and no text that is run."""

import pytest

from saturate.generators.gym.forms import antiderivative, plain


@pytest.mark.parametrize(
    "text",
    ["x**3/3 - 2*x + C", "-2*x+(1/3)*x**3", "C + 1/3*x**3 - x - x", "2*x*x*x/6 - 4*x/2 + 7 + C"],
)
def test_one_antiderivative_has_one_form(text):
    assert antiderivative(text) == "1/3*x**3 - 2*x**1 + C"
    assert antiderivative(antiderivative(text)) == antiderivative(text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("-x**2", "- 1*x**2 + C"),
        ("2*X**2*X/4 + C", "1/2*X**3 + C"),
        ("x**2 - x**2 + C", "C"),
        ("12 + C", "C"),
        ("y**2 + x + 3*y", "1*x**1 + 1*y**2 + 3*y**1 + C"),
    ],
)
def test_terms_are_put_together_and_sorted(text, form):
    assert antiderivative(text) == form


@pytest.mark.parametrize(
    "text",
    ["x^2 + C", "(x+1)**2", "1/x", "x/0", "2x", "x**-1", "x*y", "2/(1/3)", "x**(2)", "sin(x)",
     "__import__('os').system('false')", "+", "x +", "1e9", "9" * 900, ""],
)  # fmt: skip
def test_what_is_no_such_sum_stays_as_it_is(text):
    assert antiderivative(f" {text} \n") == text == plain(text)
