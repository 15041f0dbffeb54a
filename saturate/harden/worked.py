"""The text that answers a hardened question: the gold text, and what leads to it."""

from __future__ import annotations

from functools import cached_property

from saturate.harden.opening import OpenedTask
from saturate.harden.operators.base import HardItem
from saturate.harden.operators.compose import Compose
from saturate.harden.tasks.golds import without_mark
from saturate.ladder import SPLITS


class Worked:
    """Solutions of one hardened task."""

    def __init__(self, opened: OpenedTask) -> None:
        self._opened = opened

    def solution(self, rung: int, hard: HardItem) -> str:
        """The gold text, with the worked solutions of a chain's earlier problems before it."""
        item = hard.item
        last = str(item.golds[0])
        if rung == 1 or not self.chained or "####" not in last:
            return last
        steps = []
        for number, key in enumerate(hard.sources[:0:-1], 1):
            worked, answer = without_mark(self._gold_texts[key]), self._numbers[key]
            steps.append(f"{worked}\nA{number} = {answer}")
        return "\n".join([*steps, last])

    @property
    def chained(self) -> bool:
        """Whether a problem uses the answer of the one before it."""
        operator = self._opened.operators["score"]
        return isinstance(operator, Compose) and not operator.asks_in_order

    @cached_property
    def _gold_texts(self) -> dict[str, str]:
        parts = self._opened.parts.items
        return {
            item.key: str(item.golds[0]) for split in SPLITS for item in parts[split] if item.golds
        }

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """Answers of the problems of chains, by key."""
        found: dict[str, int] = {}
        for operator in self._opened.operators.values():
            if isinstance(operator, Compose):
                found |= operator.chains.answers
        return found
