"""Whether two options have the same value: numbers, percentages, amounts in different units.

``same`` is for two options of one item, and sure. ``may_be_same`` is for an option that would be
added: it errs towards yes, as it counts rounded twins (3.14 and 3.1416) and numbers that differ in
nothing but a unit that is not known.
"""

from __future__ import annotations

import math
import re
import unicodedata
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from saturate.harden.text.units import Unit, unit_of
from saturate.numbers import read

_EQUAL = 1e-9
_ROUNDED = 0.05
"""Relative difference up to which a rounded number may stand for a finer one."""
_MOST_CHARACTERS = 60
_MONEY = re.compile(r"^\W*(?:\\?\$|USD\b)|\$\W*$")
_EXACT = re.compile(r"\d\s*[/⁄]\s*\d|frac|[¼-¾⅐-⅞]")
_MANTISSA = re.compile(r"\d+(?:[.,]\d+)?|[.,]\d+")
_PIECES = re.compile(r"(?<=[^\W\d_])[.,]?\s+(?:and |y |et |und |e )?(?=\d)")
_PI = re.compile(r"^(?P<sign>\s*-?)(?P<times>\d*)\s?(?:π|\\pi)(?:\s?/\s?(?P<over>\d+))?(?=\W*$)")
_POWER = re.compile(r"(?<=[^\W\d_])(?<!\d[eE])(?:\^\{?|(?=-?\d))(-?\d)\}?(?!\w)")
_DISPLAYED = re.compile(r"^\s*\$([^$]+)\$[\s.]*$")
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_ARTICLE = re.compile(
    r"^(?:the|an?|le|la|les|un|une|der|die|das|eine?|el|los|las|una|os?|il|lo|gli|i|de|het|een|az)"
    r"\s+(?=\S)|^l['’]",
    re.IGNORECASE,
)
_EDGES = " \t\n.,;:!\"'“”‘’«»"
_WORDY = 3
"""Letters from which on a capital says nothing; shorter words may be symbols."""
_GENES = re.compile(r"(?:(\w)(?i:\1))+")


class Quantity(NamedTuple):
    """A number with its unit."""

    value: float
    """In base units where the unit is known."""
    magnitude: Fraction
    """The number as written, whatever the unit."""
    step: float
    """Size of the last digit that is written, in the units of ``value``; 0 where exact."""
    unit: Unit | None
    """``None`` where it is not known."""
    spelled: str
    """The unit as written."""


def same(one: str, other: str) -> bool:
    """Whether two options certainly have one value, or are one text but for small things.

    Case counts in symbols, as in *Aa* and *aa*.
    """
    if _texts_same(one, other):
        return True
    a, b = quantity(one), quantity(other)
    return a is not None and b is not None and _comparable(a, b) and _equal(a, b)


def may_be_same(one: str, other: str) -> bool:
    """Whether two options may have one value, rounded or with a unit left out."""
    a, b = quantity(one), quantity(other)
    if a is None or b is None:
        return _folded(one) == _folded(other)
    if _comparable(a, b):
        return _equal(a, b) or _twins(a, b)
    if a.unit is not None and b.unit is not None and a.unit.dimension and b.unit.dimension:
        return False
    return a.magnitude == b.magnitude


@lru_cache(maxsize=65_536)
def quantity(text: str) -> Quantity | None:
    """The amount that a text is; ``None`` where it says anything else.

    ``1 h 30 min`` is one amount.
    """
    if len(text) > _MOST_CHARACTERS:
        return None
    pieces = [_single(piece) for piece in _PIECES.split(text.strip())]
    amounts = [piece for piece in pieces if piece is not None]
    if not amounts or len(amounts) < len(pieces):
        return None
    first = amounts[0]
    if len(amounts) == 1:
        return first
    sizes = [piece.unit.factor if piece.unit else 0.0 for piece in amounts]
    if any(not _comparable(piece, first) for piece in amounts) or not _falls(sizes):
        return None
    total = sum(piece.value for piece in amounts)
    whole = Fraction(total) / Fraction(sizes[0])
    return Quantity(total, whole, amounts[-1].step, first.unit, first.spelled)


def _falls(sizes: list[float]) -> bool:
    """Whether each unit is smaller than the one before, as in hours and minutes."""
    return all(0 < small < large for large, small in pairwise(sizes))


def _single(text: str) -> Quantity | None:
    text = _DISPLAYED.sub(r"\1", text)
    text = _POWER.sub(lambda match: match[1].translate(_RAISED), _PI.sub(_with_pi, text))
    number = read(text)
    if number is None:
        return None
    magnitude = number.value
    spelled = "$" if not number.unit and _MONEY.search(text) else number.unit
    unit = unit_of(spelled)
    step = _step(text, number.value)
    if unit is None:
        return Quantity(float(magnitude), magnitude, step, None, spelled)
    value = float(magnitude) * unit.factor + unit.offset
    return Quantity(value, magnitude, step * unit.factor, unit, spelled)


def _with_pi(match: re.Match[str]) -> str:
    """Multiples of π with π behind them, as units stand."""
    over = f"/{match['over']}" if match["over"] else ""
    return f"{match['sign']}{match['times'] or 1}{over} π"


def _step(text: str, value: Fraction) -> float:
    """What one unit of the last written digit is worth; 0 for fractions, which are exact."""
    written = _MANTISSA.search(unicodedata.normalize("NFKC", text))
    if _EXACT.search(text) or written is None or not value:
        return 0.0
    digits = written[0].replace(",", ".")
    mantissa = float(digits)
    scale = abs(float(value)) / mantissa if mantissa else 1.0
    return scale * 10.0 ** -len(digits.partition(".")[2])


def _comparable(a: Quantity, b: Quantity) -> bool:
    if a.unit is None or b.unit is None:
        return a.unit is b.unit and a.spelled == b.spelled
    return a.unit.dimension == b.unit.dimension


def _equal(a: Quantity, b: Quantity) -> bool:
    if a.unit == b.unit and a.spelled == b.spelled:
        return a.magnitude == b.magnitude
    return _close(a.value, b.value)


def _close(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=_EQUAL, abs_tol=1e-300)


def _twins(a: Quantity, b: Quantity) -> bool:
    """Whether one is the other, rounded or cut off."""
    coarse, fine = (a, b) if a.step > b.step else (b, a)
    away = abs(coarse.value - fine.value)
    if _close(coarse.step, fine.step) or away > _ROUNDED * abs(fine.value):
        return False
    cut = abs(fine.value) > abs(coarse.value) and coarse.magnitude % 1 != 0
    return away <= coarse.step * (1 if cut else 0.5) * (1 + _EQUAL)


def _texts_same(one: str, other: str) -> bool:
    """Whether two texts differ in spaces, article, last stop or a capital at most."""
    a, b = _bare(one).split(), _bare(other).split()
    if "".join(a) == "".join(b):
        return True
    wordy = any(len(word) >= _WORDY for word in a)
    return len(a) == len(b) and all(
        x == y or (_capital(x, y) and (len(x) >= _WORDY or (wordy and place == 0)))
        for place, (x, y) in enumerate(zip(a, b, strict=True))
    )


def _capital(one: str, other: str) -> bool:
    """Whether one word is the other with a capital; *Aa* and *aa* are two things."""
    small = one.lower()
    return {one, other} == {small, small.capitalize()} and not _GENES.fullmatch(small)


def _folded(text: str) -> str:
    return _bare(text).casefold().replace(" ", "")


def _bare(text: str) -> str:
    plain = " ".join(unicodedata.normalize("NFKC", text).split()).strip(_EDGES)
    return _ARTICLE.sub("", plain).replace("’", "'")
