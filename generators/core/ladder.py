"""A task of reasoning-core as a ladder: a rung is a level, right is what its scorer gives 1."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from saturate.generators.core.library import check_task, entry, full_mark
from saturate.generators.core.tasks import LEVELS
from saturate.generators.gym.drawn import LEAD, DrawnLadder
from saturate.ladder import LadderInfo


class CoreLadder(DrawnLadder):
    """Problems of one task."""

    def __init__(self, task: str) -> None:
        self._task = task
        super().__init__()

    def describe(self) -> LadderInfo:
        return LadderInfo(
            name=f"rc:{self._task}",
            benchmark=self._task,
            axis="level",
            first=1,
            last=LEVELS,
            answer="as the question asks",
            template="{question}\n",
            delimiter="\n",
            instruction=(
                f"Solve the problem. Write '{LEAD}' on a line of its own behind your working, and "
                "then the answer alone, in the form that the problem asks for."
            ),
            symmetry="",
            licence="Apache-2.0; reasoning-core, which draws and scores, MIT",
            source="procedural",
            acts=True,
        )

    def item(self, rung: int, place: int) -> tuple[str, str]:
        found = entry(self._task, rung, place)
        return ("", "") if found is None else (str(found.prompt), str(found.answer))

    def full_mark(self, rung: int, place: int, answer: str) -> bool:
        return full_mark(self._task, rung, place, answer)

    def notes(self) -> list[str]:
        return ["answers are those of reasoning-core, which no second solver has confirmed"]


@cache
def make_core_ladder(task: str, data: Path | None) -> CoreLadder:
    """The ladder of a task, one in a process; ``data`` is what other makers take.

    Raises:
        SaturateError: reasoning-core is not installed, or the task is no ladder.
    """
    check_task(task)
    return CoreLadder(task)
