"""Copying and reversing a string of digits with index hints; the axis is its length.

``aa7ab3ac9=`` is answered ``aa7ab3ac9``, and ``aa7ab3ac9<`` from the end, ``ac9ab3aa7``. A digit
may come again anywhere, also beside itself: its mark tells where in the string it is.

A view turns the string in a ring, writes it from its end, or does both; marks start elsewhere. The
same undone gives the answer back. The views of a string are the same problem.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from saturate.generators.hinted.ladder import HintedLadder
from saturate.generators.hinted.marks import LAST
from saturate.generators.rings import first_turn, turned
from saturate.ladder import LadderInfo, SeededRandom

_FIRST = 3
"""There are too few shorter strings of digits for three splits."""


class HintedCopy(HintedLadder):
    """A string of as many digits as the rung says."""

    operands = 1
    name: ClassVar[str] = "copy-hints"
    task: ClassVar[str] = (
        "Write the digits again, each behind its mark: aa7ab3ac9= is answered aa7ab3ac9."
    )
    step: ClassVar[int] = 1
    """-1 where an answer is written from the end."""

    def describe(self) -> LadderInfo:
        return LadderInfo(
            name=self.name,
            benchmark=self.name,
            axis="digits",
            first=_FIRST,
            last=LAST,
            answer="digits behind their marks",
            template="{question}",
            delimiter="",
            instruction=(
                "Every digit stands behind a mark of two letters that names its place. "
                f"{self.task} Reply with the marked digits alone."
            ),
            symmetry=(
                "a string that is turned in a ring or written from its end has its answer changed "
                "in the same way, and marks may start anywhere"
            ),
            licence="Apache-2.0",
            source="procedural",
            reads=True,
            numeric=False,
        )

    def draw_bare(self, rung: int, rng: SeededRandom) -> list[str]:
        return ["".join(str(rng.below(10)) for _ in range(rung))]

    def answer_bare(self, runs: list[str]) -> str:
        return runs[0][:: self.step]

    def solve_bare(self, runs: list[str]) -> str:
        waiting, out = list(runs[0]), ""
        while waiting:
            digit = waiting.pop()
            out = digit + out if self.step == 1 else out + digit
        return out

    def canonical(self, runs: list[str]) -> str:
        return min(first_turn(runs[0]), first_turn(runs[0][::-1]))

    def views_bare(
        self, runs: list[str], count: int, question: str
    ) -> list[tuple[list[str], Callable[[str], str]]]:
        digits = runs[0]
        found: dict[str, tuple[list[str], Callable[[str], str]]] = {}
        for move in _moves(len(digits), SeededRandom("views", question)):
            if len(found) < count:
                moved = move.apply(digits)
                found.setdefault(moved, ([moved], self._back(move)))
        return list(found.values())

    def _back(self, move: _Move) -> Callable[[str], str]:
        return lambda answer: move.undo(answer[:: self.step])[:: self.step]


class HintedReverse(HintedCopy):
    """The same, written from its end."""

    answers_falling = True
    name = "reverse-hints"
    end = "<"
    task = "Write the digits from the last to the first: aa7ab3ac9< is answered ac9ab3aa7."
    step = -1


class _Move(NamedTuple):
    """One way to write a string otherwise."""

    turn: int
    """How many digits go from the front to the end."""
    back: bool
    """Written from its end."""

    def apply(self, digits: str) -> str:
        ring = turned(digits, self.turn)
        return ring[::-1] if self.back else ring

    def undo(self, digits: str) -> str:
        ring = digits[::-1] if self.back else digits
        return turned(ring, -self.turn % len(ring)) if ring else ring


def _moves(length: int, rng: SeededRandom) -> list[_Move]:
    """Every turn once, in a random direction, before one comes again; the first changes nothing."""
    back = {0: False} | {
        turn: bool(rng.below(2)) for turn in rng.sample(range(1, length), length - 1)
    }
    return [_Move(turn, way != again) for again in (False, True) for turn, way in back.items()]
