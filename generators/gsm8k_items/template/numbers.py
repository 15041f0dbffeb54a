"""Finds the numbers of a question: digits, money, percent, fractions, number words, unit words.

A *mention* is a number that the text states. Some are *free*: another number could stand there and
the story would still be one. The others are fixed: fractions, clock times, years, ordinals, what
belongs to the world (legs of a dog, days of a week), and small counts of people, whom the story may
go on to name. Answers are read by :mod:`saturate.numbers`; a question is taken apart here, as it is
the kind and the place of each number that a redraw needs, in words and part names as well.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal, NamedTuple

from .parse import number

Kind = Literal["plain", "money", "percent", "cents", "word", "fraction", "name"]

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
_TENS = "thirty forty fifty sixty seventy eighty ninety".split()
WORDS: dict[str, int] = {word: i for i, word in enumerate(ONES)} | {
    word: 10 * i for i, word in enumerate(_TENS, 3)
}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4,
    "fourths": 4, "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7,
    "eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10,
}  # fmt: skip
_WORD = "|".join(sorted(WORDS, key=len, reverse=True))
_NUMBER = re.compile(
    r"(?P<fraction>(?<![0-9.,/])[0-9]+(?:[ -][0-9]+)?/[0-9]+(?![0-9/]))"
    r"|(?P<clock>[0-9]{1,2}:[0-9]{2})"
    r"|(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]+|(?<![0-9])\.[0-9]+|[0-9]+)"
    rf"|\b(?P<parts>(?:{_WORD}|a)[- ](?:{'|'.join(_PARTS)}))\b"
    rf"|\b(?P<word>(?:(?:twenty|{'|'.join(_TENS)})[- ](?:{'|'.join(ONES[1:10])}))|{_WORD})\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\W*(?:[\w'-]+ ){0,2}?(?:friends?|children|child|brothers?|sisters?|siblings?|kids?|sons?|"
    r"daughters?|people|persons|girls?|boys?|men|women|cousins?|nieces?|nephews?|grand\w+|babies|"
    r"parents|of (?:them|these|those|the|us)|others?|more (?:people|friends)|roommates|neighbors|"
    r"co-?workers|colleagues|adults|teammates|employees|workers|players|students|guests)\b",
    re.IGNORECASE,
)
_BYTES = r"(?:[kmgt]b|(?:kilo|mega|giga|tera)?bytes?)"
_MEASURE = (
    r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|inch(?:es)?|foot|feet|yards?|miles?|"
    r"(?:centi|milli|kilo)?meters?|[ckm]m|ounces?|oz|pounds?|lbs?|tons?|(?:kilo|milli)?grams?|kg|"
    r"teaspoons?|tablespoons?|cups?|pints?|quarts?|gallons?|(?:milli)?liters?|ml|cents|"
    rf"{_BYTES})"
)
_WORLD = re.compile(
    r"[- ](?:(?:[\w'-]+ )?(?:legs?|legged|wheels?|wheeler|sided|sides|eyes|ears|feet on|"
    r"fingers|toes|"
    r"arms|corners|strings|horned?|horns)\b|(?:st|nd|rd|th)\b|[ap]\.?\s?m\b|o'clock|"
    r"(?:week|business |school |working |work)days?\b|weekends?\b|dollar bills?|"
    r"\$?\w*bills?\b|rupee|(?:cent )?coins?\b|(?:days?|times|nights?) (?:a|per|each|every|in a) "
    r"(?:week|year|day|month)\b|seasons|quarters|by [0-9]|x [0-9]|hours? (?:a|per|each|every|"
    r"in a) day|"
    r"(?:tablespoons|teaspoons|liters|minutes|days|weeks|months|hours|years|inches|ounces|feet|seconds|cents|quarters|"
    r"pints|quarts|"
    r"cups|eggs|grams|meters|centimeters|millimeters|milliliters|ml|pounds|items|units|pieces) "
    r"(?:in|to|per|make|makes|equals?) (?:a|an|one|1|each|every) "
    r"(?:minute|hour|day|week|month|year|foot|pound|yard|cup|tablespoon|gallon|dollar|dozen|quart|pint|kilogram|"
    r"kilometer|meter|liter|ton|score|century|decade)\b|"
    rf"{_BYTES} (?:in|to|per|make|makes|equals?) (?:a|an|one|1|each|every) {_BYTES}\b|"
    r"calories (?:in|per) (?:a|one|1|each|every) pound of (?:\w+ )?fat\b)"
    r"|(?:st|nd|rd|th)\b|-?[ap]\.?m\b|\s?[xX] ?[0-9]|[A-Za-z]\b|-[0-9]|:[0-9]|/|\)?\^",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(
    r"(?:\b(?:grade|page|pages|chapter|level|number|no\.|route|size|version|year|class|room|"
    r"bus|unit|"
    r"act|part|phase|stage|highway|channel|day|week|month|round|game|quarter|January|February|"
    r"March|"
    r"April|May|June|July|August|September|October|November|December|noon|between|at|until|till|"
    r"section|episode|type|in the year|Type|Team|team|Group|group|Box|Bag|Store|Shop|Game|ratio of|"
    r"from age|ages? of|aged|turn|turns|turned|was born in|since|area code|zip code) |#\s?|:|"
    r"-|/|\^|[A-Za-z])$"
)
_EQUALS = re.compile(
    r"(?:\bbills? of|\bequals?(?: to)?|=|\b1 [a-z]+ is|\bone [a-z]+ is) (?:about )?$"
)
_UNIT_IS = re.compile(
    rf"\b(?:1|one|an?|each|every) {_MEASURE} (?:is|has|holds|contains|makes|weighs) (?:about )?$",
    re.IGNORECASE,
)
_UNITS_FOLLOW = re.compile(rf"[ -]?{_MEASURE}\b", re.IGNORECASE)
_SCALE = re.compile(r"[ -](?:hundred|thousand|million|billion|trillion)s?\b", re.IGNORECASE)
_PERCENT = re.compile(r"\s?%|[ -]per ?cent(?:age)?\b", re.IGNORECASE)
_CENTS = re.compile(r"\s?(?:¢|cents?\b)", re.IGNORECASE)
_RATIO = re.compile(r"(?:\s?:\s?[0-9]| to [0-9]+ ratio|[- ]to[- ][0-9]+ |[- ]to[- ]one\b)")


class Mention(NamedTuple):
    """A number that a question states."""

    start: int
    end: int
    text: str
    value: Fraction
    kind: Kind
    free: bool
    """Whether another number may stand here."""
    noun: str
    """The words that follow, for telling units apart."""


def mentions(text: str) -> list[Mention]:
    """All numbers of a text, in order."""
    return [_mention(text, match) for match in _NUMBER.finditer(text)]


def _mention(text: str, match: re.Match[str]) -> Mention:
    start, end, written = match.start(), match.end(), match[0]
    before, after = text[max(0, start - 24) : start], text[end : end + 60]
    noun = " ".join(re.findall(r"[A-Za-z$%'-]+", after)[:4]).lower()

    def found(value: Fraction, kind: Kind, free: bool) -> Mention:
        return Mention(start, end, written, value, kind, free, noun)

    if match["fraction"]:
        return found(_fraction(written), "fraction", False)
    if match["parts"]:
        many, _, part = written.lower().replace("-", " ").rpartition(" ")
        return found(Fraction(WORDS.get(many, 1), _PARTS[part]), "fraction", False)
    if match["clock"]:
        return found(number(written.partition(":")[0]), "name", False)
    if match["word"]:
        value = Fraction(sum(WORDS[w] for w in re.split("[- ]", written.lower())))
        fixed = value <= 2 or _PEOPLE.match(after) or _WORLD.match(after) or _SCALE.match(after)
        return found(value, "word", not fixed and value <= 20)
    value = number(written)
    if _SCALE.match(after) or _RATIO.match(after):
        return found(value, "name", False)
    if _PERCENT.match(after):
        return found(value, "percent", True)
    if before.endswith("$"):
        return found(value, "money", not re.match(r"\s?(?:-?\w+ )?bills?\b", after))
    year = 1700 <= value <= 2100 and "," not in written and value % 100 and len(written) == 4
    if year or _EQUALS.search(before) or _WORLD.match(after) or _NAME_BEFORE.search(before):
        return found(value, "name", False)
    if _UNIT_IS.search(before) and _UNITS_FOLLOW.match(after):
        return found(value, "name", False)
    few_people = value <= 6 and _PEOPLE.match(after)
    if _CENTS.match(after):
        return found(value, "cents", not re.match(r"\s?cents? (?:coin|piece)", after))
    return found(value, "plain", not few_people)


def _fraction(text: str) -> Fraction:
    whole, _, part = text.replace("-", " ").rpartition(" ")
    top, _, bottom = part.partition("/")
    if int(bottom) == 0:
        return Fraction(-1)  # no number; nothing will bind to it
    return Fraction(int(whole or 0)) + Fraction(int(top), int(bottom))


def show(value: Fraction, like: str, kind: Kind = "plain") -> str | None:
    """Write a value as another number was written; ``None`` where it has no short decimal form."""
    if kind == "word":
        if value.denominator != 1 or not 0 <= value <= 20:
            return str(value) if value.denominator == 1 else None
        word = ONES[int(value)]
        return word.capitalize() if like[:1].isupper() else word
    decimals = len(like.partition(".")[2]) if "." in like else 0
    if value.denominator == 1 and not (decimals == 2 and like.endswith("00")):
        return f"{int(value):,}" if "," in like or (value >= 10_000) else str(int(value))
    places = next((n for n in range(1, 5) if (value * 10**n).denominator == 1), None)
    if value.denominator == 1:
        places = 2
    if places is None:
        return None
    if kind in ("money", "cents") or decimals == 2:
        places = max(places, 2)
    return f"{float(value):,.{places}f}"
