"""A statement about somebody else, put before a story that it cannot bear on.

Each statement is about a person whose name the story does not hold, and says something of which no
word and no number occurs in the story. It is refused where the story asks about people or about
all that it names, or where anything in it could reach back to what stands before it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from saturate.ladder import SeededRandom
from saturate.numbers import find
from saturate.sentences import sentences
from saturate.voting.views.story_numbers import question_of


class _Statement(NamedTuple):
    text: str
    """``{who}`` is a name, ``{n}`` a number."""
    low: int
    high: int
    words: str
    """Beginnings of words; a story that has any of them does not get the statement."""


_STATEMENTS = (
    _Statement("{who} lives at house number {n}.", 12, 98, "hous home street number liv address"),
    _Statement("{who} is reading a novel of {n} chapters.", 12, 60, "novel chapter read book"),
    _Statement("{who} has visited {n} museums.", 12, 40, "museum visit"),
    _Statement("{who} can name {n} constellations.", 12, 40, "constell star name sky"),
    _Statement("{who} speaks with {n} pen pals abroad.", 12, 40, "pal letter abroad speak mail"),
    _Statement("{who} knows {n} riddles by heart.", 12, 60, "riddle heart joke know"),
    _Statement("{who} once came in place {n} in a chess tournament.", 12, 60,
               "place chess compet tournament race rank"),
    _Statement("{who} lives next to a hill that is {n} meters high.", 15, 95,
               "hill meter high tall climb liv mount"),
    _Statement("{who} has a poster that shows {n} planets and moons.", 12, 40,
               "poster planet moon pictur"),
    _Statement("{who} was born in a town with {n} bridges.", 12, 40, "bridge town born cit birth"),
)  # fmt: skip
_NAMES = (
    "Ottoline", "Leopold", "Ingeborg", "Casimir", "Philippa", "Thaddeus", "Wilhelmina", "Percival",
)  # fmt: skip
_REACHES_BACK = re.compile(
    r"\b(?:he|she|it|they|him|her|hers|his|its|them|their|this|that|these|those|then|there|so|such|"
    r"same|also|too|others?|another|again|still|both|all|now|next|more than|as many|ones?)\b",
    re.IGNORECASE,
)
_ASKS_OF_ALL = re.compile(
    r"\bhow many (?:\w+ ){0,2}(?:people|persons|names|men|women|friends|children|kids)\b"
    r"|\b(?:everyone|everybody|all of them|anyone|each person|who|whose)\b|\bwhich\b",
    re.IGNORECASE,
)


def distracted(text: str, rng: SeededRandom) -> str | None:
    """The story behind an irrelevant statement; ``None`` where that may change what is asked."""
    question = question_of(text)
    told = sentences(text)
    if (
        question is None
        or len(told) < 2
        or _REACHES_BACK.search(told[0])
        or _ASKS_OF_ALL.search(question)
    ):
        return None
    if len([one for one in find(text) if one.number is not None]) < 2:
        return None
    lower = text.lower()
    names = [name for name in _NAMES if name.lower() not in lower]
    fitting = [
        one
        for one in _STATEMENTS
        if not re.search("|".join(rf"\b{word}" for word in one.words.split()), lower)
    ]
    taken = {one.number.value for one in find(text) if one.number is not None}
    if not names or not fitting:
        return None
    chosen = rng.pick(fitting)
    free = [n for n in range(chosen.low, chosen.high + 1) if n not in taken]
    told_first = chosen.text.replace("{who}", rng.pick(names)).replace("{n}", str(rng.pick(free)))
    return f"{told_first} {text}"
