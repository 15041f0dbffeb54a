"""Which numbers of a story count the same thing, and whether that thing is asked for.

A story qualifies where every number counts one thing (``12 cookies``, ``3 salty cookies``, ``4 of
them``), or containers of it that the text names as such (``3 boxes``, ``in each box``), or is a
share. If every one of these things were c of them, amounts of the thing would be c times as many,
and nothing else would change: that is why such a rewrite is sound. It is not where the text speaks
of one of the things (``each cookie``, ``a cookie``), as that would stay one.
"""

from __future__ import annotations

import re

from saturate.voting.views.story_numbers import NUMBER_WORD, StoryNumber

_UNSAFE = re.compile(
    r"[$€£¥₹¢]|\b(?:dollars?|cents?|pric\w+|cost\w*|each other|twice a|both|another|an? (?:extra|"
    r"additional|new|single)|himself|herself|rows? by|order|ranked|place|between|apart|ages?|old|"
    r"older|younger|position|numbered|n?either|except|including|includes|counting|first|last|second|third|ways|team)\b",
    re.IGNORECASE,
)
_NEVER = frozenset(
    """times people persons men women children kids students boys girls friends players workers
    members guests passengers brothers sisters siblings adults families parents teachers customers
    days weeks months years hours minutes seconds decades degrees percent points dollars cents coins
    pennies legs wheels eyes ears arms fingers sides corners letters words digits numbers ways
    ones more others this less as is was has his feet inches yards grams ounces pounds meters miles
    kilometers liters gallons cups""".split()
)
"""Things of which a story may hold some that it does not count, or whose unit is tied to others."""
_MEASURES = frozenset(
    """ounce pound gallon liter cup pint quart ton gram kilogram foot inch yard mile meter acre
    second minute hour day week month year degree page person people piece slice sheet seat member
    man woman passenger story card serving pack count star step course student room point""".split()
)
"""Words that measure what stands behind them: ``12 ounce bottles`` are not twelve bottles."""
_TIES = re.compile(r"\bthan\b", re.IGNORECASE)
_MARKED = r"\b(?:each|every|per|an?|in one) "
_FILL = frozenset("and or of in to for with from at on by a an the than as each".split())


def counted(
    text: str, numbers: list[StoryNumber], question: str
) -> tuple[list[StoryNumber], bool] | None:
    """The numbers of one thing, and whether it is asked for; ``None`` where that is not certain."""
    if _UNSAFE.search(text) or NUMBER_WORD.search(text):
        return None
    for many in dict.fromkeys(_nouns(numbers)):
        if many in _NEVER:
            continue
        if (found := _of(many, text, numbers, question)) is not None:
            return found
    return None


def _of(
    many: str, text: str, numbers: list[StoryNumber], question: str
) -> tuple[list[StoryNumber], bool] | None:
    if re.search(rf"\b{_single(many)}\b", text, re.IGNORECASE):
        return None
    found, containers = [], set[str]()
    for one in numbers:
        noun = _noun(one)
        if one.share:
            continue
        if noun == many or (noun is None and _elided(one)):
            found.append(one)
        elif noun is not None and re.search(_MARKED + rf"{_single(noun)}\b", text):
            containers.add(noun)
        else:
            return None
    if containers and (_TIES.search(text) or any(map(_elided, found))):
        return None
    loose = re.search(
        r"\b(?:each|every)\b(?! (?:" + "|".join(map(_single, containers or {"-"})) + r")\b)", text
    )
    asked = re.search(
        r"\bhow many (?:more |fewer |less )?((?:[a-z]+ ){0,2}?)([a-z]+s)\b", question, re.IGNORECASE
    )
    if not found or loose or asked is None:
        return None
    if asked[2] == many:
        return found, True
    return (found, False) if asked[2] in containers and not asked[1] else None


def _nouns(numbers: list[StoryNumber]) -> list[str]:
    return [noun for one in numbers if not one.share and (noun := _noun(one)) is not None]


def _noun(number: StoryNumber) -> str | None:
    """The plural noun that a number counts."""
    for word in () if number.joined else number.following:
        if word in _FILL or word in _MEASURES:
            return None
        if word.endswith("s") and not word.endswith("ss") and word not in _NEVER:
            return word
        if word in _NEVER:
            return None if word in ("more", "less") else word
    return None


def _elided(number: StoryNumber) -> bool:
    return number.following[:2] == ("of", "them") or number.following[:1] == ("ones",)


def _single(many: str) -> str:
    """What the singular of a regular plural may be, as a pattern."""
    found = [many[:-1]]
    for ending, ends in (("es", ("",)), ("ies", ("y",)), ("ves", ("f", "fe"))):
        if many.endswith(ending):
            found += [many.removesuffix(ending) + end for end in ends]
    return f"(?:{'|'.join(found)})"
