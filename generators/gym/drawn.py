"""A ladder over the items of another library, which draws them and judges answers.

Voters are counted by the text of their answers, so that the vote sees nothing of the gold. An item
has a place, drawn by hash; its content decides which split it is in.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from saturate.generators.gym.forms import plain
from saturate.generators.gym.markup import LEAD, behind_lead, without_markup
from saturate.ladder import (
    LONGEST_ANSWER,
    Draft,
    Ladder,
    LadderInfo,
    NoProblem,
    Problem,
    Reading,
    SeededRandom,
    Split,
)

PLACES = 2**32
"""Places of a rung's items; numpy, which some families draw by, takes no larger seed."""
_AROUND = 100
"""Characters that may surround the longest answer."""
_TRIES = 5_000
"""Items looked at for one that falls to a split."""


@dataclass(frozen=True)
class DrawnProblem(Problem):
    """A problem that the library's own scorer judges."""

    judge: Callable[[str], bool] = field(default=bool, compare=False, repr=False)
    """Whether a canonical answer gets a full mark."""

    def is_right(self, answer: str | None) -> bool:
        return answer is not None and self.judge(answer)


class Drawer(NamedTuple):
    """A library that draws problems."""

    name: str
    door: str
    """Before the colon in the names of its ladders."""
    licence: str


class DrawnLadder(Ladder):
    """Problems of one kind that a library draws."""

    def __init__(
        self,
        drawer: Drawer,
        kind: str,
        axis: str,
        last: int,
        canonical: Callable[[str], str] = plain,
    ) -> None:
        """Take the kind's name in the library, its axis, and the last rung.

        ``canonical`` writes an answer as votes count it.
        """
        self._drawer = drawer
        self._info = LadderInfo(
            name=f"{drawer.door}:{kind}",
            benchmark=kind,
            axis=axis,
            first=1,
            last=last,
            answer="as the question asks",
            template="{question}\n",
            delimiter="\n",
            instruction=(
                f"Solve the problem. Write '{LEAD}' on a line of its own behind your working, and "
                "then the answer alone, in the form that the problem asks for."
            ),
            symmetry="",
            licence=f"Apache-2.0; {drawer.name}, which draws and scores, {drawer.licence}",
            source="procedural",
            acts=True,
        )
        self._canonical = canonical
        self._places: dict[str, tuple[int, int]] = {}
        """By question: the rung and the place where it was drawn."""

    def describe(self) -> LadderInfo:
        return self._info

    def notes(self) -> list[str]:
        return [f"answers are those of {self._drawer.name}, which no second solver has confirmed"]

    @abstractmethod
    def item(self, rung: int, place: int) -> tuple[str, str]:
        """Question and answer at a place of a rung; both empty where there is none."""

    @abstractmethod
    def full_mark(self, rung: int, place: int, answer: str) -> bool:
        """Whether the library's own scorer takes an answer to an item for right."""

    def draw(self, rung: int, rng: SeededRandom) -> Draft:
        place = rng.below(PLACES)
        question, answer = self.item(rung, place)
        gold = plain(answer)
        self._places[question] = rung, place
        told = f"{LEAD}\n{gold}"
        return Draft(question, self._canonical(gold), told, " ".join(question.split()))

    def claim(self, rung: int, split: Split, rng: SeededRandom) -> Draft:
        """The first of some thousand items that falls to the split with an answer that is read."""
        for draft in (self.draw(rung, rng) for _ in range(_TRIES)):
            owner = self.owner(Reading(rung, draft.canonical))
            told = plain(draft.solution.rpartition(LEAD)[2])
            if owner == split and self._counted(told) == draft.answer:
                return draft
        raise NoProblem(self._info.name, rung, split)

    def problem(self, rung: int, split: Split, index: int) -> DrawnProblem:
        found = super().problem(rung, split, index)
        return DrawnProblem(**vars(found), judge=partial(self.is_right, found.question))

    def extract(self, text: str) -> str | None:
        """What stands behind the last ``Answer:``, or the whole text where there is none."""
        return self._read(text)

    def answer_to(self, question: str, text: str, lenient: bool = False) -> str | None:
        return self._read(text, lenient)

    def _read(self, text: str, lenient: bool = False) -> str | None:
        found = plain(behind_lead(text, lenient))
        if len(found) > LONGEST_ANSWER + _AROUND:
            return None
        return self._counted(without_markup(found))

    def _counted(self, answer: str) -> str | None:
        """An answer as votes count it; ``None`` where it is empty or too long to be one."""
        return self._canonical(answer) if 0 < len(answer) <= LONGEST_ANSWER else None

    def credited(self, question: str, answer: str) -> str:
        return self.solve(question) if self.is_right(question, answer) else answer

    def is_right(self, question: str, answer: str) -> bool:
        """Whether the library's scorer gives a canonical answer a full mark."""
        gold = self.solve(question)
        if answer in (gold, self.extract(gold)):  # a gold answer may hold markup, and is read so
            return True
        return self.full_mark(*self._place(question), answer)

    def solve(self, question: str) -> str:
        """The library's own answer: there is no second way to it.

        Raises:
            ValueError: No question of that text was drawn here.
        """
        return self._canonical(self.item(*self._place(question))[1])

    def _place(self, question: str) -> tuple[int, int]:
        if question not in self._places:
            raise ValueError("no question of that text was drawn here")
        return self._places[question]
