"""Multiplication with its partial products and running sums; the axis is the number of digits.

The format is the one of Lee et al., "Self-Improving Transformers Overcome Easy-to-Hard and Length
Generalization Challenges" (arXiv 2502.01612, section on multiplication). All numbers are written
lowest digit first: 12 * 34 = 408 is asked as ``21*43=`` and answered ``840+0630=8040``. The i-th
partial product is the first operand times the i-th digit of the second, behind i zeros and filled
up to i digits more than the first operand and a carry; the sum so far stands in brackets behind all
but the first and the last; the answer has as many digits as both operands.

One ladder lengthens both operands together, one by turns (a rung of it is half a rung of the
first), and one lengthens one of them, in either order.

Views exchange the operands and mirror either of them (``mirror_images.py``): all partial products
and sums change. The eight views of a problem are views of one another: the same problem. Two
rewrites are left out. Splitting an operand makes two problems of one, and an answer must come from
one; mirroring is the split that needs one product only, as the other is a sum. Moving a power of
ten needs an operand that ends in zeros, leads to another rung, and changes nothing but the zeros in
front of the partial products.
"""

from __future__ import annotations

import re
from itertools import product
from typing import ClassVar

from saturate.generators.digits import lowest_first, value, written
from saturate.generators.mirror_images import mirrored, restore, smaller
from saturate.ladder import (
    AnswerPattern,
    Draft,
    Ladder,
    LadderInfo,
    Reading,
    SeededRandom,
    View,
)

_QUESTION = re.compile(r"([0-9]{1,100})\*([0-9]{1,100})=")
_ANSWER = re.compile(r"= ?([0-9]+)")
_TAIL = 2_000
"""Characters at the end of a completion in which its answer is looked for."""
_FIXED = 3
"""Digits of the operand that does not grow."""


class Multiplication(Ladder):
    """Two operands of as many digits as the rung says."""

    name: ClassVar[str] = "multiplication"
    axis: ClassVar[str] = "digits of both operands"
    last: ClassVar[int] = 12
    """Up to here a worked solution has no more than the 512 characters that tasks give room for."""

    def describe(self) -> LadderInfo:
        return LadderInfo(
            name=self.name,
            benchmark="multiplication",
            axis=self.axis,
            first=1,
            last=self.last,
            answer="digits, lowest first",
            template="{question}",
            delimiter="",
            instruction=(
                "All numbers are written with their digits reversed, lowest digit first. "
                "Multiply by writing the partial product of every digit of the second number, "
                "behind as many zeros as its place, with the sum so far in brackets behind all but "
                "the first and last, then = and the result: 321*654= means 123 * 456 and is "
                "answered 8370+05160(88860)+002940=880650."
            ),
            symmetry=(
                "operands may be exchanged, and a product with 11 * 10^(n-1) - b in place of b "
                "tells the one with b (so whoever makes views knows the law of distribution, can "
                "shift, add and take away, though the operands themselves are never multiplied)"
            ),
            licence="Apache-2.0",
            source="procedural",
            reads=True,
        )

    def lengths(self, rung: int, rng: SeededRandom) -> tuple[int, int]:
        """Digits of the two operands."""
        return rung, rung

    def rung(self, first: int, second: int) -> int | None:
        """The rung of operands with so many digits; ``None``: no problem of this ladder."""
        return first if first == second else None

    def draw(self, rung: int, rng: SeededRandom) -> Draft:
        first, second = (lowest_first(digits, rng) for digits in self.lengths(rung, rng))
        solution = _worked(first, second)
        answer = solution.rpartition("=")[2]
        return Draft(f"{first}*{second}=", answer, solution, _canonical(first, second))

    def extract(self, text: str) -> str | None:
        found = _ANSWER.findall(text[-_TAIL:])
        return found[-1] if found and len(found[-1]) <= _TAIL // 2 else None

    def pattern(self) -> AnswerPattern:
        return AnswerPattern(_ANSWER.pattern, match=-1)

    def solve(self, question: str) -> str:
        first, second = _operands(question)
        columns = [0] * (len(first) + len(second))
        for (i, x), (j, y) in product(enumerate(first), enumerate(second)):
            columns[i + j] += int(x) * int(y)
        out, carry = "", 0
        for column in columns:
            carry, digit = divmod(column + carry, 10)
            out += str(digit)
        return out

    def read(self, question: str) -> Reading | None:
        try:
            first, second = _operands(question)
        except ValueError:
            return None
        rung = self.rung(len(first), len(second))
        zeros = any(len(number) > 1 and number.endswith("0") for number in (first, second))
        if rung is None or rung > self.last or zeros:
            return None
        return Reading(rung, _canonical(first, second))

    def views(self, question: str, count: int) -> list[View]:
        first, second = _operands(question)
        found = {question: View(question)}
        for a, b in product(mirrored(first), mirrored(second)):
            back = restore(first, second, a != first, b != second)
            for asked in (f"{a}*{b}=", f"{b}*{a}="):
                found.setdefault(asked, View(asked, back))
        rest = list(found.values())[1:]
        return [found[question], *SeededRandom("views", question).sample(rest, len(rest))][:count]


class MultiplicationOne(Multiplication):
    """One operand of as many digits as the rung says, the other of three, in either order."""

    name = "multiplication-one"
    axis = f"digits of one operand (the other has {_FIXED})"
    last = 18

    def lengths(self, rung: int, rng: SeededRandom) -> tuple[int, int]:
        return (rung, _FIXED) if rng.below(2) else (_FIXED, rung)

    def rung(self, first: int, second: int) -> int | None:
        if _FIXED not in (first, second):
            return None
        return first if second == _FIXED else second


class MultiplicationPairs(Multiplication):
    """Two operands that grow by turns: 1 and 1 digits, 1 and 2, 2 and 2, ..., in either order."""

    name = "multiplication-pairs"
    axis = "digits of both operands together, less one"
    last = 23

    def lengths(self, rung: int, rng: SeededRandom) -> tuple[int, int]:
        shorter, longer = (rung + 1) // 2, rung // 2 + 1
        return (shorter, longer) if rng.below(2) else (longer, shorter)

    def rung(self, first: int, second: int) -> int | None:
        return first + second - 1 if abs(first - second) <= 1 else None


def _worked(first: str, second: str) -> str:
    """The partial products with the sums so far, and the answer."""
    number, total, terms = value(first), 0, []
    for place, digit in enumerate(second):
        part = number * int(digit) * 10**place
        total += part
        width = place + len(first) + 1
        term = written(part, width)
        if 0 < place < len(second) - 1:
            term += f"({written(total, width)})"
        terms.append(term)
    return f"{'+'.join(terms)}={written(total, len(first) + len(second))}"


def _canonical(first: str, second: str) -> str:
    """The same for all views of a problem."""
    return "*".join(sorted((smaller(first), smaller(second))))


def _operands(question: str) -> tuple[str, str]:
    match = _QUESTION.fullmatch(question.strip())
    if match is None:
        raise ValueError(f"not a multiplication of two numbers: {question[:80]!r}")
    return match[1], match[2]
