"""What an operator is: a ladder over the items of one task."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NamedTuple

from saturate.harden.own_scorer import examples_objection
from saturate.harden.tasks.conflicts import contradicted
from saturate.harden.tasks.examples import Divider, told_by_instructions
from saturate.harden.tasks.facts import Fit, OperatorName, judge
from saturate.harden.tasks.golds import Golds
from saturate.harden.tasks.source import Item, Source, Unsound

_LEAST_ITEMS = 3
_LEAST_SHARE = 0.02
_SET_ASIDE = "it is a few-shot example"
_DOUBTED = "its question was published with another answer too"
_TOLD = "the task's instructions hold it"


class HardItem(NamedTuple):
    """An item on a rung."""

    item: Item
    """What is asked and what is right."""
    sources: tuple[str, ...]
    """Keys of the original items in it; the first is the one that is scored."""
    added: tuple[str, ...] = ()
    """What the operator put in, for people."""
    extra: dict[str, Any] | None = None
    """Columns that the rung's own scoring needs."""


class Operator(ABC):
    """One operator on one task.

    All rungs hold the same items: one that cannot be hardened up to the top rung is on none, so
    that rungs can be compared item by item. What a rung adds, the next keeps.
    """

    name: ClassVar[OperatorName]
    axis: ClassVar[str]
    """What grows from rung to rung."""

    def __init__(self, source: Source, top: int) -> None:
        """Find the items that can be hardened.

        Args:
            source: The task.
            top: Highest rung that will be asked for.

        Raises:
            Unsound: The operator is not sound for the task, or for hardly any of its items.
        """
        self.source = source
        self.top = top
        judgement = judge(source.facts, self.name)
        if judgement.fit is Fit.REFUSED:
            raise self.refusal(judgement.reason)
        self.left_out: dict[str, int] = {}
        """By reason, how many items are on no rung."""
        self.golds = Golds(source)
        self.divider = Divider(source, self._sure(source))
        self.take(source.facts.shots or 0)
        self.prepare()
        self.items = [item for item in self.pool if self._usable(item)]
        least = max(_LEAST_ITEMS, _LEAST_SHARE * len(source.items))
        if len(self.items) < least:
            reasons = sorted(self.left_out.items(), key=lambda pair: -pair[1])
            why = "; ".join(f"{reason} ({count})" for reason, count in reasons[:3])
            raise self.refusal(f"of {len(source.items)} items {len(self.items)} allow it: {why}")
        if why := examples_objection(source, self.examples(1) if source.facts.shots else []):
            raise self.refusal(f"{why}, so they are no few-shot examples")

    def take(
        self, needed: int, usable: Callable[[Item], bool] | None = None, more: bool = False
    ) -> None:
        """Set what may be asked (``pool``) and the few-shot examples (``shots``).

        Args:
            needed: How many examples there have to be.
            usable: Which items can be one; all by default.
            more: Whether those may be items that the task takes no examples from.

        Raises:
            Unsound: There are too few.
        """
        self.pool, self.shots = self.divider.divided(needed, usable, more)
        if len(self.shots) < needed:
            raise self.refusal(
                f"{needed} few-shot examples are needed, and its data gives {len(self.shots)}; "
                "ask for fewer with --shots"
            )
        self.left_out.pop(_SET_ASIDE, None)
        if len(self.pool) < len(self.divider.items):
            self.left_out[_SET_ASIDE] = len(self.divider.items) - len(self.pool)

    def _sure(self, source: Source) -> list[Item]:
        """Items that can be asked as far as the task as a whole goes."""
        doubted = contradicted(source.items, self.golds)
        told = told_by_instructions(source)
        for reason, keys in ((_DOUBTED, doubted), (_TOLD, told - doubted)):
            if keys:
                self.left_out[reason] = len(keys)
        return [item for item in source.items if item.key not in doubted | told]

    def refusal(self, reason: str) -> Unsound:
        """The error that says why this operator is refused."""
        return Unsound(f"{self.name} is not sound for task {self.source.name!r}: {reason}.")

    def _usable(self, item: Item) -> bool:
        reason = self.objection(item)
        if reason:
            self.left_out[reason] = self.left_out.get(reason, 0) + 1
        return not reason

    def prepare(self) -> None:  # noqa: B027
        """Look at the task as a whole; may raise :class:`Unsound`."""

    @abstractmethod
    def objection(self, item: Item) -> str:
        """Why an item cannot be hardened up to the top rung; empty where it can."""

    @abstractmethod
    def harden(self, item: Item, rung: int) -> HardItem:
        """An item on a rung; a pure function of the task's data and the arguments."""

    def variant(self, item: Item, rung: int, turn: int) -> HardItem:
        """Another hardening of the same item, where there are several; turn 0 is ``harden``."""
        return self.harden(item, rung)

    def examples(self, rung: int) -> Sequence[Item]:
        """The few-shot examples of a rung: those of the task that hold nothing that is asked."""
        return self.shots

    @property
    def asks_in_order(self) -> bool:
        """Whether a prompt wants several answers, numbered, which are scored by their order."""
        return False

    def overrides(self, rung: int) -> dict[str, Any]:
        """What a rung's configuration changes of the task's."""
        return {}
