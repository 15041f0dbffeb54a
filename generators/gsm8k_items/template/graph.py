"""A published item as numbers and steps: what can be drawn anew and computed again."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal as Choice
from typing import NamedTuple

from .constants import HUNDREDTH
from .numbers import Mention
from .parse import Step

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


class SolutionGraph(NamedTuple):
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
