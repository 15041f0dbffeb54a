"""Checks a worked solution from its text alone."""

from fractions import Fraction

from saturate.generators.gsm8k_items.recompute import EQUATION, Mismatch, evaluate
from saturate.numbers import marked


def check(solution: str) -> Fraction:
    """The answer of a worked solution whose equations all hold.

    Raises:
        Mismatch: One does not, or the answer is not what the last one gives.
    """
    result: Fraction | None = None
    for left, right in EQUATION.findall(solution):
        result = evaluate(left)
        if result != evaluate(right):
            raise Mismatch(f"{left} is not {right}")
    final = marked(solution)
    if result is None or final is None or result != final.value:
        raise Mismatch("the answer is not the last equation's")
    return result
