"""Quantities in a smaller unit: ``3 hours`` as ``180 minutes``. The answer's unit is not touched.

Made only where the unit is exact and where it occurs in nothing but whole quantities (``3 hours``)
and in what is asked (``how many hours``): a rate (``per hour``, ``an hour``, ``hourly``), a number
in words or a fraction makes the conversion unsafe. Days, weeks and months are left alone, as they
are counted rather than measured (``8 hours a day for 5 days``).

Nor is it made where the question does not name what it counts (``how many hours``, ``how many
pens``): an area, a speed or how tall somebody is comes in the units of the story, and would be
another number.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from saturate.voting.views.story_numbers import question_of


class _Unit(NamedTuple):
    one: str
    many: str
    smaller: str
    factor: int


_UNITS = (
    _Unit("hour", "hours", "minutes", 60),
    _Unit("minute", "minutes", "seconds", 60),
    _Unit("yard", "yards", "feet", 3),
    _Unit("foot", "feet", "inches", 12),
    _Unit("kilometer", "kilometers", "meters", 1_000),
    _Unit("meter", "meters", "centimeters", 100),
    _Unit("kilogram", "kilograms", "grams", 1_000),
    _Unit("liter", "liters", "milliliters", 1_000),
)
_COUNTED = re.compile(
    r"\bhow many (?:(?!(?:is|was|does|has|of|in|do|did|are|were|have|had|will|would|can|could|"
    r"should|must)\b)[a-z]+ ){0,2}?(?!(?:is|was|does|has|as|this|his|its|less|plus|units)\b)"
    r"(?:[a-z]+s|feet|people|children)\b",
    re.IGNORECASE,
)
"""What a question counts, in a word: a plural."""
_MEASURE = re.compile(
    r"\b(?:what|which|how (?!many\b)|square|cubic|areas?|volumes?|perimeters?|speeds?|rates?|per|"
    r"fast\w*|slow\w*|long|longer|longest|lengths?|distances?|far|farther|further|tall\w*|wide\w*|"
    r"widths?|high|higher|highest|heights?|deep\w*|depths?|heavy|heavi\w+|weighs?|weights?)\b",
    re.IGNORECASE,
)
"""Words of a question that is about a measure."""


def smaller_units(question: str) -> str | None:
    """The question with the first unit that allows it written in a smaller one.

    ``None`` where no unit does.
    """
    asks = question_of(question)
    if asks is None or _MEASURE.search(asks) or not _COUNTED.search(asks):
        return None
    for unit in _UNITS:
        quantity = re.compile(
            rf"(?<![\w.,/-])([1-9][0-9]{{0,5}}) (?:{unit.one}|{unit.many})\b(?! (?:and|[0-9]))(?!-)"
        )
        asked = re.compile(rf"\bhow many {unit.many}\b", re.IGNORECASE)
        rest = asked.sub("", quantity.sub("", question))
        mentioned = re.search(rf"{unit.one}|{unit.many}|{unit.smaller}", rest, re.IGNORECASE)
        if mentioned is None and quantity.search(question):
            return _convert(question, quantity, unit)
    return None


def _convert(question: str, quantity: re.Pattern[str], unit: _Unit) -> str:
    return quantity.sub(lambda m: f"{int(m[1]) * unit.factor} {unit.smaller}", question)
