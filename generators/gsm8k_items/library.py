"""The templates of published items by split; each is made when it is first wanted.

``score`` problems come from the published test split; ``train`` and ``vote`` share the published
train split, item by item. A train item that reads like a test item is left out, so nothing of the
test split is ever trained on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from saturate.ladder import PublishedItems, SeededRandom, Split, UnusableItems, stable_hash

from .errata import at_fault
from .template.names import FEMALE, MALE
from .template.numbers import mentions
from .template.parse import Refused
from .template.template import Template, make_template

_VOTE_PERCENT = 40
"""Share of the published train split that belongs to ``vote``."""
_NAME = re.compile(rf"\b(?:{'|'.join([*MALE, *FEMALE])})\b")
_UNIT = re.compile(r"[0-9]([A-Za-z]{2,})\b")
"""What is written right behind a number; behind a single letter no other number can stand."""
_LOOKS = 2_000
"""A split in which so many looks find nothing usable holds nothing."""


class Item(NamedTuple):
    """A published item."""

    source: str
    """Its split and place: ``test-17``."""
    question: str
    answer: str


class Library:
    """Items by split, and their templates."""

    def __init__(self, published: PublishedItems) -> None:
        train = [Item(f"train-{i}", *item) for i, item in enumerate(published.train)]
        test = [Item(f"test-{i}", *item) for i, item in enumerate(published.test)]
        tested = {_wording(item.question) for item in test}
        self.items: dict[Split, list[Item]] = {"train": [], "vote": [], "score": test}
        for item in train:
            wording = _wording(item.question)
            if wording not in tested:
                vote = stable_hash("items", wording) % 100 < _VOTE_PERCENT
                self.items["vote" if vote else "train"].append(item)
        self._made: dict[str, Template | str] = {}

    @cached_property
    def by_wording(self) -> dict[str, Item]:
        """Every item by its words alone."""
        return {nameless(item.question): item for held in self.items.values() for item in held}

    @cached_property
    def symbol(self) -> re.Pattern[str]:
        """An X in the place of a number, alone or with a unit of the items behind it: ``Xkg``."""
        held = (item.question for items in self.items.values() for item in items)
        units = sorted({unit for question in held for unit in _UNIT.findall(question)})
        return re.compile(rf"\bX(?=(?:{'|'.join(units)})\b|[^A-Za-z]|$)")

    def template(self, item: Item) -> Template | None:
        """The template of an item, or ``None`` where it gives none."""
        made = self._made.get(item.source)
        if made is None:
            try:
                if at_fault(_wording(item.question), _number(item.answer)):
                    raise Refused("a published fault")
                made = make_template(*item)
            except Refused as reason:
                made = str(reason)
            self._made[item.source] = made
        return None if isinstance(made, str) else made

    def pick(
        self, split: Split, rng: SeededRandom, fits: Callable[[Template], bool] | None = None
    ) -> Template:
        """A random template of a split, each as likely as any other that fits.

        Raises:
            UnusableItems: None was found.
        """
        pool = self.items[split]
        for _ in range(_LOOKS if pool else 0):
            found = self.template(rng.pick(pool))
            if found is not None and (fits is None or fits(found)):
                return found
        reasons = Counter(made for made in self._made.values() if isinstance(made, str))
        why = f" ({reasons.most_common(1)[0][0]})" if reasons else ""
        raise UnusableItems(
            f"The data give no template for split {split!r}: {len(pool)} items were looked at{why}."
        )


def _wording(question: str) -> str:
    """A question's letters alone, which is a quick way to find items that differ in digits."""
    return re.sub(r"[^a-z]+", " ", question.lower())


def _number(answer: str) -> str:
    """The published answer of a worked solution."""
    return answer.rpartition("####")[2].strip().replace(",", "")


def nameless(question: str) -> str:
    """A question without numbers and first names: equal for an item and for its redraws."""
    question = _NAME.sub("Somebody", question)
    pieces, place = [], 0
    for one in mentions(question):
        pieces.append(question[place : one.start])
        place = one.end
    text = "#".join([*pieces, question[place:]]).lower()
    return re.sub(r"\W+", " ", re.sub(r"\ban?(?= )", "a", text.replace("#", " n "))).strip()
