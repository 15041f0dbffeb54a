"""What every way to ask of a store has: its text of a problem, read back, and of a solution."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from saturate.generators.tools.calls import Spelling
from saturate.generators.tools.world import Call, Task

_MAX_CHARACTERS = 8_000
"""A longer text is no problem of the ladder."""
WORD = r"[a-z]+"


class Asking(ABC):
    """A text form of problems and of their worked solutions.

    It is the generator's own; whoever writes another text writes no problem of the ladder.
    """

    spelling: ClassVar[Spelling]
    """How calls are written."""
    template: ClassVar[str]
    delimiter: ClassVar[str]

    @abstractmethod
    def tell(self, task: Task) -> str:
        """A problem as a question, its parts in the order that they have."""

    @abstractmethod
    def read(self, question: str) -> Task:
        """The problem that a question tells.

        Raises:
            ValueError: It is no such text, or tells of things that are nowhere, or twice.
        """

    @abstractmethod
    def worked(self, task: Task, plan: Sequence[Call]) -> str:
        """What the plan hangs on, and then the plan, one call a line."""


def parts_of(question: str, between: str) -> list[str]:
    """The parts of a question.

    Raises:
        ValueError: It is too long, or of too few parts.
    """
    parts = question.strip().split(between) if len(question) <= _MAX_CHARACTERS else []
    if len(parts) < 3:
        raise ValueError(f"no problem in a store: {question[:80]!r}")
    return parts


def checked(task: Task) -> Task:
    """A problem, seen to have a box for every key, a place for every order, and no name twice.

    Raises:
        ValueError: It has not.
    """
    holders, places = task.world.holders, task.start.places
    boxes = {holder.removeprefix("box ") for holder in holders if holder.startswith("box ")}
    keys = {item.removeprefix("key ") for item in places if item.startswith("key ")}
    ordered = [goal.item for goal in task.goals]
    if boxes != keys or not ordered or len(set(ordered)) < len(ordered):
        raise ValueError("keys and boxes do not match, or nothing is ordered, or one thing twice")
    if len(set(task.world.rooms)) < len(task.world.rooms):
        raise ValueError("two rooms have one name")
    for item, shelf in task.goals:
        if (
            item not in places
            or f"shelf {shelf}" not in holders
            or places[item] == f"shelf {shelf}"
        ):
            raise ValueError(f"{item} or shelf {shelf} is nowhere, or the order is fulfilled")
    return task
