"""All amounts of one unit times a factor: money, or the one thing that a story counts.

A story's answer follows from its amounts in a way that does not hang on the size of the unit they
are told in. So where all amounts of a unit grow by a factor, an answer of that unit grows by it
too, and is divided by it on the way back; an answer of another unit stays. The rewrite is refused
where an amount may be missed, and where the text speaks of rounding, areas or digits.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from saturate.ladder import identity
from saturate.numbers import find, spelled
from saturate.voting.views import money
from saturate.voting.views.counted import counted
from saturate.voting.views.story_numbers import (
    ROUNDING,
    StoryNumber,
    question_of,
    story_numbers,
    times,
)

FACTORS = (2, 3, 4, 5)


class Scalable(NamedTuple):
    """What may grow in a story."""

    amounts: list[StoryNumber]
    asked: bool
    """Whether the answer is an amount too."""


def scalable(text: str) -> Scalable | None:
    """The amounts of one unit in a story; ``None`` where the text does not show all of them."""
    question, numbers = question_of(text), story_numbers(text)
    if question is None or not numbers or ROUNDING.search(text):
        return None
    if (found := money.amounts(text, numbers)) is not None:
        asked = money.asks_money(question)
        return None if asked is None else Scalable(found, asked)
    things = counted(text, numbers, question)
    return None if things is None else Scalable(*things)


def scaled(text: str, factor: int) -> tuple[str, Callable[[str], str]] | None:
    """A story with the amounts of one unit times a factor, and the way back of its answer."""
    found = scalable(text)
    if found is None:
        return None
    pieces, at = [], 0
    for one in found.amounts:
        pieces += [text[at : one.start], times(one, factor)]
        at = one.end
    told = "".join([*pieces, text[at:]])
    return told, (lambda answer: _divided(answer, factor)) if found.asked else identity


def _divided(answer: str, factor: int) -> str:
    """An answer with its one number divided; one without a number, or with several, stays."""
    found = list(find(answer))
    if len(found) != 1 or found[0].number is None:
        return answer
    value = spelled(Fraction(found[0].number.value) / factor)
    return answer[: found[0].start] + value + answer[found[0].end :]
