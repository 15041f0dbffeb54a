"""Addition with index hints; the axis is the number of digits.

The sums are those of :mod:`saturate.generators.addition` and
:mod:`saturate.generators.forward_addition`, with a mark before each digit: digits of one place have
one mark, in both operands and in the sum, so that which digits belong together is read and not
counted. 73 + 52 = 125 is ``aa3ab7+aa2ab5=aa5ab2ac1`` lowest digit first, and
``ab7aa3+ab5aa2=ac1ab2aa5`` in plain order. There the first digit hangs on all carries, so before
it a solution writes the sum lowest digit first: ``aa5ab2ac1=ac1ab2aa5``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from saturate.generators.addition import Addition
from saturate.generators.digits import AMOUNT_MOVES, addends, lowest_first
from saturate.generators.forward_addition import ForwardAddition
from saturate.generators.hinted.ladder import HintedLadder
from saturate.generators.hinted.marks import LAST, marked
from saturate.ladder import Ladder, LadderInfo, SeededRandom, identity

_MARKS_ARE_FREE = "; marks may start anywhere"


class HintedAddition(HintedLadder):
    """Two operands of as many digits as the rung says, lowest digit first."""

    operands = 2
    plain: ClassVar[Ladder] = Addition()
    """The same sums without marks."""
    name: ClassVar[str] = "addition-hints"
    order: ClassVar[str] = "lowest first"
    example: ClassVar[str] = "aa3ab7+aa2ab5= means 73 + 52 = 125 and is answered aa5ab2ac1"
    asked: ClassVar[str] = "Reply with the marked digits alone."
    first: ClassVar[int] = 1
    last: ClassVar[int] = LAST

    def describe(self) -> LadderInfo:
        return LadderInfo(
            name=self.name,
            benchmark=self.name,
            axis="digits of each operand",
            first=self.first,
            last=self.last,
            answer=f"digits behind their marks, {self.order}",
            template="{question}",
            delimiter="",
            instruction=(
                "Every digit stands behind a mark of two letters that names its place, "
                f"{self.order}; marks follow one another as the columns of a spreadsheet do, aa "
                f"again behind ez: {self.example}. {self.asked}"
            ),
            symmetry=AMOUNT_MOVES + _MARKS_ARE_FREE,
            licence="Apache-2.0",
            source="procedural",
            reads=True,
            numeric=False,
        )

    def draw_bare(self, rung: int, rng: SeededRandom) -> list[str]:
        return [self.written(lowest_first(rung, rng)) for _ in range(2)]

    def answer_bare(self, runs: list[str]) -> str:
        return self.written(str(sum(map(self.value, runs)))[::-1])

    def solve_bare(self, runs: list[str]) -> str:
        return self.plain.solve("+".join(runs) + "=")

    def canonical(self, runs: list[str]) -> str:
        return self.answer_bare(runs)

    def is_drawn(self, runs: list[str]) -> bool:
        highest = [self.written(run)[-1] for run in runs]
        return super().is_drawn(runs) and (len(runs[0]) == 1 or "0" not in highest)

    def views_bare(
        self, runs: list[str], count: int, question: str
    ) -> list[tuple[list[str], Callable[[str], str]]]:
        first, second = map(self.value, runs)
        pairs = addends(first, second, len(runs[0]), count, question)
        return [([self.written(str(n)[::-1]) for n in pair], identity) for pair in pairs]

    @staticmethod
    def written(lowest_first: str) -> str:
        """Digits in the ladder's order from those that come lowest first, and back."""
        return lowest_first

    def value(self, run: str) -> int:
        """What a number of the ladder is."""
        return int(self.written(run)[::-1])


class HintedForwardAddition(HintedAddition):
    """Two operands of as many digits as the rung says, highest digit first."""

    asks_falling = answers_falling = True
    plain = ForwardAddition()
    name = "forward-addition-hints"
    order = "highest first"
    example = "ab7aa3+ab5aa2= means 73 + 52 = 125 and is answered aa5ab2ac1=ac1ab2aa5"
    asked = "Write the sum lowest digit first, then = and the answer."
    first = 2
    """Sums of single digits are asked in the words of ``addition-hints``."""
    last = 126
    """Longer ones, worked out, would take more than the 512 tokens that tasks give room for."""

    def worked(self, digits: str, start: int) -> str:
        return marked(digits[::-1], start) + "="

    @staticmethod
    def written(lowest_first: str) -> str:
        return lowest_first[::-1]
