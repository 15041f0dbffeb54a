"""Templates: a published item whose numbers can be drawn anew, with its worked solution."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from saturate.ladder import SeededRandom

from .bind import bind
from .graph import SolutionGraph
from .names import contradicts, same_people, stranger, two_spellings
from .numbers import Mention, show
from .parse import Refused
from .plausible import Limits, candidates
from .solution import write_solution

_TRIES = 40
_PROOFS = 3
"""A template has to give a redraw for at least one of so many seeds."""
_AN = re.compile(r"(?:8|11(?![0-9])|18(?![0-9])|eight|eleven|80)", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(a|an|A|An)( \$?|-)$")


class NumberChoice(NamedTuple):
    """A choice of numbers for a template."""

    classes: tuple[Fraction, ...]
    results: tuple[Fraction, ...]

    @property
    def answer(self) -> int:
        """The recomputed answer."""
        return int(self.results[-1])


class RenderedItem(NamedTuple):
    """A redrawn item in words; names are still those of the source."""

    question: str
    solution: str
    answer: int


class Template:
    """One published item that can be drawn anew."""

    def __init__(self, source: str, graph: SolutionGraph) -> None:
        self.source = source
        self.graph = graph
        self.limits = Limits(graph)
        self.options = {
            place: found
            for place, one in enumerate(graph.classes)
            if one.free
            and (
                found := candidates(
                    [graph.mentions[i] for i in one.mentions], one.value, graph.question
                )
            )
        }
        """By class, the numbers that it may take."""

    def draw(
        self, rng: SeededRandom, changes: int | None = None, given: dict[int, int] | None = None
    ) -> NumberChoice | None:
        """New numbers, as many of them changed as asked or as many as can be.

        Args:
            rng: Every choice comes from it.
            changes: How many numbers to change; all by default.
            given: By class, a number that it has to take.

        Returns:
            ``None`` where no plausible choice was found.
        """
        given = given or {}
        open_places = [place for place in self.options if place not in given]
        wanted = len(open_places) if changes is None else min(changes, len(open_places))
        for count in range(wanted, -1 if given else 0, -1):
            for _ in range(_TRIES):
                numbers = [one.value for one in self.graph.classes]
                for place, value in given.items():
                    numbers[place] = Fraction(value)
                for place in rng.sample(open_places, count):
                    numbers[place] = rng.pick(self.options[place])
                if found := self.accept(numbers):
                    return found
        return None

    def accept(
        self, numbers: Sequence[Fraction], decimals: Sequence[int] | None = None
    ) -> NumberChoice | None:
        """The numbers with their results, if they are plausible and the answer is a new one."""
        results = self.limits.results(numbers, decimals)
        if results is None or results[-1] == self.graph.answer:
            return None
        return NumberChoice(tuple(numbers), tuple(results))

    def tell(
        self, numbers: NumberChoice, unknown: int | None = None, symbol: str = "X"
    ) -> RenderedItem:
        """The item in words.

        Args:
            numbers: What to fill in.
            unknown: A class that is told as a symbol instead of its number.
            symbol: That symbol.
        """
        pieces, place = [], 0
        question = self.graph.question
        classes = {i: c for c, one in enumerate(self.graph.classes) for i in one.mentions}
        for i, mention in enumerate(self.graph.mentions):
            if i not in classes or (
                classes[i] != unknown and numbers.classes[classes[i]] == mention.value
            ):
                continue
            new = symbol if classes[i] == unknown else written(mention, numbers.classes[classes[i]])
            before = question[place : mention.start]
            if _ARTICLE.search(before):
                article = "an" if symbol == new or _AN.match(new) else "a"
                old = _ARTICLE.findall(before)[0]
                article = article.capitalize() if old[0][0] == "A" else article
                before = _ARTICLE.sub("", before) + article + old[1]
            pieces += [before, new]
            place = mention.end
        pieces.append(question[place:])
        return RenderedItem(
            "".join(pieces), write_solution(self.graph, numbers.classes, numbers.results),
            numbers.answer,
        )  # fmt: skip

    def published(self) -> str:
        """The published solution with an annotation for every equation."""
        numbers = [one.value for one in self.graph.classes]
        return write_solution(self.graph, numbers, self.graph.values(numbers))


def written(mention: Mention, value: Fraction) -> str:
    """A number as its mention was written."""
    text = show(value, mention.text, mention.kind)
    if text is None:
        raise ValueError(f"{value} has no short decimal form")
    return text


def make_template(source: str, question: str, answer: str) -> Template:
    """The template of a published item.

    Raises:
        Refused: It gives none, for the reason said.
    """
    if (
        contradicts(question)
        or stranger(question)
        or two_spellings(question)
        or not same_people(question, answer)
    ):
        raise Refused("a name does not fit the story")
    template = Template(source, bind(question, answer))
    if not template.options:
        raise Refused("no number is free")
    for proof in range(_PROOFS):
        if template.draw(SeededRandom("proof", source, proof)):
            return template
    raise Refused("no plausible redraw")
