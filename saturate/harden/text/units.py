"""Units of measure: how much of which dimension a written unit is.

A small table of what stands in tests of schools and universities, in the International System and
the customary one. A unit that is not here is unknown, and never guessed.
"""

from __future__ import annotations

import math
import re
import unicodedata
from typing import NamedTuple

_PREFIXES = {
    "": 1.0, "p": 1e-12, "n": 1e-9, "µ": 1e-6, "u": 1e-6, "m": 1e-3, "c": 1e-2, "d": 1e-1,
    "h": 1e2, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12,
}  # fmt: skip
_PREFIX_WORDS = {
    "": 1.0, "nano": 1e-9, "micro": 1e-6, "milli": 1e-3, "centi": 1e-2, "deci": 1e-1,
    "hecto": 1e2, "kilo": 1e3, "mega": 1e6, "giga": 1e9, "tera": 1e12,
}  # fmt: skip
_PREFIXED: dict[str, tuple[float, str]] = {
    "m": (1, "m"), "g": (1e-3, "kg"), "s": (1, "s"), "A": (1, "A"), "mol": (1, "mol"),
    "L": (1e-3, "m3"), "l": (1e-3, "m3"), "Hz": (1, "s-1"), "N": (1, "m kg s-2"),
    "J": (1, "m2 kg s-2"), "W": (1, "m2 kg s-3"), "Pa": (1, "m-1 kg s-2"), "V": (1, "V"),
    "C": (1, "A s"), "F": (1, "A s V-1"), "Ω": (1, "V A-1"), "eV": (1.602176634e-19, "m2 kg s-2"),
    "cal": (4.184, "m2 kg s-2"), "Wh": (3600, "m2 kg s-2"), "bar": (1e5, "m-1 kg s-2"),
    "T": (1, "T"), "B": (8, "bit"), "bit": (1, "bit"), "M": (1e3, "mol m-3"),
}  # fmt: skip
_PREFIXED_WORDS = {
    "meter": "m", "metre": "m", "gram": "g", "gramme": "g", "second": "s", "ampere": "A",
    "amp": "A", "mole": "mol", "liter": "L", "litre": "L", "hertz": "Hz", "newton": "N",
    "joule": "J", "watt": "W", "pascal": "Pa", "volt": "V", "coulomb": "C", "farad": "F",
    "ohm": "Ω", "calorie": "cal", "byte": "B", "bit": "bit", "tesla": "T",
}  # fmt: skip
_NAMED: dict[str, tuple[float, str]] = {
    "%": (0.01, ""), "percent": (0.01, ""), "π": (math.pi, ""), "pi": (math.pi, ""),
    "dozen": (12, ""), "rad": (1, ""), "radian": (1, ""), "°": (math.pi / 180, ""),
    "degree": (math.pi / 180, ""), "deg": (math.pi / 180, ""), "sec": (1, "s"),
    "min": (60, "s"), "minute": (60, "s"), "h": (3600, "s"), "hr": (3600, "s"),
    "hour": (3600, "s"), "day": (86400, "s"), "week": (604800, "s"), "wk": (604800, "s"),
    "month": (1, "month"), "year": (12, "month"), "yr": (12, "month"), "decade": (120, "month"),
    "century": (1200, "month"), "centurie": (1200, "month"), "inch": (0.0254, "m"),
    "inche": (0.0254, "m"), "in": (0.0254, "m"), "ft": (0.3048, "m"), "foot": (0.3048, "m"),
    "feet": (0.3048, "m"), "yd": (0.9144, "m"), "yard": (0.9144, "m"), "mile": (1609.344, "m"),
    "mi": (1609.344, "m"), "Å": (1e-10, "m"), "micron": (1e-6, "m"), "lb": (0.45359237, "kg"),
    "pound": (0.45359237, "kg"), "oz": (0.028349523125, "kg"), "ounce": (0.028349523125, "kg"),
    "t": (1000, "kg"), "tonne": (1000, "kg"), "ton": (1000, "kg"), "ha": (1e4, "m2"),
    "hectare": (1e4, "m2"), "acre": (4046.8564224, "m2"), "cc": (1e-6, "m3"),
    "gallon": (3.785411784e-3, "m3"), "quart": (9.46352946e-4, "m3"),
    "pint": (4.73176473e-4, "m3"), "cup": (2.365882365e-4, "m3"), "mph": (0.44704, "m s-1"),
    "kph": (1 / 3.6, "m s-1"), "kmh": (1 / 3.6, "m s-1"), "atm": (101325, "m-1 kg s-2"),
    "mmHg": (133.322387415, "m-1 kg s-2"), "torr": (133.322368421, "m-1 kg s-2"),
    "$": (1, "$"), "dollar": (1, "$"), "usd": (1, "$"), "cent": (0.01, "$"), "¢": (0.01, "$"),
    "K": (1, "K"), "kelvin": (1, "K"),
}  # fmt: skip
_SHIFTED = {
    "°c": (1.0, 273.15), "celsius": (1.0, 273.15), "degrees celsius": (1.0, 273.15),
    "°f": (5 / 9, 255.3722222222222), "fahrenheit": (5 / 9, 255.3722222222222),
    "degrees fahrenheit": (5 / 9, 255.3722222222222),
}  # fmt: skip
_AMBIGUOUS = ("C", "F")
"""Coulomb or Celsius, farad or Fahrenheit."""
_LATEX = re.compile(r"\\(?:text|mathrm|rm\b|[,;! ])|[{}~]")
_PER = re.compile(r"\s*(?:/|\bper\b)\s*")
_TIMES = re.compile(r"\s*[·⋅*×]\s*|\s+")
_ATOM = re.compile(r"(?P<name>[^\d\s^-]+)(?:\^?(?P<power>-?\d))?")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


