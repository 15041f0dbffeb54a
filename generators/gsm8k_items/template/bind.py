"""Binds every number of a solution to its source: the question, an earlier step, or the world.

The rule that keeps a redraw right: *numbers that were equal stay equal wherever the solution could
have meant either.* Mentions of one value are one variable; a value that a unit word of the question
also explains (7 beside "week") stays fixed; two results of one value must agree in the redraw. So
the recomputed answer is right whichever of them the solution used. A number without any source
(worked out in the head, or looked up) refuses the item.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from .constants import HUNDREDTH, counted_numbers, world_numbers
from .fixed_numbers import counts, named, repetitions, tells_facts
from .graph import Bound, NumberClass, SolutionGraph
from .numbers import Mention, mentions
from .parse import Refused, Step, parse_solution
from .ties import tied

_HALVES = (50, 100)
"""Percentages that are their own rest or their own growth."""


def bind(question: str, answer: str) -> SolutionGraph:
    """The graph of a published item.

    Raises:
        Refused: The annotations are broken, a number has no source, or one is never used.
    """
    steps, final = parse_solution(answer)
    if steps[-1].result != final:
        raise Refused("last equation is not the answer")
    if len(steps[-1].literals) < 2:
        raise Refused("last equation computes nothing")
    if tells_facts(question):
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
    binder.keep_counted(counted_numbers(question))
    binder.fixed.update(
        place
        for place, one in enumerate(binder.classes)
        if one.value in repetitions(steps, bounds) and counts(one, found)
    )
    classes = [
        one._replace(
            free=one.free and place not in binder.fixed and not named(one, found, question)
        )
        for place, one in enumerate(binder.classes)
    ]
    hanging = tied(question, answer, classes, found, steps, bounds)
    classes = [
        one._replace(free=one.free and place not in hanging) for place, one in enumerate(classes)
    ]
    graph = SolutionGraph(
        question, answer, final, tuple(found), tuple(classes), tuple(steps), bounds,
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

    def __init__(
        self, steps: Sequence[Step], found: Sequence[Mention], world: frozenset[Fraction]
    ) -> None:
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
        if world or (len(stated) > 1 and not earlier):
            self.fixed.update(one.place for one in stated)
        if earlier:
            chosen = Bound("step", earlier[-1], value)
            self.needed.update(earlier)
            others = [Bound("step", j, value) for j in earlier[:-1]]
            if not self._surely_results(value, results, stated) and value not in (0, 1):
                others += [*stated, Bound("fixed", 0, value)] if world else stated
            self.equal += [(earlier[-1], one) for one in others]
            return chosen
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

    def keep_counted(self, counted: frozenset[int]) -> None:
        """Keep what the solution may have counted itself: two ways, four legs, Monday to Friday.

        Such a number is used more often than question and earlier steps give it.
        """
        for place, one in enumerate(self.classes):
            results = sum(step.result == one.value for step in self.steps[:-1])
            given = len(one.mentions) + results
            if one.value in counted and len(self._uses(one.value)) > given:
                self.fixed.add(place)

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


def _may_idle(one: NumberClass, found: Sequence[Mention]) -> bool:
    """Whether a number may go unused: an ordinal, a year, "one", "two friends"."""
    return one.value == 1 or all(
        found[i].kind == "name" or (found[i].kind == "word" and one.value <= 2)
        for i in one.mentions
    )
