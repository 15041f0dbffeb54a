"""A family of reasoning-gym as a ladder: right is what its own ``score_answer`` gives 1.0."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from saturate.generators.gym.axes import AXES
from saturate.generators.gym.drawn import Drawer, DrawnLadder
from saturate.generators.gym.forms import FORMS
from saturate.generators.gym.library import check_family, full_mark, item

_GYM = Drawer("reasoning-gym", "rg", "Apache-2.0")


class GymLadder(DrawnLadder):
    """Problems of one family."""

    def __init__(self, family: str) -> None:
        self._family = family
        self._axis = AXES[family]
        told = self._axis.attribute.replace("_", " ")
        last = len(self._axis.values)
        super().__init__(_GYM, family, told, last, FORMS[self._axis.form])

    def item(self, rung: int, place: int) -> tuple[str, str]:
        drawn = item(self._family, rung, place)
        return str(drawn["question"]), str(drawn["answer"])

    def full_mark(self, rung: int, place: int, answer: str) -> bool:
        return not self._axis.by_text and full_mark(self._family, rung, place, answer)


def make_gym_ladder(family: str, data: Path | None) -> GymLadder:
    """The ladder of a family, one in a process; ``data`` is what other makers take.

    Raises:
        SaturateError: reasoning-gym is not installed, or the family is no ladder.
    """
    check_family(family)
    return _only(family)


@cache
def _only(family: str) -> GymLadder:
    """One whatever the data: it knows the questions that it drew, and who scores asks by name."""
    return GymLadder(family)
