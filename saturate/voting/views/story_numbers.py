"""Numbers of a story and the words around them: what a rewrite by numbers looks at.

Nothing is guessed. A number that cannot be read, is a part of something larger (a clock time, a
range, ``5 million``) or has nothing behind it that says what it counts makes the rewrite unsure,
and an unsure rewrite is not made.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from saturate.numbers import find, spelled

_PLAIN = re.compile(r"\d+|\d{1,3}(?:,\d{3})+|\d+\.\d+|\d{1,3}(?:,\d{3})+\.\d+")
_DATE = re.compile(r"\b(?:on|by|until|since|from|to) $")
_SHARE = re.compile(r"\d+/\d+")
_PERCENT = re.compile(r"\s?(?:%|percent\b|per cent\b)")
_NEXT = re.compile(r"[ -]([A-Za-z]+)(?:[ -]([A-Za-z]+))?(?:[ -]([A-Za-z]+))?")
NUMBER_WORD = re.compile(
    r"\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|hundreds?|thousands?|millions?|billions?|dozens?|pairs?|couple|single|several)\b",
    re.IGNORECASE,
)
ROUNDING = re.compile(
    r"\b(?:round(?:s|ed|ing)?|nearest|whole|integers?|even|odd|prime|divisible|squared?|cubed|"
    r"cubic|area|volume|beats?|exceed\w*|surpass\w*|product of|factorial|digits?|approximat\w+|"
    r"estimate\w*)\b",
    re.IGNORECASE,
)
"""What is not proportional to the amounts it is worked out from, or may not be."""


class StoryNumber(NamedTuple):
    """A number that a story writes in digits."""

    start: int
    end: int
    text: str
    value: Fraction
    share: bool
    """Whether it is a fraction or a percentage, which no unit changes."""
    following: tuple[str, ...]
    """Up to three words behind it, in lower case; none where punctuation stands there."""
    joined: bool
    """Whether a hyphen joins it to the next word, as in ``5-pound bag``."""


def story_numbers(text: str) -> list[StoryNumber] | None:
    """All numbers in digits, in order; ``None`` where one cannot be read for certain."""
    found = []
    for one in find(text):
        written = one.text.strip()
        if one.number is None:
            return None
        share = _SHARE.fullmatch(written) is not None
        if share and (one.number.value >= 1 or _DATE.search(text[: one.start])):
            return None
        if not share and _PLAIN.fullmatch(written) is None:
            return None
        start = one.start + one.text.index(written)
        end = start + len(written)
        if re.match(r"[\d:/^*+=]|\.\d|\w|-\d", text[end:]) or re.search(
            r"[\w:/^*+=#.,-]$|\b(?:No\.|number|page|chapter|room) $", text[:start]
        ):
            return None
        after = _NEXT.match(text, end)
        words = tuple(word.lower() for word in after.groups() if word) if after else ()
        share = share or _PERCENT.match(text, end) is not None
        joined = text[end : end + 1] == "-"
        found.append(StoryNumber(start, end, written, one.number.value, share, words, joined))
    return found


def times(number: StoryNumber, factor: int) -> str:
    """A number times a factor, written as it was: its thousands, its two decimals."""
    value = number.value * factor
    whole, _, decimals = spelled(value).partition(".")
    if "," in number.text or len(whole) > 4:
        whole = f"{int(whole):,}"
    places = len(number.text.partition(".")[2])
    decimals = decimals.ljust(places, "0") if decimals or places else ""
    return f"{whole}.{decimals}" if decimals else whole


def question_of(text: str) -> str | None:
    """The one question that ends a story; ``None`` where it asks more or less than one."""
    bare = text.strip()
    if not bare.endswith("?") or bare.count("?") > 1:
        return None
    start = max(bare.rfind(mark, 0, -1) for mark in (". ", "! ", "\n"))
    return bare[start + 1 :].strip()
