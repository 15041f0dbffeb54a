"""What the ladders that grow out of GSM8K's own items have in common.

A published item whose annotations bind to its question is a template (see :mod:`.template.bind`).
A ladder picks one, draws numbers for it and tells the story anew under other first names.
"""

from __future__ import annotations

from abc import abstractmethod
from functools import cached_property
from typing import ClassVar

from saturate.ladder import (
    SPLITS,
    Draft,
    ItemLoader,
    Ladder,
    LadderInfo,
    MarkedNumberLadder,
    NoProblem,
    PublishedItems,
    SeededRandom,
    Split,
    UnusableItems,
)

from .library import Library
from .template.names import rename, swaps
from .template.template import NumberChoice, RenderedItem, Template

_PICKS = 400
"""Templates tried for one problem; one that gives no redraw for these draws makes room."""


class ItemLadder(MarkedNumberLadder):
    """A ladder of published items, which are read when the first problem is wanted."""

    name: ClassVar[str]
    axis: ClassVar[str]
    last: ClassVar[int]

    def __init__(self, load: ItemLoader | None = None) -> None:
        self._load = load

    def with_items(self, load: ItemLoader) -> Ladder:
        return type(self)(load)

    @cached_property
    def _published(self) -> PublishedItems:
        if self._load is None:
            raise UnusableItems(
                f"Ladder {self.name} was given no items; saturate.registry.load_ladder gives them."
            )
        return self._load()

    @cached_property
    def library(self) -> Library:
        """The items and their templates."""
        return Library(self._published)

    def notes(self) -> list[str]:
        note = self._published.note()
        return [note] if note else []

    def describe(self) -> LadderInfo:
        return LadderInfo(
            name=self.name,
            benchmark="gsm8k",
            axis=self.axis,
            first=1,
            last=self.last,
            answer="integer",
            template="Question: {question}\nAnswer:",
            delimiter=" ",
            instruction=(
                "Solve the problem step by step and end with #### and the answer, a number without "
                "units. An example:\nQuestion: Bo has 5 pens. He buys twice as many. How many pens "
                "does Bo have now?\nAnswer: Bo buys 5*2 = 10 pens. Now he has 5+10 = 15 pens.\n"
                "#### 15\nNow solve this one the same way."
            ),
            symmetry="",
            licence="MIT",
            source="GSM8K's items",
        )

    @abstractmethod
    def draft(self, rung: int, split: Split, rng: SeededRandom) -> Draft | None:
        """One problem of a split; ``None`` where these draws lead nowhere."""

    def draw(self, rung: int, rng: SeededRandom) -> Draft:
        return self.claim(rung, rng.pick(SPLITS), rng)

    def claim(self, rung: int, split: Split, rng: SeededRandom) -> Draft:
        for _ in range(_PICKS):
            if (draft := self.draft(rung, split, rng)) is not None:
                return draft
        raise NoProblem(self.name, rung, split)

    def published(self) -> list[str]:
        items = [*self._published.train, *self._published.test]
        return [item.question for item in items]

    def solve(self, question: str) -> str:
        from .solve import solve

        return str(solve(question, self.library))


def drafted(template: Template, numbers: NumberChoice, told: RenderedItem) -> Draft:
    """A story told with other numbers, as a draft."""
    return Draft(
        question=told.question,
        answer=str(told.answer),
        solution=told.solution,
        canonical=canonical(template, numbers),
        source=template.source,
    )


def renamed(told: RenderedItem, rng: SeededRandom, taken: set[str] | None = None) -> RenderedItem:
    """The story with other first names, in question and solution alike."""
    names = swaps([told.question, told.solution], rng, taken)
    return RenderedItem(rename(told.question, names), rename(told.solution, names), told.answer)


def canonical(template: Template, numbers: NumberChoice) -> str:
    """What makes two redraws the same problem: the item and its numbers, whatever the names."""
    return f"{template.source}:" + ",".join(str(one) for one in numbers.classes)
