"""Reads numbers as people and models write them: the one reader of the project.

It knows signs, thousands, decimals, money, percent, fractions, mixed numbers, scale words, units
and the LaTeX or Markdown around an answer, in any script's digits. Values are exact. What can be
read in two ways gives nothing, never a guess: ``1,2,3`` is no number, ``12,5`` never 125.

Text is matched, never executed. Every pattern goes over a text once, so that megabytes take
milliseconds a megabyte. The module imports nothing of the package: a frozen benchmark carries a
copy, whose functions lm-eval calls as filters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import gcd
from typing import Any, NamedTuple

NO_ANSWER = "[no answer]"
"""What a filter gives where there is nothing to read."""

_LONGEST = 1_000
"""Characters; a longer text is no number."""
_TAIL = 4_000
"""Characters at the end of an answer in which its last number is looked for."""
_EXPONENTS = range(-300, 301)
_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
"""Powers of ten. A dozen is a unit, as answers are counted in dozens."""

_SIGN = r"[-+\u2010\u2011\u2212\u2013\uff0d\ufe63]"
_WRAPPER = r"\\(?:boxed|fbox|text|textbf|mathrm|mathbf|mathit|math)\s?\{"
_LEAD = rf"(?:[\s*_`:=\"'{{]|\\?\$|\\[(\[]|{_WRAPPER}){{0,30}}"
_MONEY = (
    r"(?:(?:US|MX|AU?|CA?|NZ|HK|S)?\\?\$|[\u20ac\u00a5\u20b9\u20a9\u20bd\u20ba\u00a2]|L?\u00a3"
    r"|(?:USD|EUR|GBP|INR|CAD|AUD|R[sp]\.?))"
)
_GAP = r"[.,'\u2019_\u00a0\u2009\u202f\u066b\u066c]|\uff0c(?=\d{3}(?!\d))|\{,\}|,?\\[,!;]"
_BLANK = r"|[ ](?=\d{3}(?!\d))"
_VULGAR = r"[\u00bc-\u00be\u2150-\u215e\u2189]"
_RAISED = r"[\u00b2\u00b3\u00b9\u2070\u2074-\u2079]"
_PIECE = r"\s?(?:\{\s?\d+\s?\}|\d)"
_STACKED = rf"\\[dtc]?frac{_PIECE}{_PIECE}"
_MIXED = r"(?:[ \u2010\u2011-]|[ ]and[ ])\d+[/\u2044]\d+(?:[/\u2044]\d+)*"
_POWER = (
    r"(?P<power>[eE][-+]?\d+(?!\w)"
    r"|[ ]?(?:\\times|\\cdot|[x*\u00d7])[ ]?10\^(?:\{-?\d+\}|-?\d+))?"
)
_SCALE = rf"(?P<scale>(?:[ \u2010\u2011-]?(?:\\text\{{\s?)?(?i:{'|'.join(_SCALES)})s?\b){{0,2}})"
_ELSE = rf"(?:{_RAISED}|\^(?!\{{?\\circ)\{{?-?\w*|:\d+|(?:[kKMB]|bn|mn)(?!\w))"
"""What makes another thing of a number: a power, a clock, a short scale (5k: km, thousand?)."""
_CALCULATED = (
    r"[ ]?(?:[-+*/x=^\u00d7\u00f7\u2010\u2011\u2013\u2212]|\\(?:times|cdot|div))"
    r"[ ]?[-({\\$]{0,3}\d+"
)


def _value(blank: str) -> str:
    """A value without its sign; ``blank`` says whether a blank may part thousands."""
    run = rf"\d+(?:(?:{_GAP}{blank})\d+)*"
    part = rf"[ ]?{_STACKED}|[ ]?{_VULGAR}|(?:[/\u2044]{run})+|{_MIXED}"
    plain = rf"(?P<run>{run}|(?<![\w.])[.\u066b]\d+)(?P<part>{part})?"
    return rf"(?:{plain}|(?P<alone>{_STACKED}|{_VULGAR})){_POWER}{_SCALE}"


_HEAD = rf"(?P<sign>{_SIGN})?(?:{_MONEY}[ \u00a0]?)?(?P<second>{_SIGN})?"
_SCANNED_HEAD = (
    rf"(?:(?P<sign>(?<![\w)\]}}%.])[-\u2010\u2011\u2212\uff0d\ufe63]){_MONEY}?)?"
    r"(?P<second>(?!))?"
)
_REST = rf"(?P<rest>(?:[^\d\u00bc-\u00be\u2150-\u215e\u2189]|(?<=[a-z]){_RAISED}){{0,80}})"
_WHOLE_TEXT = re.compile(rf"{_LEAD}{_HEAD}{_value(_BLANK)}(?!{_ELSE}){_REST}")
_ANYWHERE = re.compile(rf"{_SCANNED_HEAD}{_value('')}(?P<else>{_ELSE})?")

_ANSWER = rf"{_HEAD}{_value(_BLANK)}(?:{_ELSE})?(?:{_CALCULATED})?"
MARKED = rf"####{_LEAD}({re.sub(r'[?]P<[a-z]+>', '?:', _ANSWER)})"
r"""A number after ``####``; the one group is all that belongs to it, for :func:`integer` to read.

