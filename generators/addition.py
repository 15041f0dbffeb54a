"""Addition of two numbers with their digits reversed; the axis is the number of digits.

The format is the one of Lee et al., "Self-Improving Transformers Overcome Easy-to-Hard and Length
Generalization Challenges" (arXiv 2502.01612, section on reverse addition): both operands and the
sum are written lowest digit first, so 73 + 52 = 125 reads ``37+25=521``.

Views move a random amount from one operand to the other: every digit and every carry may change
and the answer stays. Weaker rewrites vote badly one digit beyond what a model knows, as they repeat
the same work: exchanging the two digits of a place asks for the same single-digit sums, and moving
amounts within a place for the same carries. With either, a loop went on to teach itself a wrong
rule that all views agreed on. Problems of one sum are views of one another: the same problem.
"""

from __future__ import annotations

from saturate.generators.digits import AMOUNT_MOVES, addends, lowest_first, operands
from saturate.ladder import (
    Draft,
    LadderInfo,
    LastRunLadder,
    Reading,
    SeededRandom,
    View,
    identity,
)


class Addition(LastRunLadder):
    """Two operands of as many digits as the rung says."""

    run = "[0-9]"

    def describe(self) -> LadderInfo:
        return LadderInfo(
            name="addition",
            benchmark="addition",
            axis="digits of each operand",
            first=1,
            last=None,
            answer="digits, lowest first",
            template="{question}",
            delimiter="",
            instruction=(
                "All numbers are written with their digits reversed, lowest digit first: "
                "37+25= means 73 + 52 = 125 and is answered 521. Reply with the digits alone."
            ),
            symmetry=AMOUNT_MOVES,
            licence="Apache-2.0",
            source="procedural",
            reads=True,
        )

    def draw(self, rung: int, rng: SeededRandom) -> Draft:
        first, second = lowest_first(rung, rng), lowest_first(rung, rng)
        answer = str(int(first[::-1]) + int(second[::-1]))[::-1]
        return Draft(f"{first}+{second}=", answer, answer, canonical=answer)

    def solve(self, question: str) -> str:
        first, second = operands(question)
        out, carry = [], 0
        for x, y in zip(first, second, strict=True):
            carry, digit = divmod(int(x) + int(y) + carry, 10)
            out.append(str(digit))
        return "".join(out) + ("1" if carry else "")

    def read(self, question: str) -> Reading | None:
        try:
            numbers = operands(question)
        except ValueError:
            return None
        digits = len(numbers[0])
        if digits > 1 and any(number.endswith("0") for number in numbers):
            return None
        return Reading(digits, self.solve(question))

    def views(self, question: str, count: int) -> list[View]:
        first, second = (int(digits[::-1]) for digits in operands(question))
        pairs = addends(first, second, len(question) // 2 - 1, count, question)
        return [View(f"{str(a)[::-1]}+{str(b)[::-1]}=", identity) for a, b in pairs]
