"""What a plausible redraw is: which numbers may stand in a place, and which results make sense.

New numbers stay near the published ones (0.6 to 1.5 times), as round as those were, and
within what their unit allows. Results stay whole where they were whole and keep their sign, every
pair of numbers of the story keeps its order (a part stays below its whole, the cheaper shop stays
cheaper), and nothing grows out of proportion.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from .graph import SolutionGraph, resolve
from .numbers import Mention

_ROUND = (1_000_000, 100_000, 10_000, 1_000, 500, 100, 50, 10, 5, 1)
_RESULT_RANGE = Fraction(4, 10), Fraction(9, 5)


class _Unit(NamedTuple):
    pattern: re.Pattern[str]
    """Matched against the words after a number."""
    low: Fraction
    high: Fraction
    """How far from the published number, as factors."""
    caps: tuple[int, ...]
    """Bounds that a number at or below them never crosses."""


def _unit(pattern: str, low: str, high: str, *caps: int) -> _Unit:
    return _Unit(re.compile(pattern), Fraction(low), Fraction(high), caps)


_UNITS = (
    _unit(r"(?:-)?(?:years?[- ]old|years? (?:older|younger|of age))", "0.8", "1.25", 12, 17, 95),
    _unit(r"hours? (?:a|per|each|every|in a|of \w+ (?:a|per|each|every)) "
          r"(?:day|night)", "0.6", "1.5",
          4, 8, 10, 14),
    _unit(r"-?hours?\b", "0.6", "1.6", 6, 10, 16, 23),
    _unit(r"-?minutes?\b", "0.6", "1.6", 20, 59),
    _unit(r"-?seconds?\b", "0.6", "1.6", 59),
    _unit(r"-?(?:days?|nights?)\b", "0.6", "1.6", 3, 5, 7, 14, 28, 31),
    _unit(r"-?weeks?\b", "0.6", "1.6", 4, 12, 51),
    _unit(r"-?months?\b", "0.6", "1.6", 11),
    _unit(r"-?(?:years?|decades?)\b", "0.7", "1.4", 12, 60),
    _unit(r"times\b", "0.6", "1.7", 6),
    _unit(r"(?:miles per|miles an|mph|km|kilometers per|miles|kilometers)", "0.7", "1.4", 12, 70),
    _unit(r"-?(?:degrees?|feet|foot|inch(?:es)?|pounds?|lbs?|kilograms?|kg|ounces?|grams?|cm|meters?)",
          "0.65", "1.5"),
    _unit(r"(?:pints?|quarts?|gallons?|liters?|litres?)\b", "0.7", "1.3"),
    _unit(r"cents?\b", "0.6", "1.6", 99),
    _unit(r"(?:slices|pieces|quarters|innings|sets|floors?|stor(?:y|ies)|bedrooms?|bathrooms?|rooms|"
          r"employees|hours? shifts?|cavit\w+|teeth|siblings)", "0.7", "1.4"),
)  # fmt: skip
_TALL = _unit(
    r"-?(?:feet|foot|ft|inch(?:es)?|cm|centimeters|meters|kgs?|kilograms|lbs?|pounds)\b",
    "0.87",
    "1.15",
)
_BODY = re.compile(r"\b(?:tall|taller|height|weighs?|weighed|weight|heavier)\b", re.IGNORECASE)
_AGES = re.compile(
    r"\b(?:ages?|years? old|how old|older|younger|-year-old|birthday)\b", re.IGNORECASE
)
_ON_FOOT = re.compile(
    r"\b(?:r[au]n|runs|running|walk\w*|hik\w+|row(?:s|ed|ing)?|sw[ai]m|swims|swimming|jog\w*)\b",
    re.IGNORECASE,
)
_EFFORT = _unit(
    r"(?:miles|mph|mi\b|kilometers|kms?\b|km/h|laps|meters|hours straight)", "0.85", "1.15"
)
_MARKS = re.compile(
    r"\b(?:scores?|scored|quiz(?:zes)?|tests?|exams?|marks?|grades?)\b", re.IGNORECASE
)
_PER_CENT = re.compile(r"%|percent", re.IGNORECASE)
_AGE_RANGE = Fraction(8, 10), Fraction(125, 100)
_PEOPLE = re.compile(
    r"(?:\w+ )?(?:people|friends?|children|kids|brothers?|sisters?|cousins?|siblings?|boys|girls)"
)
_MOST_OPTIONS = 100
_PERCENT_CAPS = (50, 95)


def candidates(values: Sequence[Mention], value: Fraction, question: str = "") -> list[Fraction]:
    """Numbers that may stand where these mentions stand, the published one left out.

    Args:
        values: All mentions of one value; each has its say.
        value: The published number.
        question: The whole text; where it tells of ages, bodies or marks, numbers stay closer.
    """
    low, high, caps = Fraction(6, 10), Fraction(3, 2), []
    step = _grain(value)
    if _MARKS.search(question):
        caps.append(Fraction(100))
    for one in values:
        if one.kind == "percent":
            caps += [Fraction(cap) for cap in _PERCENT_CAPS]
            low, high = max(low, Fraction(6, 10)), min(high, Fraction(16, 10))
            step = max(step, Fraction(5)) if value % 5 == 0 else step
            continue
        if _PEOPLE.match(one.noun):
            low, high = max(low, Fraction(6, 10)), min(high, Fraction(17, 10))
        units: tuple[_Unit, ...] = _UNITS
        if _BODY.search(question):
            units = (_TALL, *units)
        if _ON_FOOT.search(question):
            units = (_EFFORT, *units)
        if one.kind in ("plain", "word") and _AGES.search(question):
            low, high = max(low, _AGE_RANGE[0]), min(high, _AGE_RANGE[1])
        for unit in units:
            if unit.pattern.match(one.noun):
                low, high = max(low, unit.low), min(high, unit.high)
                caps += [Fraction(cap) for cap in unit.caps]
                break
        if one.kind == "word":
            caps.append(Fraction(12) if value <= 12 else Fraction(20))
    least = max(low * value, Fraction(2) if value >= 2 else step)
    most = min([high * value, *(cap for cap in caps if value <= cap)])
    above = int((most - value) / step)
    below = int((value - least) / step)
    stride = 1 + (above + below) // _MOST_OPTIONS
    found = [value + step * n for n in range(-below, above + 1, stride) if n]
    return [one for one in found if one > 0 and one != 1 and not (value < 1 < one)]


def _grain(value: Fraction) -> Fraction:
    """The step between candidates: as round as the published number, but never too coarse."""
    if value.denominator == 1:
        fits = (n for n in _ROUND if value % n == 0 and (n <= value / 4 or n == 1))
        return Fraction(next(fits))
    for text in ("0.5", "0.25", "0.1", "0.05", "0.01"):
        if value % Fraction(text) == 0:
            return Fraction(text)
    return Fraction(1, value.denominator)


class Limits:
    """The conditions that the numbers of one item's redraw have to meet."""

    def __init__(self, graph: SolutionGraph) -> None:
        self._graph = graph
        self._classes = [one.value for one in graph.classes]
        self._results = graph.values(self._classes)
        self._fixed = [m.value for m in graph.mentions if m.kind == "fraction"]
        story = [*self._classes, *self._results, *self._fixed]
        self._ranks = [
            [i for i, one in enumerate(story) if one == value] for value in sorted(set(story))
        ]
        """Places in the story by rising published value."""
        self.decimals = [_decimals(one) for one in self._results]
        self._whole = _whole_shares(graph)
        marks = _PER_CENT.search(graph.question) or _MARKS.search(graph.question)
        self._most = 100 if marks else None
        """What no result crosses where percentages or marks are about."""
        self._equal = {step: [b for s, b in graph.equal if s == step] for step, _ in graph.equal}

    def results(
        self, numbers: Sequence[Fraction], decimals: Sequence[int] | None = None
    ) -> list[Fraction] | None:
        """The results that these numbers give; ``None`` where they are not plausible.

        Args:
            numbers: One for each class.
            decimals: Decimal places that each result may have; as published by default.
        """
        results: list[Fraction] = []
        low, high = _RESULT_RANGE
        decimals = self.decimals if decimals is None else decimals
        for i, old in enumerate(self._results):
            try:
                new = self._graph.value(i, numbers, results)
            except ZeroDivisionError:
                return None
            if (new > 0) != (old > 0) or (new < 0) != (old < 0) or (new == 1) != (old == 1):
                return None
            if (new * 10 ** decimals[i]).denominator != 1:
                return None
            if any(
                (
                    resolve(self._graph.bounds[i][a], numbers, results)
                    / resolve(self._graph.bounds[i][b], numbers, results)
                ).denominator
                != 1
                for a, b in self._whole[i]
            ):
                return None
            if self._most is not None and old <= self._most < new:
                return None
            if old and not low <= new / old <= high:
                return None
            results.append(new)
            if any(new != resolve(one, numbers, results) for one in self._equal.get(i, ())):
                return None
        story = [*numbers, *results, *self._fixed]
        before: Fraction | None = None
        for rank in self._ranks:
            here = [story[i] for i in rank]
            if before is not None and min(here) <= before:
                return None
            before = max(here)
        return results


def _whole_shares(graph: SolutionGraph) -> list[list[tuple[int, int]]]:
    """By step, pairs of literals of which one held the other a whole number of times.

    "$5 every 10 minutes for 150 minutes" is 150 * 5 / 10: the intervals have to stay whole.
    """
    found: list[list[tuple[int, int]]] = []
    for step, bounds in zip(graph.steps, graph.bounds, strict=True):
        pure = step.literals and all(isinstance(p, int) or p in "*/" for p in step.postfix)
        slash = step.text.find("/")
        found.append(
            [
                (a, b)
                for a, one in enumerate(step.literals)
                for b, other in enumerate(step.literals)
                if pure
                and one.start < slash < other.start
                and bounds[b].source in ("class", "step")
                and other.value > 1
                and (one.value / other.value).denominator == 1
            ]
        )
    return found


def _decimals(value: Fraction) -> int:
    """Decimal places that a published result has, money counted as cents."""
    if value.denominator == 1:
        return 0
    return next((n for n in (2, 3, 4) if (value * 10**n).denominator == 1), 4)
