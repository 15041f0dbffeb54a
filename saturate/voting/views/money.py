"""Which numbers of a story are money, and whether money is asked for.

Every other number has to say what it counts: one without a noun (``spent 20 on lunch``) may be
money. Refused are coins, notes and cents, whose worth no story can change, other currencies, and
dollars that no number stands before (``as many dollars as apples``).
"""

from __future__ import annotations

import re

from saturate.voting.views.story_numbers import NUMBER_WORD, StoryNumber

_UNSAFE = re.compile(
    r"[€£¥₹¢]|\b(?:cents?|penn(?:y|ies)|pence|nickels?|dimes?|quarters?|coins?|bucks?|euros?|pesos?|"
    r"yen|rupees?|francs?|currenc\w+|bills|dollar|grand|\w*-dollar)\b|\$ ?\d[\d,.]* ?-?bill|"
    r"\$\d[\d,.]*[kKmMbB]\b|[A-Z]\$",
)
_NAMED_UNIT = re.compile(
    r"\bhow many (?:more |extra |total )?dollars\b|,? in dollars(?=[,?])", re.IGNORECASE
)
_DOLLARS = re.compile(r"\bdollars\b", re.IGNORECASE)
_SUM = (
    r"(?:costs?|price|profit|bill|salary|wages?|earnings|income|revenue|expenses?|budget|change|"
    r"tip|fee|rent|debt|savings)\b"
)
_ASKED = re.compile(
    r"\bhow many (?:more |extra |total )?dollars\b"
    r"|\bhow much (?:more |less |extra |total |additional )?(?:money|change|profit|cash|interest|"
    r"rent|tax)\b"
    r"|\bhow much (?:more |less |in total |total )?(?:do|does|did|will|would|is|was|are|were|has|"
    r"have|had|can|could|should|must)\b.*\b(?:costs?|spen[dt]|pay|paid|pays|earn(?:ed|s|ing)?|owe[sd]?|"
    r"charge[sd]?|worth|donate[sd]?|save[sd]?|contributed?)\b"
    r"|\b(?:what|how much) (?:is|was|will be|would be|are|were) (?:(?!of\b|that\b|number|weight|"
    rf"percent|ratio|fraction|time|distance|speed|length)[\w'\u2019-]+ ){{0,5}}?{_SUM}"
    r"|\b(?:what|how much) (?:is|was|will be) the (?:total )?amount of money\b",
    re.IGNORECASE,
)
_NOT_ASKED = re.compile(r"\bhow many (?:more |fewer |less |extra |total )?([a-z]+)", re.IGNORECASE)
_SHARES = re.compile(
    r"\b(?:what|which) (?:percent\w*|fraction|ratio|share)|\bpercent\w* (?:profit|change|"
    r"increase|decrease|discount|loss)\b|\bhow many times\b|\bin percent",
    re.IGNORECASE,
)
_NO_NOUN = frozenset(
    """and or but to of on in at for from with by as a an the each every per apiece than if when
    while after before since until is was are were has have had will would can could should he she
    they it his her their its this that these those off total left out worth today yesterday
    tomorrow last next weekly daily monthly yearly annually cash dollars altogether because so
    then plus minus more less fewer extra additional other another again only just too also not
    respectively remaining over under between through both all either i we you who which""".split()
)
_GROUPS = re.compile(r"\b(?:pairs?|dozens?|couple) of ")
_ADDS = frozenset("more less fewer extra additional other".split())


def amounts(text: str, numbers: list[StoryNumber]) -> list[StoryNumber] | None:
    """The numbers that are money; ``None`` where one may or may not be."""
    if _UNSAFE.search(text):
        return None
    found, marked = [], 0
    for one in numbers:
        dollars = re.match(r" (?:more |extra |additional )?dollars\b", text[one.end :])
        if text[: one.start].endswith(("$", "$ ")) or dollars:
            if one.share:
                return None
            marked += dollars is not None
            found.append(one)
        elif not one.share and not _counts(one):
            return None
    bare = len(_DOLLARS.findall(_NAMED_UNIT.sub("", text))) - marked
    return found if found and not bare and not _in_words(text) else None


def asks_money(question: str) -> bool | None:
    """Whether the answer is money; ``None`` where that is not certain."""
    named = _NOT_ASKED.search(question)
    if _ASKED.search(question):
        other = named is not None and named[1].lower() != "dollars"
        return None if other or _SHARES.search(question) else True
    if named and "how much" not in question.lower() and named[1].lower() not in _NO_NOUN:
        return False
    return None


def _counts(number: StoryNumber) -> bool:
    """Whether a noun right behind a number says that it counts something else than money."""
    words = number.following
    if words and words[0] in _ADDS:
        words = words[1:]
    return bool(words) and words[0] not in _NO_NOUN and not words[0].endswith("ing")


def _in_words(text: str) -> bool:
    """Whether a number in words may be money."""
    told = _GROUPS.sub("", text)
    for match in NUMBER_WORD.finditer(told):
        after = re.match(r"[ -]([A-Za-z]+)", told[match.end() :])
        if match[0].lower() == "one":
            continue
        if after is None or after[1].lower() in _NO_NOUN or after[1].endswith("ing"):
            return True
    return re.search(r"\b(?:a|few|some) dollars", told) is not None
