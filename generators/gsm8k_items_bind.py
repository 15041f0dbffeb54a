"""Binds every number of a solution to its source: the question, an earlier step, or the world.

The rule that keeps a redraw right: *numbers that were equal stay equal wherever the solution could
have meant either.* Mentions of one value are one variable; a value that a unit word of the question
also explains (7 beside "week") stays fixed; two results of one value must agree in the redraw. So
the recomputed answer is right whichever of them the solution used. A number without any source
(worked out in the head, or looked up) refuses the item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal as Choice
from typing import NamedTuple

from .gsm8k_items_numbers import Mention, mentions
from .gsm8k_items_parse import Refused, Step, parse_solution
from .gsm8k_items_world import HUNDREDTH, World, world_numbers

_REAL = re.compile(
    r"\b(?:earth|moon|mars|jupiter|planets?|sun|speed of (?:light|sound)|boil\w*|freezing|melting|"
    r"olympics?|chess\w*|deck of cards|football field|marathon|leap year|alphabet|piano|calendar|"
    r"rubik\w*|president|world war|equator|sea level|dice|die|probability|chance|odds|divisible|"
    r"population|distances? (?:\w+ ){0,4}between|"
    r"born|birth|births|pregnan\w*|married|retire[sd]?|generations?|great-\w+|lifespan|"
    r"round(?:ed|s|ing)? (?:up|down|off|to)|nearest|approximat\w*|"
    r"prime|multiples? of|digits?|consecutive|remainder|mile race|clockwise|angles?|vowels|"
    r"letters)\b",
    re.IGNORECASE,
)
"""Stories whose numbers are facts of the world or of arithmetic, which no redraw may change."""
_LISTED = re.compile(
    r"\b(?:the other|others|first|second|third|fourth|fifth|last|both|either|one of|another|next|"
    r"former|latter|remaining|final|one (?:is|was|has|had)|respectively|rest of the)\b",
    re.IGNORECASE,
)
"""Words by which a story goes through things one by one, so that their count must stay."""
_WEEKDAY = re.compile(
    r"\bweeks?\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\bweekdays?\b", re.IGNORECASE
)
_A_WEEK = re.compile(r"(?:[a-z'-]+ ){0,2}(?:a|per|each|every|the|in a|of the) week\b")
_HALVES = (50, 100)
"""Percentages that are their own rest or their own growth."""
_MONTH = (28, 29, 30, 31, 365, 366)
_FEW, _LIST_LENGTH, _WEEK = 4, 6, 7
_BIG_PRODUCT = 20
"""Below it, a number that is the product of two others is mostly chance."""

Source = Choice["class", "share", "step", "fixed"]


class Bound(NamedTuple):
    """Where one literal of a step gets its number."""

    source: Source
    """A number of the question, a hundredth of it, an earlier result, or nothing that changes."""
    place: int
    """Which number class or step; for ``fixed``, unused."""
    value: Fraction
    """The published number."""


class NumberClass(NamedTuple):
    """All mentions of one value: one variable of the story."""

    value: Fraction
    mentions: tuple[int, ...]
    free: bool


class Graph(NamedTuple):
    """An item's numbers and how they hang together."""

    question: str
    solution: str
    """The published solution, its last line included."""
    answer: int
    mentions: tuple[Mention, ...]
    classes: tuple[NumberClass, ...]
    steps: tuple[Step, ...]
    bounds: tuple[tuple[Bound, ...], ...]
    """For each step, the source of each of its literals."""
    equal: tuple[tuple[int, Bound], ...]
    """A step's result and what a literal could have meant as well: a redraw keeps them equal."""

    def values(self, numbers: Sequence[Fraction]) -> list[Fraction]:
        """Results of all steps, with other numbers for the classes.

        Raises:
            ZeroDivisionError: They divide by zero.
        """
        results: list[Fraction] = []
        for i in range(len(self.steps)):
            results.append(self.value(i, numbers, results))
        return results

    def value(self, i: int, numbers: Sequence[Fraction], results: Sequence[Fraction]) -> Fraction:
        """The result of one step, given those of the steps before."""
        return self.steps[i].value([resolve(one, numbers, results) for one in self.bounds[i]])


def resolve(bound: Bound, numbers: Sequence[Fraction], results: Sequence[Fraction]) -> Fraction:
    """The number of a literal, given those of the classes and of the steps before."""
    if bound.source == "class":
        return numbers[bound.place]
    if bound.source == "share":
        return numbers[bound.place] * HUNDREDTH
    return results[bound.place] if bound.source == "step" else bound.value