class Unit(NamedTuple):
    """A unit: a value v in it is ``v * factor + offset`` in base units."""

    factor: float
    offset: float
    dimension: tuple[tuple[str, int], ...]
    """Base units and their powers, in order; empty for plain numbers."""


def unit_of(text: str) -> Unit | None:
    """The unit that a text is: ``km/h``, ``m s^-2``, ``square feet``; ``None`` if unknown.

    Case counts in symbols (mW, MW), and not in words.
    """
    bare = unicodedata.normalize("NFC", _LATEX.sub("", text)).translate(_RAISED)
    bare = bare.replace("μ", "µ").replace("º", "°").replace("^\\circ", "°").strip(" .")
    if bare in _AMBIGUOUS:
        return None
    shifted = _SHIFTED.get(bare.lower().replace("° ", "°"))
    if shifted:
        return Unit(*shifted, (("K", 1),))
    bare = re.sub(r"\b(square|sq\.?|cubic|cu\.?) (\S+)", _raised, bare)
    above, *below = _PER.split(bare)
    factor, powers = 1.0, dict[str, int]()
    for part, sign in [(above, 1), *((one, -1) for one in below)]:
        for atom in _TIMES.split(part.strip()):
            size_and_powers = _atom(atom) if atom else (1.0, {})
            if size_and_powers is None:
                return None
            factor *= size_and_powers[0] ** sign
            for name, power in size_and_powers[1].items():
                powers[name] = powers.get(name, 0) + sign * power
    return Unit(factor, 0.0, tuple(sorted((n, p) for n, p in powers.items() if p)))


def _raised(match: re.Match[str]) -> str:
    return f"{match[2]}{2 if match[1].startswith('sq') else 3}"


def _atom(text: str) -> tuple[float, dict[str, int]] | None:
    if text.isdigit():
        return float(text) or 1.0, {}
    match = _ATOM.fullmatch(text)
    size_and_dimension = _named(match["name"]) if match else None
    if match is None or size_and_dimension is None:
        return None
    power = int(match["power"] or 1)
    return size_and_dimension[0] ** power, {
        name: power * times for name, times in _dimension(size_and_dimension[1]).items()
    }


def _named(name: str) -> tuple[float, str] | None:
    if name in _NAMED:
        return _NAMED[name]
    for prefix, factor in _PREFIXES.items():
        if name.startswith(prefix) and name[len(prefix) :] in _PREFIXED:
            size, dimension = _PREFIXED[name[len(prefix) :]]
            return factor * size, dimension
    word = name.lower().rstrip(".")
    for single in (word, word.removesuffix("s")):
        if single in _NAMED:
            return _NAMED[single]
        for prefix, factor in _PREFIX_WORDS.items():
            symbol = _PREFIXED_WORDS.get(single.removeprefix(prefix))
            if symbol and single.startswith(prefix):
                return factor * _PREFIXED[symbol][0], _PREFIXED[symbol][1]
    return None


def _dimension(text: str) -> dict[str, int]:
    powers = {}
    for part in text.split():
        name, power = re.fullmatch(r"([^\d-]+)(-?\d)?", part).groups()  # type: ignore[union-attr]
        powers[name] = int(power or 1)
    return powers
