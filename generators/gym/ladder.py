"""A family of reasoning-gym as a ladder: right is what its own ``score_answer`` gives 1.0.

Voters are counted by the text of their answers, so that the vote sees nothing of the gold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from saturate.generators.gym.axes import AXES
from saturate.generators.gym.forms import FORMS, plain
from saturate.generators.gym.library import PLACES, check_family, full_mark, item
from saturate.ladder import (
    LONGEST_ANSWER,
    Draft,
    Ladder,
    LadderInfo,
    Problem,
    SeededRandom,
    Split,
    split_of,
)

_TRIES = 5_000
"""Items looked at for one that falls to a split."""
_LEAD = "Answer:"


@dataclass(frozen=True)
class GymProblem(Problem):
    """A problem that the family's own scorer judges."""

    judge: Callable[[str], bool] = field(default=bool, compare=False, repr=False)
    """Whether a canonical answer gets a full mark."""

    def is_right(self, answer: str | None) -> bool:
        return answer is not None and self.judge(answer)


class GymLadder(Ladder):
    """Problems of one family."""

    def __init__(self, family: str) -> None:
        self._family = family
        self._axis = AXES[family]
        self._canonical = FORMS[self._axis.form]
        self._drawn: dict[str, tuple[int, int]] = {}
        """By question: the rung and the place where it was drawn."""

    def describe(self) -> LadderInfo:
        return LadderInfo(
            name=f"rg:{self._family}",
            benchmark=self._family,
            axis=self._axis.attribute.replace("_", " "),
            first=1,
            last=len(self._axis.values),
            answer="as the question asks",
            template="{question}\n",
            delimiter="\n",
            instruction=(
                f"Solve the problem. Write '{_LEAD}' on a line of its own behind your working, and "
                "then the answer alone, in the form that the problem asks for."
            ),
            symmetry="",
            licence="Apache-2.0; reasoning-gym, which draws and scores, Apache-2.0",
            source="procedural",
            acts=True,
        )

    def draw(self, rung: int, rng: SeededRandom) -> Draft:
        place = rng.below(PLACES)
        drawn = item(self._family, rung, place)
        question, gold = str(drawn["question"]), plain(str(drawn["answer"]))
        self._drawn[question] = rung, place
        told = f"{_LEAD}\n{gold}"
        return Draft(question, self._canonical(gold), told, " ".join(question.split()))

    def claim(self, rung: int, split: Split, rng: SeededRandom) -> Draft:
        """The first of some thousand items that falls to the split with an answer that is read."""
        name = f"rg:{self._family}"
        for draft in (self.draw(rung, rng) for _ in range(_TRIES)):
            owner = split_of(name, rung, draft.canonical)
            if owner == split and self.extract(draft.solution) == draft.answer:
                return draft
        raise ValueError(f"rung {rung} of ladder {name} has no problem in split {split}")

    def problem(self, rung: int, split: Split, index: int) -> GymProblem:
        found = super().problem(rung, split, index)
        return GymProblem(**vars(found), judge=partial(self.is_right, found.question))

    def extract(self, text: str) -> str | None:
        """What stands behind the last ``Answer:``, or the whole text where there is none."""
        answer = plain(text.rpartition(_LEAD)[2])
        return self._canonical(answer) if 0 < len(answer) <= LONGEST_ANSWER else None

    def credited(self, question: str, answer: str) -> str:
        return self.solve(question) if self.is_right(question, answer) else answer

    def is_right(self, question: str, answer: str) -> bool:
        """Whether the family's scorer gives a canonical answer a full mark."""
        if answer == self.solve(question):
            return True
        return not self._axis.by_text and full_mark(self._family, *self._place(question), answer)

    def solve(self, question: str) -> str:
        """The family's own answer: there is no second way to it.

        Raises:
            ValueError: No question of that text was drawn here.
        """
        return self._canonical(str(item(self._family, *self._place(question))["answer"]))

    def notes(self) -> list[str]:
        return ["answers are those of reasoning-gym, which no second solver has confirmed"]

    def _place(self, question: str) -> tuple[int, int]:
        if question not in self._drawn:
            raise ValueError("no question of that text was drawn here")
        return self._drawn[question]


@cache
def make_gym_ladder(family: str, data: Path | None) -> GymLadder:
    """The ladder of a family, one in a process; ``data`` is what other makers take.

    Raises:
        SaturateError: reasoning-gym is not installed, or the family is no ladder.
    """
    check_family(family)
    return GymLadder(family)
