"""Few-shot examples that hold nothing that is asked.

lm-eval leaves out an example only if it is the very document that is asked. A rung's documents hold
several items, and published splits share items, so examples are chosen here: first those that hold
no item that may be asked, as it is or with another case, punctuation or order. Where these are too
few, items are set aside: they become examples, and are asked on no rung.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from saturate.harden.tasks.source import Item, Source
from saturate.harden.text.questions import Questions
from saturate.harden.text.words import bare
from saturate.ladder import stable_hash

_MOST = 100
"""Examples that a rung draws from at most; the first ones, as some tasks take theirs in order."""

_LEAST_WORDS = 4
"""Shorter items ("cat") can stand in instructions by chance."""


class Divided(NamedTuple):
    """Items that may be asked, and examples that hold none of them."""

    asked: list[Item]
    examples: list[Item]


class Divider:
    """Tells examples and what is asked apart."""

    def __init__(self, source: Source, items: list[Item]) -> None:
        """Take the items that may be asked; the task's others are no examples either."""
        self._source = source
        self.items = items
        sure = {item.key for item in items}
        self._doubted = Questions(i.question for i in source.items if i.key not in sure)
        self._asked = Questions(item.question for item in items)
        self._bodies = [
            (f" {body} ", item.key)
            for item in items
            if (body := bare(source.frame.body(item.told)))
            and not self._asked.is_shared(item.question)
        ]

    def divided(
        self, needed: int, usable: Callable[[Item], bool] | None = None, more: bool = False
    ) -> Divided:
        """Choose examples.

        Args:
            needed: How many there have to be; with none, no item is set aside.
            usable: Which items can be an example; all by default.
            more: Whether items that the task doesn't take its examples from may be set aside too.

        Returns:
            What is left to be asked, and the examples: fewer than needed where there are no more.
        """
        if not needed:
            return Divided(self.items, [])
        seen: set[str] = set()
        free: list[tuple[int, Item]] = []
        rest: list[tuple[int, Item]] = []
        for place, item in enumerate(self._candidates(more)):
            question = item.question.unordered + item.question.options
            if question in seen or item.question in self._doubted:
                continue
            if usable and not usable(item):
                continue
            seen.add(question)
            (rest if self._is_asked(item) else free).append((place, item))
            if len(free) == _MOST:
                break
        if not self._in_order:
            rest.sort(key=lambda one: stable_hash("example", one[1].key))
        chosen = sorted([*free, *rest[: max(0, needed - len(free))]], key=lambda one: one[0])
        examples = [item for _, item in chosen]
        taken = Questions(item.question for item in examples)
        shown = {key for item in examples for key in self._held(item)}
        asked = [one for one in self.items if one.key not in shown and one.question not in taken]
        return Divided(asked, examples)

    @property
    def _in_order(self) -> bool:
        return bool(self._source.task.fewshot_cfg.sampler == "first_n")

    def _candidates(self, more: bool) -> Iterable[Item]:
        yield from self._source.few_shots()
        if more:
            yield from sorted(self.items, key=lambda item: stable_hash("example", item.key))

    def _is_asked(self, item: Item) -> bool:
        return item.question in self._asked or bool(next(self._held(item), None))

    def _held(self, item: Item) -> Iterator[str]:
        """Keys of the items whose own words an example holds, in its prompt, options or answer."""
        text = f" {bare(item.whole)} "
        return (key for body, key in self._bodies if body in text)


def told_by_instructions(source: Source) -> set[str]:
    """Keys of the items whose own words stand in what the task says before or after every item."""
    head, tail = source.frame
    description = "" if "{" in source.facts.description else source.facts.description
    fixed = f" {bare(' '.join((description, head, tail)))} "
    return {
        item.key
        for item in source.items
        if len((body := bare(source.frame.body(item.told))).split()) >= _LEAST_WORDS
        and f" {body} " in fixed
    }