def bind(question: str, answer: str) -> Graph:
    """The graph of a published item.

    Raises:
        Refused: The annotations are broken, a number has no source, or one is never used.
    """
    steps, final = parse_solution(answer)
    if steps[-1].result != final:
        raise Refused("last equation is not the answer")
    if _REAL.search(question):
        raise Refused("a story of facts")
    found = mentions(question)
    if any(a.end + 1 >= b.start for a, b in pairwise(found)):
        raise Refused("two numbers side by side")
    binder = _Binder(steps, found, world_numbers(question, found))
    bounds = tuple(binder.row(i) for i in range(len(steps)))
    if set(range(len(steps) - 1)) - binder.needed:
        raise Refused("a step is never used")
    for place, one in enumerate(binder.classes):
        if place not in binder.used and not _may_idle(one, found):
            raise Refused("a number of the question is never used")
    binder.keep_rests()
    binder.fixed.update(
        place
        for place, one in enumerate(binder.classes)
        if one.value in _repetitions(steps, bounds) and _counts(one, found)
    )
    classes = [
        one._replace(
            free=one.free and place not in binder.fixed and not _named(one, found, question)
        )
        for place, one in enumerate(binder.classes)
    ]
    graph = Graph(
        question, answer, final, tuple(found), tuple(_coincident(classes)), tuple(steps), bounds,
        tuple(binder.equal),
    )  # fmt: skip
    if not any(one.free for one in graph.classes):
        raise Refused("no number is free")
    if graph.values([one.value for one in graph.classes])[-1] != final:
        raise Refused("unchanged numbers do not give the published answer")
    return graph


def _classes(found: Sequence[Mention]) -> list[NumberClass]:
    by_value: dict[Fraction, list[int]] = {}
    for i, one in enumerate(found):
        if one.kind != "fraction":
            by_value.setdefault(one.value, []).append(i)
    return [
        NumberClass(v, tuple(places), v > 0 and v != 1 and all(found[i].free for i in places))
        for v, places in by_value.items()
    ]


class _Binder:
    """Goes through the steps and finds the source of every literal."""

    def __init__(self, steps: Sequence[Step], found: Sequence[Mention], world: World) -> None:
        self.steps = steps
        self.found = found
        self.world = world
        self.classes = _classes(found)
        self.used: set[int] = set()
        """Classes that a literal may mean."""
        self.fixed: set[int] = set()
        """Classes that must not change, as a literal may mean the world's number instead."""
        self.needed: set[int] = set()
        """Steps whose result a literal takes."""
        self.equal: list[tuple[int, Bound]] = []

    def row(self, i: int) -> tuple[Bound, ...]:
        """The sources of one step's literals."""
        beside = {one.value for one in self.steps[i].literals}
        return tuple(self._source(i, one.value, beside) for one in self.steps[i].literals)

    def _source(self, i: int, value: Fraction, beside: set[Fraction]) -> Bound:
        stated = self._stated(value)
        self.used.update(one.place for one in stated)
        results = [j for j, step in enumerate(self.steps) if step.result == value]
        earlier = [j for j in results if j < i]
        world = value in self.world
        if earlier:
            chosen = Bound("step", earlier[-1], value)
            self.needed.update(earlier)
            others = [Bound("step", j, value) for j in earlier[:-1]]
            if not self._surely_results(value, results, stated) and value not in (0, 1):
                others += stated or ([Bound("fixed", 0, value)] if world else [])
            self.equal += [(earlier[-1], one) for one in others]
            return chosen
        if len(stated) > 1 or (stated and world and not self._surely_stated(value, results)):
            self.fixed.update(one.place for one in stated)
        if stated:
            return stated[0]
        if world:
            return Bound("fixed", 0, value)
        complement = _complement(value, beside, self.classes, self.found)
        if complement is None:
            raise Refused("a number has no source")
        self.used.add(complement)
        self.fixed.add(complement)
        return Bound("fixed", 0, value)

    def keep_rests(self) -> None:
        """Keep numbers that may stand for what is left when as much has gone: 50 %, 5 of 10.

        Such a number is used more often than it is stated, and its double is there as well.
        """
        for place, one in enumerate(self.classes):
            if any(self.found[i].kind == "percent" for i in one.mentions) and one.value in _HALVES:
                self.fixed.add(place)
            if one.value <= 1 or len(self._uses(one.value)) <= len(one.mentions):
                continue
            double = Bound("fixed", 0, 2 * one.value)
            doubles = [p for p, other in enumerate(self.classes) if other.value == double.value]
            steps = [j for j, step in enumerate(self.steps[:-1]) if step.result == double.value]
            if doubles or steps:
                self.fixed.update([place, *doubles])
                self.equal += [(j, double) for j in steps]

    def _stated(self, value: Fraction) -> list[Bound]:
        """The classes that a literal may mean: the value itself, or a percentage of that share."""
        whole = [
            Bound("class", place, value)
            for place, one in enumerate(self.classes)
            if one.value == value
        ]
        return whole + [
            Bound("share", place, value)
            for place, one in enumerate(self.classes)
            if one.value * HUNDREDTH == value
            and any(self.found[i].kind in ("percent", "cents") for i in one.mentions)
        ]

    def _uses(self, value: Fraction) -> list[int]:
        """The steps that have this literal, one entry a literal."""
        return [i for i, s in enumerate(self.steps) for one in s.literals if one.value == value]

    def _surely_results(
        self, value: Fraction, results: Sequence[int], stated: Sequence[Bound]
    ) -> bool:
        """Whether every literal after the first such result must mean a result.

        It must where there are just as many as results, since each result is used, and where the
        question's numbers of that value have been used before.
        """
        uses = self._uses(value)
        if value in self.world:
            return False
        before = sum(i <= results[0] for i in uses)
        if stated and before < self._mentioned(value):
            return False
        return len(uses) - before == sum(j < len(self.steps) - 1 for j in results)

    def _surely_stated(self, value: Fraction, results: Sequence[int]) -> bool:
        """Whether literals of this value are as many as its mentions: then none is the world's."""
        if results or value in self.world.words:
            return False
        return len(self._uses(value)) == self._mentioned(value)

    def _mentioned(self, value: Fraction) -> int:
        return sum(len(one.mentions) for one in self.classes if one.value == value)