A calculation (``12 + 3``) belongs to it as well, as its first number is not the answer.
"""
# The same, as nothing that leads is part of a number; a flood of marks and blanks costs it less.
_MARKED = re.compile(MARKED.replace(f"####{_LEAD}", f"####(?!#)(?>{_LEAD})", 1))

_CLOSERS = re.compile(rf"{_WRAPPER}|\\[)\],;! ]|[{{}}*_`\"'$\s]")
_DEGREES = re.compile(r"\^\{?\\circ\b\}?")
_PERCENT = re.compile(r"\\?%|per ?cent\b", re.IGNORECASE)
_NO_UNIT = re.compile(r"[-\u2010\u2011/](?![^\W\d_])|[+*=<>^:|\u00d7\u00f7\u2013\u2212]")
_SPELLINGS = (
    re.compile(r"(\d+)(?:\.(\d+))?"),
    re.compile(r"()\.(\d+)"),
    re.compile(r"([1-9]\d{0,2}(?:,\d{3})+|[1-9]\d?(?:,\d\d)+,\d{3})(?:\.(\d+))?"),
    re.compile(r"([1-9]\d{0,2}(?:([ '_])\d{3})(?:\2\d{3})*)(?:[.,](\d+))?"),
    re.compile(r"([1-9]\d{0,2}(?:\.\d{3})+),(\d+)"),
    re.compile(r"([1-9]\d{0,2}(?:\.\d{3}){2,})"),
    re.compile(r"(\d+),(\d{1,2}|\d{4,})"),
    re.compile(r"(0),(\d{3})"),
)
"""Digits, a point in front, English and Indian thousands, ISO's blanks, continental points, and a
decimal comma where it cannot be a separator of thousands."""
_ALIKE = str.maketrans("\u066b\u066c\uff0c\u2019\u00a0\u2009\u202f", ".,,'   ")


class Number(NamedTuple):
    """A number as it was read."""

    value: Fraction
    """As written: of ``50%`` it is 50."""
    digits: str
    """The sign and digits without separators, zeros in front kept: ``007``."""
    unit: str
    """What follows: ``%`` for any spelling of percent, ``apples``, or nothing."""


class Found(NamedTuple):
    """A number in a running text, or what looks like one."""

    start: int
    end: int
    text: str
    number: Number | None
    """``None`` where it cannot be read: ``10:30``, ``1,2,3``, ``12/25/2024``."""


def read(text: str) -> Number | None:
    """The number that a whole text is, with its unit; ``None`` where it is none, or none alone."""
    if len(text) > _LONGEST:
        return None
    match = _WHOLE_TEXT.fullmatch(text)
    if match is None:
        return None
    unit = _CLOSERS.sub(" ", _DEGREES.sub("\u00b0", match["rest"])).strip(".,;! ")
    if _NO_UNIT.match(unit):
        return None
    unit = " ".join(unit.split())
    return _number(match, "%" if _PERCENT.fullmatch(unit) else unit)


def find(text: str) -> Iterator[Found]:
    """All numbers of a running text, in order; a sign counts where it cannot be a hyphen."""
    for match in _ANYWHERE.finditer(text):
        number = None if match["else"] else _number(match, "")
        yield Found(*match.span(), match[0], number)


def last(text: str) -> Number | None:
    """The last number of an answer, whatever its format; ``None`` where that cannot be read."""
    match = None
    for match in _ANYWHERE.finditer(text[-_TAIL:]):  # noqa: B007
        pass
    return None if match is None or match["else"] else _number(match, "")


def marked(text: str, place: int = 0) -> Number | None:
    """The number after ``####``.

    Args:
        text: An answer.
        place: Which of the marks that a number follows: 0 for the first, -1 for the last.
    """
    if place == 0:
        match = _MARKED.search(text)
        return read(match[1]) if match else None
    found = _MARKED.findall(text)
    return read(found[place]) if found else None


def integer(number: Number | None) -> str | None:
    """The canonical form of a whole number, ``1200``; ``None`` for all else, as 12.5 is no 12."""
    if number is None or number.value.denominator != 1:
        return None
    return str(number.value.numerator)


def spelled(value: Fraction) -> str:
    """A value in its shortest exact form: ``1200``, ``12.5``, ``1/3``."""
    rest, places = value.denominator, 0
    while (shared := gcd(rest, 10)) > 1:
        rest, places = rest // shared, places + 1
    if rest > 1 or places > _LONGEST:
        return f"{value.numerator}/{value.denominator}"
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}d}"
    cut = len(digits) - places
    point = "." if places else ""
    return f"{'-' if value < 0 else ''}{digits[:cut]}{point}{digits[cut:]}"


def integers(resps: Iterable[list[str]], docs: Any) -> list[list[str]]:
    """lm-eval filter: written numbers, as :data:`MARKED` finds them, in canonical form."""
    return [[integer(read(text)) or NO_ANSWER for text in texts] for texts in resps]


def last_numbers(resps: Iterable[list[str]], docs: Any) -> list[list[str]]:
    """lm-eval filter: the last number of each answer, by its value."""
    found = [[last(text) for text in texts] for texts in resps]
    return [[NO_ANSWER if one is None else spelled(one.value) for one in row] for row in found]


def last_digits(resps: Iterable[list[str]], docs: Any) -> list[list[str]]:
    """lm-eval filter: the last number of each answer, digit by digit (``021`` is not 21)."""
    found = [[last(text) for text in texts] for texts in resps]
    return [[NO_ANSWER if one is None else one.digits for one in row] for row in found]


def _number(match: re.Match[str], unit: str) -> Number | None:
    """The value of a match of a whole text or of one anywhere."""
    if len(match[0]) > _LONGEST or (match["sign"] and match["second"]):
        return None
    value, digits = _sized(match)
    power = re.sub(r".*(?:10\^|[eE])", "", match["power"] or "").strip("{}")
    if value is None or len(power) > 4 or int(power or 0) not in _EXPONENTS:
        return None
    value *= Fraction(10) ** int(power or 0)
    for word in re.findall(r"[a-z]{6,}", match["scale"].lower()):
        value *= 10 ** _SCALES.get(word.removesuffix("s"), 0)
    minus = (match["sign"] or match["second"] or "+") != "+"
    if not digits or power or match["scale"]:
        digits = spelled(value)
    return Number(-value if minus else value, f"{'-' if minus else ''}{digits}", unit)


def _sized(match: re.Match[str]) -> tuple[Fraction | None, str]:
    """Value without sign, power and scale; and the digits, where nothing but digits stands."""
    if match["alone"]:
        return _over(*_pair(match["alone"])), ""
    digits = _plain(match["run"])
    part = match["part"]
    if digits is None:
        return None, ""
    if part is None:
        return Fraction(digits), digits
    if part[0] in "/\u2044":
        below = [_plain(one) for one in re.split(r"[/\u2044]", part[1:])]
        if len(below) > 1 or below[0] is None:
            return None, ""
        return _over(Fraction(digits), Fraction(below[0])), ""
    top, bottom = _pair(part)
    if not digits.isdigit() or top >= bottom or part.count("/") > 1:
        return None, ""
    return Fraction(digits) + Fraction(top, bottom), ""


def _pair(part: str) -> tuple[int, int]:
    """Top and bottom of a fraction: ``1/2``, ``\\frac{1}{2}``, ``\\frac12``, a vulgar one."""
    top, bottom = re.findall(r"\d+", re.sub(r"(frac\s?\d)(?=\d)", r"\1 ", _ascii(part)))[:2]
    return int(top), int(bottom)


def _over(top: Fraction | int, bottom: Fraction | int) -> Fraction | None:
    return Fraction(top) / Fraction(bottom) if bottom else None


def _plain(run: str) -> str | None:
    """A run of digits and separators as digits with at most one point; ``None``: no one reading."""
    if run.isascii() and run.isdigit():
        return run
    text = _ascii(run.translate(_ALIKE).replace("{,}", ","))
    text = re.sub(r",\\[,!;]", ",", text)
    text = re.sub(r"\\[,!;]", " ", text)
    match = next((m for one in _SPELLINGS if (m := one.fullmatch(text))), None)
    if match is None:
        return None
    whole = re.sub(r"\D", "", match[1])
    decimals = match[match.re.groups] if match.re.groups > 1 else ""
    rest = (decimals or "").rstrip("0")
    return f"{whole or '0'}.{rest}" if rest else whole or "0"


def _ascii(text: str) -> str:
    """Digits of any script as ASCII, and a vulgar fraction as two numbers."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", "".join(_digit(one) for one in text))


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
