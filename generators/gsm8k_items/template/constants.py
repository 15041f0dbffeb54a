"""Numbers that words of a question bring in without stating them: of units, shares and shapes.

A unit constant needs both of its units: seven stands beside "day" and "week", not beside one of
them. A wider rule would take a number that was worked out in the head for a constant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from .numbers import Mention

HUNDREDTH = Fraction(1, 100)
_PER_CENT = re.compile(r"%|percent", re.IGNORECASE)
_DAY = r"days?|daily|everyday|nights?|nightly|mornings?|evenings?|afternoons?"
_TIME = {
    "second": r"seconds?",
    "minute": r"minutes?",
    "hour": r"hours?|hourly",
    "day": _DAY,
    "week": r"weeks?|weekly",
    "month": r"months?|monthly|january|march|april|june|july|august|september|october|november|"
    r"december",
    "year": r"years?|yearly|annual|annually",
}
_CONSTANTS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    ((_TIME["second"], _TIME["minute"]), ("60",)),
    ((_TIME["minute"], _TIME["hour"]), ("60",)),
    ((_TIME["second"], _TIME["hour"]), ("3600", "60")),
    ((_TIME["hour"], _TIME["day"]), ("24",)),
    ((_TIME["day"], _TIME["week"]), ("7",)),
    ((_TIME["hour"], _TIME["week"]), ("7", "24")),
    ((_TIME["day"], _TIME["month"]), ("30", "31")),
    ((_TIME["week"], _TIME["month"]), ("4",)),
    ((_TIME["week"], _TIME["year"]), ("52",)),
    ((_TIME["day"], _TIME["year"]), ("365", "52")),
    ((_TIME["month"], _TIME["year"]), ("12",)),
    ((r"year", r"decades?"), ("10",)),
    ((r"dozens?",), ("12",)),
    (
        (r"twice|double[sd]?|pairs?|both|couples?|halves|half|average|halfway|doubling|twins",),
        ("2", "0.5"),
    ),
    ((r"weekends?",), ("2",)),
    ((r"weekdays?|work ?days?|school days?|workweek|school week|work week",), ("5",)),
    ((r"triple[sd]?|thrice|triplets",), ("3",)),
    ((r"third|thirds",), ("3",)),
    ((r"quadruple[sd]?|fourths?",), ("4",)),
    ((r"quarters?",), ("4", "0.25", "25")),
    ((r"foot|feet", r"inch|inches"), ("12",)),
    ((r"yards?", r"foot|feet"), ("3",)),
    ((r"yards?", r"inch|inches"), ("36",)),
    ((r"pounds?|lbs?", r"ounces?|oz"), ("16",)),
    ((r"gallons?", r"quarts?"), ("4",)),
    ((r"gallons?", r"pints?"), ("8",)),
    ((r"gallons?", r"cups?"), ("16",)),
    ((r"quarts?", r"pints?"), ("2",)),
    ((r"pints?", r"cups?"), ("2",)),
    ((r"dollars?|[$]", r"cents?|penny|pennies|quarters?|dimes?|nickels?"), ("100",)),
    ((r"nickels?",), ("5", "0.05")),
    ((r"dimes?",), ("10", "0.10")),
    ((r"meters?|m", r"centimeters?|cm"), ("100",)),
    ((r"kg|kilograms?|tons?", r"grams?|kg|kilograms?"), ("1000",)),
    ((r"km|kilometers?", r"meters?|m"), ("1000",)),
    ((r"liters?", r"milliliters?|ml"), ("1000",)),
    ((r"perimeter|rectangle|rectangular",), ("2",)),
    ((r"square",), ("4",)),
)
_UNITS = [
    (
        [re.compile(rf"(?<![a-z])(?:{one})(?![a-z])", re.IGNORECASE) for one in words],
        frozenset(map(Fraction, values)),
    )
    for words, values in _CONSTANTS
]

_FOUR_LEGS = re.compile(
    r"\b(?:animals?|pets?|dogs?|pupp(?:y|ies)|cats?|kittens?|cows?|horses?|pigs?|sheep|goats?|"
    r"rabbits?|lions?|elephants?|chairs?|tables?|legs?|paws?|cars?|wheels?|tires?)\b",
    re.IGNORECASE,
)
_WEEKDAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})days?\b", re.IGNORECASE)
_UNTIL = re.compile(
    rf"\b({'|'.join(_WEEKDAYS)})days? ?(?:to|through|thru|till|until|-|\u2013) ?"
    rf"({'|'.join(_WEEKDAYS)})days?\b",
    re.IGNORECASE,
)


def counted_numbers(question: str) -> frozenset[int]:
    """Numbers that a solution may count by what a story names, without a word that says them.

    Two for any story (two ways, two sides, two of a couple), four where something has four legs or
    wheels, and the weekdays that are named one by one or from the first to the last.
    """
    counted = {2, len({day.lower() for day in _WEEKDAY.findall(question)})}
    if _FOUR_LEGS.search(question):
        counted.add(4)
    for first, last in _UNTIL.findall(question):
        apart = _WEEKDAYS.index(last.lower()) - _WEEKDAYS.index(first.lower())
        counted.add(apart % len(_WEEKDAYS) + 1)
    return frozenset(counted)


def world_numbers(question: str, found: Sequence[Mention]) -> frozenset[Fraction]:
    """Numbers that words of the question bring in: of units, of shares, of shapes."""
    brought = {Fraction(0), Fraction(1)}
    for patterns, numbers in _UNITS:
        if all(pattern.search(question) for pattern in patterns):
            brought |= numbers
    if _PER_CENT.search(question):
        brought |= {Fraction(100), HUNDREDTH}
    for one in found:
        if one.kind == "fraction" and one.value > 0:
            top, bottom = one.value.numerator, one.value.denominator
            brought |= {one.value, Fraction(top), Fraction(bottom), 1 - one.value, 1 + one.value}
            brought |= {Fraction(bottom - top), Fraction(bottom + top)}
            brought |= {Fraction(int(n)) for n in re.findall(r"[0-9]+", one.text)}
    return frozenset(brought)
