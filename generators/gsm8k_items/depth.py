"""The depth ladder: rung k chains k items, the answer of one standing in for a number of the next.

All numbers are whole and at most 100 on every rung, and every item of a chain is drawn in the same
way: first a number that one of its places has to take, then the rest. The first item of a chain
takes its number from an answer too, of an item that is not told; so rungs differ in nothing but how
many items have to be worked through.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from saturate.ladder import Draft, SeededRandom, Split

from .ladder import ItemLadder, canonical, renamed
from .template.graph import SolutionGraph
from .template.template import NumberChoice, Template

MAX_NUMBER = 100
"""No number of a question and no answer is above this, on any rung."""
_MIN_ANSWER = 2
_LOOKS = 300


class ChainLink(NamedTuple):
    """One item of a chain."""

    template: Template
    numbers: NumberChoice
    place: int
    """The class that the answer before stands in for."""


class Depth(ItemLadder):
    """Chains of items, each needing the answer of the one before."""

    name = "gsm8k-depth"
    axis = "items chained"
    last = 8

    def draft(self, rung: int, split: Split, rng: SeededRandom) -> Draft | None:
        links = self._chain(rung, split, rng)
        if links is None:
            return None
        questions, solutions = [], []
        taken: set[str] = set()
        for number, link in enumerate(links, 1):
            unknown = link.place if number > 1 else None
            told = renamed(link.template.tell(link.numbers, unknown), rng, taken)
            lead = f"Problem {number}. " if rung > 1 else ""
            if number > 1:
                lead += f"Let X be the answer to problem {number - 1}. "
            steps = told.solution.rpartition("\n####")[0]
            questions.append(lead + told.question)
            solutions.append((f"Problem {number}.\n" if rung > 1 else "") + steps)
            if number < rung:
                solutions[-1] += f"\nX = {told.answer}."
        if rung > 1:
            questions.append(f"What is the answer to problem {rung}?")
        answer = links[-1].numbers.answer
        return Draft(
            question="\n".join(questions),
            answer=str(answer),
            solution="\n".join([*solutions, f"#### {answer}"]),
            canonical=" > ".join(canonical(link.template, link.numbers) for link in links),
            source="+".join(link.template.source for link in reversed(links)),
        )

    def _chain(self, rung: int, split: Split, rng: SeededRandom) -> list[ChainLink] | None:
        first = self.library.pick(split, rng, fits)
        numbers = first.draw(rng)
        if numbers is None or not _small(first, numbers):
            return None
        seen, carried = {first.source}, numbers.answer
        links: list[ChainLink] = []
        while len(links) < rung:
            link = self._link(carried, split, seen, rng)
            if link is None:
                return None
            links.append(link)
            seen.add(link.template.source)
            carried = link.numbers.answer
        return links

    def _link(
        self, carried: int, split: Split, seen: set[str], rng: SeededRandom
    ) -> ChainLink | None:
        """An item that the number fits into."""
        for _ in range(_LOOKS):
            template = self.library.pick(split, rng, fits)
            places = [p for p in open_places(template) if carried in template.options[p]]
            if not places or template.source in seen:
                continue
            place = rng.pick(places)
            numbers = template.draw(rng, changes=1, given={place: carried})
            if numbers is not None and _small(template, numbers):
                return ChainLink(template, numbers, place)
        return None


def open_places(template: Template) -> Iterator[int]:
    """The classes that a symbol can stand for: no percentages, and the answer depends on them."""
    graph = template.graph
    for place in template.options:
        told = [graph.mentions[i] for i in graph.classes[place].mentions]
        if all(one.kind in ("plain", "money", "word") for one in told) and _matters(graph, place):
            yield place


def _matters(graph: SolutionGraph, place: int) -> bool:
    """Whether the answer changes with a number: else nothing would carry over."""
    numbers = [one.value for one in graph.classes]
    numbers[place] += 1
    return graph.values(numbers)[-1] != graph.answer


def fits(template: Template) -> bool:
    """Whether an item's published numbers are of the ladder's size, with a place to carry into."""
    graph = template.graph
    sizes = [one.value for one in graph.classes]
    return (
        all(one.denominator == 1 and one <= MAX_NUMBER for one in sizes)
        and _MIN_ANSWER <= graph.answer <= MAX_NUMBER
        and any(True for _ in open_places(template))
    )


def _small(template: Template, numbers: NumberChoice) -> bool:
    whole = all(one.denominator == 1 for one in numbers.classes)
    return (
        whole
        and max(numbers.classes, default=Fraction(0)) <= MAX_NUMBER
        and _MIN_ANSWER <= numbers.answer <= MAX_NUMBER
    )
