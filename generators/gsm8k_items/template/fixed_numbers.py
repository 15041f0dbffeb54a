"""Which numbers of a story must stay as published, because its words hang on them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .graph import Bound, NumberClass
from .numbers import Mention
from .parse import Step

_REAL = re.compile(
    r"\b(?:earth|moon|mars|jupiter|planets?|sun|speed of (?:light|sound)|boil\w*|freezing|melting|"
    r"olympics?|chess\w*|(?:deck|house)s? of (?:\w+ )?cards|football field|basketball hoop|"
    r"marathon|leap year|alphabet|piano|calendar|"
    r"rubik\w*|president|world war|equator|sea level|dice|die|probability|chance|odds|divisible|"
    r"population|distances? (?:\w+ ){0,4}between|"
    r"born|birth|births|pregnan\w*|married|retire[sd]?|generations?|great-\w+|lifespan|"
    r"round(?:ed|s|ing)? (?:up|down|off|to)|nearest|approximat\w*|"
    r"prime|multiples? of|digits?|consecutive|remainder|mile race|clockwise|angles?|vowels|"
    r"letters|density|(?:american|us|united states) flag|nine lives)\b",
    re.IGNORECASE,
)
"""Stories whose numbers are facts of the world or of arithmetic, which no redraw may change."""
_LISTED = re.compile(
    r"\b(?:the other|others|first|second|third|fourth|fifth|last|both|either|one of|another|next|"
    r"former|latter|remaining|final|one (?:is|was|has|had)|respectively|rest of the)\b",
    re.IGNORECASE,
)
"""Words by which a story goes through things one by one, so that their count must stay."""
_WEEKDAY = re.compile(
    r"\bweeks?\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\bweekdays?\b", re.IGNORECASE
)
_A_WEEK = re.compile(r"(?:[a-z'-]+ ){0,2}(?:a|per|each|every|the|in a|of the) week\b")
_MONTH = (28, 29, 30, 31, 365, 366)
_FEW, _LIST_LENGTH, _WEEK = 4, 6, 7


def tells_facts(question: str) -> bool:
    """Whether a story is about facts of the world or of arithmetic."""
    return _REAL.search(question) is not None


def repetitions(steps: Sequence[Step], bounds: Sequence[Sequence[Bound]]) -> set[int]:
    """How often the solution does a thing again, and how many numbers it adds up.

    "A castle of 4 levels, each half the one below" doubles three times and divides a sum of four by
    4: a number of the question that counts steps of the solution cannot change alone.
    """
    counts = {sum(p == "+" for p in step.postfix) + 1 for step in steps} - {1, 2}
    run = 1
    for i in range(1, len(steps)):
        before, here = (
            (
                [part for part in steps[j].postfix if isinstance(part, str)],
                sorted(str(b.value) for b in bounds[j] if b.source != "step"),
            )
            for j in (i - 1, i)
        )
        again = before == here and any(b.source == "step" and b.place == i - 1 for b in bounds[i])
        run = run + 1 if again else 1
        if run > 1:
            counts |= {run - 1, run, run + 1, run + 2}
    return counts


def counts(one: NumberClass, found: Sequence[Mention]) -> bool:
    """Whether a number counts things, rather than money or a share."""
    return any(found[i].kind in ("plain", "word") for i in one.mentions)


def named(one: NumberClass, found: Sequence[Mention], question: str) -> bool:
    """Whether a number counts what the story may name one by one, so that it has to stay."""
    told = [found[i] for i in one.mentions]
    if not counts(one, found):
        return False
    if one.value in _MONTH and any(m.noun.lstrip("-").startswith("day") for m in told):
        return True
    if one.value <= _WEEK and any(_A_WEEK.match(m.noun) for m in told):
        return True
    if one.value <= _WEEK and any(m.noun.lstrip("-").startswith("day") for m in told):
        return _WEEKDAY.search(question) is not None
    if one.value <= _LIST_LENGTH and (":" in question or ";" in question):
        return True
    return one.value <= _FEW and (len(told) > 1 or _LISTED.search(question) is not None)
