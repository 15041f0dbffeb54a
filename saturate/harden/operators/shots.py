"""``shots``: rung k takes k of the few-shot examples away, down to none.

Nothing else changes, so it is sound for every task that has examples. What falls from rung to rung
is how much of the score was knowing the format.
"""

from __future__ import annotations

from typing import Any

from saturate.harden.operators.base import HardItem, Operator
from saturate.harden.tasks.source import Item


class Shots(Operator):
    """Fewer and fewer few-shot examples."""

    name = "shots"
    axis = "few-shot examples taken away"

    def prepare(self) -> None:
        if self.top > self.most:
            raise self.refusal(
                f"it has {self.most} few-shot examples to take away, and rung {self.top} is asked "
                f"for; give --rungs {self.most} or fewer"
            )

    @property
    def most(self) -> int:
        """How many examples the task has: the last rung."""
        return self.source.facts.shots or 0

    def objection(self, item: Item) -> str:
        return ""

    def harden(self, item: Item, rung: int) -> HardItem:
        return HardItem(item, (item.key,), (f"{self.most - rung} few-shot examples",))

    def overrides(self, rung: int) -> dict[str, Any]:
        return {"num_fewshot": self.most - rung}
