"""A family of reasoning-gym as a ladder: right is what its own ``score_answer`` gives 1.0."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from saturate.generators.gym.axes import AXES
from saturate.generators.gym.drawn import LEAD, DrawnLadder
from saturate.generators.gym.forms import FORMS
from saturate.generators.gym.library import check_family, full_mark, item
from saturate.ladder import LadderInfo


class GymLadder(DrawnLadder):
    """Problems of one family."""

    def __init__(self, family: str) -> None:
        self._family = family
        self._axis = AXES[family]
        super().__init__(FORMS[self._axis.form])

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
                f"Solve the problem. Write '{LEAD}' on a line of its own behind your working, and "
                "then the answer alone, in the form that the problem asks for."
            ),
            symmetry="",
            licence="Apache-2.0; reasoning-gym, which draws and scores, Apache-2.0",
            source="procedural",
            acts=True,
        )

    def item(self, rung: int, place: int) -> tuple[str, str]:
        drawn = item(self._family, rung, place)
        return str(drawn["question"]), str(drawn["answer"])

    def full_mark(self, rung: int, place: int, answer: str) -> bool:
        return not self._axis.by_text and full_mark(self._family, rung, place, answer)

    def notes(self) -> list[str]:
        return ["answers are those of reasoning-gym, which no second solver has confirmed"]


@cache
def make_gym_ladder(family: str, data: Path | None) -> GymLadder:
    """The ladder of a family, one in a process; ``data`` is what other makers take.

    Raises:
        SaturateError: reasoning-gym is not installed, or the family is no ladder.
    """
    check_family(family)
    return GymLadder(family)
