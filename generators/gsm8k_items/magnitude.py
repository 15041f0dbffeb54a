"""The magnitude ladder: the same stories in currencies of ever smaller worth.

Only money grows, by a factor of ten a rung, and the sign of the currency goes with it, from dollars
to rupiah: an apple for Rp 15,000 is a fact of life, a child with 48,000 marbles is not. A template
fits if every amount of money may grow while all else stays, and every sum and difference still adds
like to like.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from saturate.ladder import Draft, ItemLoader, SeededRandom, Split

from .distractors import CURRENCIES
from .ladder import ItemLadder, drafted, renamed
from .template.graph import SolutionGraph
from .template.template import NumberChoice, RenderedItem, Template

_COINS = re.compile(
    r"dollar|cent\b|cents\b|penny|pennies|nickel|dime|quarter|\bbills?\b|buck|USD|euro|pound|£|€|"
    r"currency|change\b|lottery|%\s?\$|peso|yen|\bwon\b",
    re.IGNORECASE,
)
_TRIES = 60


class Magnitude(ItemLadder):
    """Stories about money with ever larger amounts."""

    name = "gsm8k-magnitude"
    axis = "size of the amounts, in powers of ten"
    last = len(CURRENCIES)

    def __init__(self, load: ItemLoader | None = None) -> None:
        super().__init__(load)
        self._known: dict[str, tuple[int, ...] | None] = {}

    def _degrees(self, template: Template) -> tuple[int, ...] | None:
        """:func:`degrees`, worked out once for a template."""
        if template.source not in self._known:
            self._known[template.source] = degrees(template)
        return self._known[template.source]

    def draft(self, rung: int, split: Split, rng: SeededRandom) -> Draft | None:
        template = self.library.pick(split, rng, lambda one: self._degrees(one) is not None)
        powers = self._degrees(template)
        if powers is None:
            return None
        numbers = _grown(template, powers, rung - 1, rng)
        if numbers is None:
            return None
        told = renamed(_exchanged(template.tell(numbers), CURRENCIES[rung - 1]), rng)
        return drafted(template, numbers, told)


def money(graph: SolutionGraph) -> set[int]:
    """The classes that are amounts of money."""
    return {
        place
        for place, one in enumerate(graph.classes)
        if any(graph.mentions[i].kind == "money" for i in one.mentions)
    }


def degrees(template: Template) -> tuple[int, ...] | None:
    """The degree of every result in money, 0 or 1; ``None`` where money cannot grow alone."""
    graph, grows = template.graph, money(template.graph)
    pure = all(graph.mentions[i].kind == "money" for p in grows for i in graph.classes[p].mentions)
    if not pure or not grows <= set(template.options) or not grows:
        return None
    if _COINS.search(graph.question) or _COINS.search(graph.solution):
        return None
    found: list[int] = []
    for step, bounds in zip(graph.steps, graph.bounds, strict=True):
        stack: list[int] = []
        for part in step.postfix:
            if isinstance(part, int):
                bound = bounds[part]
                stated = int(bound.source in ("class", "share") and bound.place in grows)
                stack.append(found[bound.place] if bound.source == "step" else stated)
            elif part != "neg":
                right, left = stack.pop(), stack.pop()
                if part in "+-" and left != right:
                    return None
                stack.append(
                    left if part in "+-" else left + right if part == "*" else left - right
                )
        if stack[0] not in (0, 1):
            return None
        found.append(stack[0])
    for place, bound in graph.equal:
        other = found[bound.place] if bound.source == "step" else int(bound.place in grows)
        if bound.source == "fixed" or other != found[place]:
            return None
    return tuple(found) if found[-1] == 1 else None


def _grown(
    template: Template, powers: Sequence[int], tens: int, rng: SeededRandom
) -> NumberChoice | None:
    """New numbers with money grown by so many powers of ten, every digit drawn.

    The conditions are checked on the numbers scaled back, which the degrees make exact.
    """
    if tens == 0:
        return template.draw(rng)
    grows = money(template.graph)
    scale = 10**tens
    decimals = [
        tens * power + (0 if power else have)
        for power, have in zip(powers, template.limits.decimals, strict=True)
    ]
    for full, _ in product((True, False), range(_TRIES)):
        back = [one.value for one in template.graph.classes]
        for place, options in template.options.items():
            back[place] = rng.pick(options)
            if place in grows:
                near = int(back[place] * scale)
                near += rng.between(-near // 10, near // 10) if full else 0
                back[place] = Fraction(near, scale)
        if (found := template.accept(back, decimals)) is not None:
            classes = [one * scale if p in grows else one for p, one in enumerate(found.classes)]
            results = [one * scale**power for one, power in zip(found.results, powers, strict=True)]
            return NumberChoice(tuple(classes), tuple(results))
    return None


def _exchanged(told: RenderedItem, sign: str) -> RenderedItem:
    if sign == "$":
        return told
    question, solution = (
        re.sub(r"\.00(?![0-9])", "", text.replace("$", sign))
        for text in (told.question, told.solution)
    )
    return RenderedItem(question, solution, told.answer)
