"""``compose``: rung k asks k items at once.

Where answers are whole numbers, the items form a chain (:mod:`.chain`), and the task's own filters
and metrics read the last answer (:mod:`.last_match`). Where answers are short texts, all k are
asked for, in order (:mod:`.together`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from saturate.harden.operators.base import HardItem, Operator
from saturate.harden.operators.chain import ChainLink, Chains
from saturate.harden.operators.chain_room import generation_settings
from saturate.harden.operators.last_match import reading_last
from saturate.harden.operators.together import Together
from saturate.harden.tasks.source import Item

_LEAST_CHAINED = 0.5
"""A task chains if at least this share of its items can follow another one."""
_READ = 50
"""Items whose targets a chain's filters have to read as the task's own do."""


class Compose(Operator):
    """Chains of problems, or several questions at once."""

    name = "compose"
    axis = "items asked at once"

    def prepare(self) -> None:
        items = self.pool
        answers = {item.key: self.golds.whole_number(item) for item in items}
        whole = {key: answer for key, answer in answers.items() if answer is not None}
        frame = self.source.frame
        bodies = {item.key: frame.body(item.text).strip() for item in items}
        self.chains = Chains(bodies, whole)
        linked = sum(len(self.chains.before(key, 2)) == 2 for key in whole)
        self._together: Together | None = None
        if linked < _LEAST_CHAINED * len(items):
            if self.source.facts.shots:
                needed = max(self.source.facts.shots, self.top)
                self.take(needed, lambda item: bool(self.golds.accepted(item)), more=True)
            self._together = Together(self)

    def objection(self, item: Item) -> str:
        if self._together is not None:
            return self._together.objection(item)
        if not self.chains.fits(item.key):
            return "it uses a name that the chain gives"
        if item.key not in self.chains.answers:
            return "its answer is no whole number"
        if len(self.chains.before(item.key, self.top)) < self.top:
            return "none of its numbers can be the answer to another item"
        return ""

    def harden(self, item: Item, rung: int) -> HardItem:
        return self.variant(item, rung, 0)

    def variant(self, item: Item, rung: int, turn: int) -> HardItem:
        if self._together is not None:
            return self._together.harden(item, rung)
        links = self.chains.before(item.key, rung, turn)
        if len(links) < rung:  # turn 0 is known to reach every rung
            links = self.chains.before(item.key, rung)
        before = tuple(f"A{n} = {self._answer(link)}" for n, link in enumerate(links[:-1], 1))
        sources = tuple(link.key for link in links[::-1])
        if rung == 1:
            return HardItem(item, sources, before)
        head, tail = self.source.frame
        return HardItem(
            item._replace(text=head + self.chains.spelled(links) + tail), sources, before
        )

    def examples(self, rung: int) -> Sequence[Item]:
        if self._together is not None:
            return self._together.examples(rung)
        return self.shots

    @property
    def asks_in_order(self) -> bool:
        return self._together is not None

    def overrides(self, rung: int) -> dict[str, Any]:
        if self._together is not None:
            return self._together.overrides(rung)
        config, head = self.source.file.config, self.source.frame.head
        return {
            "generation_kwargs": generation_settings(config, head, rung),
            "filter_list": self._filters,
        }

    @cached_property
    def _filters(self) -> list[dict[str, Any]] | None:
        """The same on all rungs, so that they compare."""
        filters = self.source.file.config.get("filter_list")
        return filters and reading_last(filters, [*self.pool[:_READ], *self.shots])

    def _answer(self, link: ChainLink) -> int:
        return self.chains.answers[link.key]
