"""A task of reasoning-core as a ladder: a rung is a level, right is what its scorer gives 1."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from saturate.generators.core.library import check_task, entry, full_mark
from saturate.generators.core.tasks import LEVELS
from saturate.generators.gym.drawn import Drawer, DrawnLadder

_CORE = Drawer("reasoning-core", "rc", "MIT")


class CoreLadder(DrawnLadder):
    """Problems of one task."""

    def __init__(self, task: str) -> None:
        self._task = task
        super().__init__(_CORE, task, "level", LEVELS)

    def item(self, rung: int, place: int) -> tuple[str, str]:
        found = entry(self._task, rung, place)
        return ("", "") if found is None else (str(found.prompt), str(found.answer))

    def full_mark(self, rung: int, place: int, answer: str) -> bool:
        return full_mark(self._task, rung, place, answer)


def make_core_ladder(task: str, data: Path | None) -> CoreLadder:
    """The ladder of a task, one in a process; ``data`` is what other makers take.

    Raises:
        SaturateError: reasoning-core is not installed, or the task is no ladder.
    """
    check_task(task)
    return _only(task)


@cache
def _only(task: str) -> CoreLadder:
    """One whatever the data: it knows the questions that it drew, and who scores asks by name."""
    return CoreLadder(task)