def _complement(
    value: Fraction,
    beside: set[Fraction],
    classes: Sequence[NumberClass],
    found: Sequence[Mention],
) -> int | None:
    """The percentage whose rest or growth a literal is: 0.8 or 80 (beside 100) for "20% off"."""
    for place, one in enumerate(classes):
        if not any(found[i].kind == "percent" for i in one.mentions):
            continue
        share = one.value * HUNDREDTH
        if value in (1 - share, 1 + share):
            return place
        if 100 in beside and value in (100 - one.value, 100 + one.value):
            return place
    return None


def _repetitions(steps: Sequence[Step], bounds: Sequence[Sequence[Bound]]) -> set[int]:
    """How often the solution does a thing again, and how many numbers it adds up.

    "A castle of 4 levels, each half the one below" doubles three times and divides a sum of four by
    4: a number of the question that counts steps of the solution cannot change alone.
    """
    counts = {sum(p == "+" for p in step.postfix) + 1 for step in steps} - {1, 2}
    run = 1
    for i in range(1, len(steps)):
        before, here = (
            (
                [part for part in steps[j].postfix if isinstance(part, str)],
                sorted(str(b.value) for b in bounds[j] if b.source != "step"),
            )
            for j in (i - 1, i)
        )
        again = before == here and any(b.source == "step" and b.place == i - 1 for b in bounds[i])
        run = run + 1 if again else 1
        if run > 1:
            counts |= {run - 1, run, run + 1, run + 2}
    return counts


def _counts(one: NumberClass, found: Sequence[Mention]) -> bool:
    """Whether a number counts things, rather than money or a share."""
    return any(found[i].kind in ("plain", "word") for i in one.mentions)


def _named(one: NumberClass, found: Sequence[Mention], question: str) -> bool:
    """Whether a number counts what the story may name one by one, so that it has to stay."""
    told = [found[i] for i in one.mentions]
    if not _counts(one, found):
        return False
    if one.value in _MONTH and any(m.noun.lstrip("-").startswith("day") for m in told):
        return True
    if one.value <= _WEEK and any(_A_WEEK.match(m.noun) for m in told):
        return True
    if one.value <= _WEEK and any(m.noun.lstrip("-").startswith("day") for m in told):
        return _WEEKDAY.search(question) is not None
    if one.value <= _LIST_LENGTH and (":" in question or ";" in question):
        return True
    return one.value <= _FEW and (len(told) > 1 or _LISTED.search(question) is not None)


def _may_idle(one: NumberClass, found: Sequence[Mention]) -> bool:
    """Whether a number may go unused: an ordinal, a year, "one", "two friends"."""
    return one.value == 1 or all(
        found[i].kind == "name" or (found[i].kind == "word" and one.value <= 2)
        for i in one.mentions
    )


def _coincident(classes: Sequence[NumberClass]) -> list[NumberClass]:
    """Fix numbers that the text may tie to one another without a step of the solution.

    "10 people, 4 of them boys and 6 girls" states a sum, "60% ... the other 40%" a whole.
    """
    tied: set[int] = set()
    for a, one in enumerate(classes):
        for b, other in enumerate(classes[:a]):
            total, product = one.value + other.value, one.value * other.value
            if total == 100:
                tied |= {a, b}
            for c, third in enumerate(classes):
                if c in (a, b) or min(one.value, other.value) <= 1:
                    continue
                if third.value == total or third.value == product >= _BIG_PRODUCT:
                    tied |= {a, b, c}
    return [c._replace(free=c.free and place not in tied) for place, c in enumerate(classes)]
