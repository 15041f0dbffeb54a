"""Which of a task's items are scored, trained on and voted on.

``score`` takes the split that lm-eval scores. ``train`` and ``vote`` share the training split, else
the validation split, else what a hash sets aside of the scored split. What nearly repeats a
scored item (:mod:`saturate.ladder.overlap`) is in neither, and counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from saturate.harden.tasks.source import Item, Source
from saturate.harden.text.frame import shared_ends
from saturate.harden.text.questions import Questions
from saturate.ladder import SPLITS, Split, split_of
from saturate.ladder.overlap import Overlap

_LEAST = 48
"""Fewer items than this make no training split: train and vote have to hold chains of twelve each,
as many again do not chain, and exemplars of prompts (MGSM's eight) are no training items."""
_LEAST_SHARE = 0.5
"""Of the scored items; with fewer than that to train on, dividing the scored split gives more."""
_MOST_EXAMPLES = 100
_LOOKED_AT = 1_000
"""Documents looked at for few-shot examples."""


class Parts(NamedTuple):
    """A task's items by the split that owns them."""

    items: dict[Split, list[Item]]
    origin: str
    """Where those of ``train`` and ``vote`` come from."""
    only_split: bool
    """Whether they were set aside from the scored split, so that fewer are scored."""
    near: int
    """Items left out of ``train`` and ``vote``, as they nearly repeat a scored one."""

    def prompts(self) -> list[str]:
        """The prompts of all items, whatever their split."""
        return [item.told for split in SPLITS for item in self.items[split] if item.told]


class NearTo:
    """Items that others may not nearly repeat, by the words that are an item's own.

    Instructions that all of them share count for no run of words, on the item's own line either.
    """

    def __init__(self, source: Source, items: Iterable[Item]) -> None:
        self._frame = source.frame
        bodies = [self._frame.body(item.told) for item in items if item.told]
        self._overlap = Overlap(bodies, own=map(shared_ends(bodies).stripped, bodies))

    def __contains__(self, item: Item) -> bool:
        return self._frame.body(item.told) in self._overlap


class Part(Source):
    """Some items of a task, which an operator takes for all there are."""

    def __init__(
        self, whole: Source, items: list[Item], training: list[Item], shots: list[Item]
    ) -> None:
        """Take items of a task that is loaded.

        Args:
            whole: The task.
            items: What may be asked.
            training: Other items, of which no answer is asked.
            shots: What few-shot examples may be taken from.
        """
        self.file, self.facts, self.task = whole.file, whole.facts, whole.task
        self.notes = []
        self.items, self.training = items, training
        self.frame, self.vocabulary = whole.frame, whole.vocabulary
        self._shots = shots

    def few_shots(self) -> Iterator[Item]:
        return iter(self._shots)


def divide(source: Source) -> Parts:
    """Divide a task's items."""
    small = ""
    for docs, origin in _candidates(source):
        found, near = _new(source, source.render(docs), source.items)
        if 0 < len(found) < min(_LEAST, _LEAST_SHARE * len(source.items)):
            small = small or f", as {origin} has {len(found)} items"
        elif found:
            items = {split: list[Item]() for split in SPLITS} | {"score": source.items}
            for item in found:
                split = split_of(source.name, 0, item.question.unordered)
                items["train" if split == "train" else "vote"].append(item)
            return Parts(items, origin, False, near)
    items = {split: list[Item]() for split in SPLITS}
    for item in source.items:  # copies stay in one split
        items[split_of(source.name, 0, item.question.unordered)].append(item)
    near = 0
    for split in ("train", "vote"):
        items[split], repeated = _new(source, items[split], items["score"])
        near += repeated
    scored = "test" if source.task.has_test_docs() else "validation"
    return Parts(items, f"the {scored} split, divided by hash{small}", True, near)


def examples(source: Source, parts: Parts, needed: int) -> list[Item]:
    """What the few-shot examples are taken from: the task's own that repeat no scored item.

    They are kept to a tenth of the training items where they come from there, as none of them is
    trained on. Where too few repeat nothing, all of the task's are returned.
    """
    own = list(islice(source.few_shots(), _LOOKED_AT))
    scored = Questions(item.question for item in parts.items["score"])
    near = NearTo(source, parts.items["score"])
    free = [item for item in own if item.question not in scored and item not in near]
    learned = Questions(item.question for item in [*parts.items["train"], *parts.items["vote"]])
    most = max(needed, min(_MOST_EXAMPLES, len(parts.items["train"]) // 10))
    if not any(item.question in learned for item in free):
        most = _MOST_EXAMPLES
    return own if len(free) < needed else free[:most]


def _candidates(source: Source) -> Iterator[tuple[Iterable[dict[str, object]], str]]:
    task = source.task
    if task.has_training_docs():
        yield task.training_docs(), "the training split"
    if task.has_validation_docs() and task.has_test_docs():
        yield task.validation_docs(), "the validation split"


def _new(source: Source, items: Iterable[Item], scored: list[Item]) -> tuple[list[Item], int]:
    """Items that repeat neither one another nor a scored one, and how many do the latter."""
    asked = Questions(item.question for item in scored)
    overlap = NearTo(source, scored)
    found: dict[str, Item] = {}
    near = 0
    for item in items:
        if not item.told.strip():
            continue
        if item.question in asked or item in overlap:
            near += 1
        else:
            found.setdefault(item.question.unordered + item.question.options, item)
    return list(found.values()), near
