"""Addition in plain writing, highest digit first; the axis is the number of digits.

The format is the one of Lee et al., "Self-Improving Transformers Overcome Easy-to-Hard and Length
Generalization Challenges" (arXiv 2502.01612, section on forward addition): ``73+52=125``, the sum
without zeros in front.

The first digit of the answer hangs on every carry behind it, so that a small model which has not
seen so many digits loses count of them sooner than it loses the sum: it writes a digit too few,
and does so in every view, as all of them are as long. No vote can see that. The length filter can,
as answers grow by one character for every two of the prompt: this is the ladder that needs it.

Views move a random amount from one operand to the other, as in reverse addition: every digit and
every carry may change and the answer stays. Problems of one sum are the same problem.
"""

from __future__ import annotations

from saturate.generators.digits import AMOUNT_MOVES, addends, lowest_first, operands
from saturate.ladder import Draft, LadderInfo, LastRunLadder, Reading, SeededRandom, View

_LAST = 999
"""A sum of more than a thousand digits is not read back."""


class ForwardAddition(LastRunLadder):
    """Two operands of as many digits as the rung says."""

    run = "[0-9]"

    def describe(self) -> LadderInfo:
        return LadderInfo(
            name="forward-addition",
            benchmark="forward-addition",
            axis="digits of each operand",
            first=1,
            last=_LAST,
            answer="digits, highest first",
            template="{question}",
            delimiter="",
            instruction=(
                "Add the two numbers: 73+52= is answered 125. Reply with the digits alone."
            ),
            symmetry=AMOUNT_MOVES,
            licence="Apache-2.0",
            source="procedural",
            reads=True,
        )

    def draw(self, rung: int, rng: SeededRandom) -> Draft:
        first, second = (lowest_first(rung, rng)[::-1] for _ in range(2))
        answer = str(int(first) + int(second))
        return Draft(f"{first}+{second}=", answer, answer, canonical=answer)

    def solve(self, question: str) -> str:
        first, second = operands(question)
        out, carry = [], 0
        for x, y in zip(reversed(first), reversed(second), strict=True):
            carry, digit = divmod(int(x) + int(y) + carry, 10)
            out.append(str(digit))
        return ("1" if carry else "") + "".join(reversed(out))

    def read(self, question: str) -> Reading | None:
        try:
            first, second = operands(question)
        except ValueError:
            return None
        if len(first) > _LAST or (len(first) > 1 and "0" in (first[0], second[0])):
            return None
        return Reading(len(first), self.solve(question))

    def views(self, question: str, count: int) -> list[View]:
        first, second = operands(question)
        pairs = addends(int(first), int(second), len(first), count, question)
        return [View(f"{a}+{b}=") for a, b in pairs]
