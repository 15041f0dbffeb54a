"""What ladders with index hints share: a problem in digits, and the same with marks."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from typing import ClassVar, NamedTuple

from saturate.generators.hinted.marks import LAST, MARKED, MARKS, marked, unmarked
from saturate.ladder import Draft, LastRunLadder, Reading, SeededRandom, View


class Bare(NamedTuple):
    """A question without marks."""

    runs: list[str]
    """The operands, or the one string."""
    start: int
    """Where its marks start."""


class HintedLadder(LastRunLadder):
    """A ladder whose digits stand behind marks, in the question and in the answer.

    A problem is the same wherever its marks start, and every view starts at another.
    """

    run = MARKED
    asks_falling: ClassVar[bool] = False
    """Whether marks fall in a question."""
    answers_falling: ClassVar[bool] = False
    """Whether they fall in an answer."""
    operands: ClassVar[int]
    """Runs of digits in a question, joined by ``+``."""
    end: ClassVar[str] = "="
    """What a question ends with."""

    @abstractmethod
    def draw_bare(self, rung: int, rng: SeededRandom) -> list[str]:
        """The digits of a problem."""

    @abstractmethod
    def answer_bare(self, runs: list[str]) -> str:
        """The digits of its answer, as whoever draws it knows them."""

    @abstractmethod
    def solve_bare(self, runs: list[str]) -> str:
        """The digits of its answer, worked out."""

    @abstractmethod
    def canonical(self, runs: list[str]) -> str:
        """What makes two problems the same."""

    @abstractmethod
    def views_bare(
        self, runs: list[str], count: int, question: str
    ) -> list[tuple[list[str], Callable[[str], str]]]:
        """Up to ``count`` rewrites, itself first, each with the way back of its answer."""

    def draw(self, rung: int, rng: SeededRandom) -> Draft:
        runs = self.draw_bare(rung, rng)
        start = rng.below(len(MARKS))
        digits = self.answer_bare(runs)
        answer = marked(digits, start, self.answers_falling)
        solution = self.worked(digits, start) + answer
        return Draft(self._asked(runs, start), answer, solution, canonical=self.canonical(runs))

    def worked(self, digits: str, start: int) -> str:
        """What a solution writes before the answer, if anything.

        Args:
            digits: Those of the answer.
            start: Where the marks of the question start.
        """
        return ""

    def solve(self, question: str) -> str:
        bare = self._bare(question)
        return marked(self.solve_bare(bare.runs), bare.start, self.answers_falling)

    def read(self, question: str) -> Reading | None:
        try:
            runs = self._bare(question).runs
        except ValueError:
            return None
        digits = len(runs[0])
        return Reading(digits, self.canonical(runs)) if self.is_drawn(runs) else None

    def is_drawn(self, runs: list[str]) -> bool:
        """Whether the generator may draw these digits."""
        info = self._described
        return info.first <= len(runs[0]) <= (info.last or LAST)

    def views(self, question: str, count: int) -> list[View]:
        bare = self._bare(question)
        rng = SeededRandom("marks", question)
        found = []
        for place, (runs, back) in enumerate(self.views_bare(bare.runs, count, question)):
            start = rng.below(len(MARKS)) if place else bare.start
            restore = partial(self._restored, back=back, start=start, own=bare.start)
            found.append(View(self._asked(runs, start), restore))
        return found

    def _asked(self, runs: list[str], start: int) -> str:
        return "+".join(marked(run, start, self.asks_falling) for run in runs) + self.end

    def _bare(self, question: str) -> Bare:
        """A question without its marks.

        Raises:
            ValueError: It is no question of the ladder.
        """
        text = question.strip()
        told = [unmarked(run, self.asks_falling) for run in text.removesuffix(self.end).split("+")]
        runs, starts = [digits for digits, _ in told], {start for _, start in told}
        alike = len(starts) == 1 and len({len(run) for run in runs}) == 1
        if not text.endswith(self.end) or len(runs) != self.operands or not alike:
            raise ValueError(f"not a question of {self._described.name}: {question[:80]!r}")
        return Bare(runs, starts.pop())

    def _restored(self, answer: str, back: Callable[[str], str], start: int, own: int) -> str:
        """The answer to the question itself; an answer with wrong marks stays as it is."""
        try:
            digits, found = unmarked(answer, self.answers_falling)
        except ValueError:
            return answer
        return marked(back(digits), own, self.answers_falling) if found == start else answer
