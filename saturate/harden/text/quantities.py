"""Whole quantities: numbers of a text that an equal expression can replace, or all of an answer.

A number is one if it stands alone. It is none as a part of another number (mixed, a fraction, a
decimal, grouped thousands), of a range, ratio, time, date or formula, as a rank, a share or a
name ("chapter 3", "iPhone 12"), or where words go on with it ("3 million", "2 and a half").
"""

from __future__ import annotations

import re

from saturate.harden.text.words import words
from saturate.numbers import find

_DASHES = r"\-‐‑‒–—−~〜～"
_NUMBER = re.compile(
    rf"(?<![\w.,:：/⁄^*+=<>_\\(){{}}\[\]#@'’\"“”×÷±≈√·%°{_DASHES}])(\d{{1,4}})"
    rf"(?![\w)\]}}/⁄^*+=<>_\\%‰°℃℉'’\"”′″×÷±·$|{_DASHES}])(?![.,:：]+\w)"
)
"""A whole number that touches neither a letter nor a sign of a formula, but for a currency's."""
_FRACTION = r"(?:\d+\s*[/⁄]\s*\d+|[¼-¾⅐-⅞↉]|\\[dt]?frac)"
_HALVES = "half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|tenths?"
_MONTHS = (
    "jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|mars|apr(?:il)?|may|mai|june?|juni?|"
    "july?|juli|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?|"
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|"
    "février|avril|juin|juillet|août|septembre|octobre|novembre|décembre"
)
_GOES_ON = re.compile(
    rf"\s*(?:[%‰°℃℉^*+=<>/⁄×÷±|\\{_DASHES}]|[:：]\s*\d|{_FRACTION})"
    rf"|\s+(?:(?:and|&|plus|y|und|et)\s+(?:(?:an?|one|two|three)[\s-])?(?:{_FRACTION}|(?:{_HALVES})\b)"
    r"|\d"
    r"|(?:to|or|through|out\s+of|in|bis|à)\s+\d"
    rf"|(?:{_HALVES})\b"
    r"|(?:hundred|thousand|million|billion|trillion|lakh|crore|per\s?cent|pct|percentage|prozent|"
    r"por\s+ciento|pour\s+cent|st|nd|rd|th|x|by|[ap]\.?m|o['’]?clock|uhr)\b"
    rf"|(?:of\s+|de\s+)?(?:{_MONTHS})\b|[月日号點点時时]"
    rf")|\.\s+(?:{_MONTHS})\b",
    re.IGNORECASE,
)
"""What makes a number a part of something larger when it follows."""
_BEGUN = re.compile(
    rf"(?:\d\s*[:：/⁄]|\d[.,]?|[½⅓¼⅔¾]|[/⁄^*+=<>×÷±\\{_DASHES}])\s*$"
    r"|\d\s+(?:to|or|through|out\s+of|in|bis|à|by|x)\s+$"
    r"|\b(?:half\s+past|quarter\s+(?:to|past))\s+$",
    re.IGNORECASE,
)
"""What makes it so when it stands before."""
_NAME = re.compile(r"(?:^|(?<=[\s(\"'“‘]))[\w-]*[A-Z][\w.-]*\s+$")
"""A word with a capital, whose number is a part of a name or a date."""
_LIMIT = re.compile(
    r"\b(?:or|about|around|almost|nearly|roughly|approximately|at (?:least|most)|between|"
    r"(?:more|less|fewer|greater) than|over|under|above|below|up to)\b",
    re.IGNORECASE,
)
"""Words by which the number that is told is not the quantity."""
_YEARS = range(1800, 2101)
_NUMBERED = frozenset(
    """problem question chapter step page grade room day level part type route class base mod modulo
    number no nr figure table section lesson unit version stage phase round week month year hour
    size team group player lane line row column floor gate exit bus track house apartment building
    door box case exercise item option station log ln sin cos tan sqrt aged numbered""".split()
)


def plain_numbers(body: str) -> list[tuple[int, int]]:
    """Where whole quantities stand that an equal expression can replace."""
    return [match.span(1) for match in _NUMBER.finditer(body) if _stands_alone(body, match)]


def only_whole_number(answer: str) -> int | None:
    """The whole quantity that an answer tells in words or with a unit, where it tells no other."""
    found = list(find(answer))
    if len(found) != 1 or (number := found[0].number) is None or number.value.denominator != 1:
        return None
    before, after = answer[: found[0].start], answer[found[0].end :]
    if before[-1:].isalnum() or after[:1].isalnum():
        return None
    if _GOES_ON.match(after) or _BEGUN.search(before[-20:]) or _LIMIT.search(before + after):
        return None
    return None if before.strip() and _names(before) else int(number.value)


def _stands_alone(body: str, match: re.Match[str]) -> bool:
    digits, before = match.group(1), body[: match.start(1)]
    if int(digits) in _YEARS or str(int(digits)) != digits:
        return False
    if _GOES_ON.match(body, match.end(1)) or _BEGUN.search(before[-20:]):
        return False
    return not _names(before)


def _names(before: str) -> bool:
    """Whether what stands before makes a number open a line, or name something ("chapter 3")."""
    bare = before.rstrip(" ")
    if not bare or bare.endswith("\n") or _NAME.search(before[-40:]):
        return True
    last_words = words(bare[-20:]) if bare[-1].isalpha() or bare[-1] == "." else []
    return bool(last_words) and (
        last_words[-1] in _NUMBERED or last_words[-1].removesuffix("s") in _NUMBERED
    )
