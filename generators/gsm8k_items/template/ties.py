"""Numbers that a text ties to one another without a step of the solution, so that all must stay.

"10 people, 4 of them boys and 6 girls" states a sum, "60% ... the other 40%" a whole, "12 days ...
on the 13th day" what comes next. Nothing in the annotations tells such a tie from a coincidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from .fixed_numbers import counts
from .graph import Bound, NumberClass
from .numbers import Mention
from .parse import Step

_BIG_PRODUCT = 20
"""Below it, a number that is the product of two others is mostly chance."""
_ONE_MORE = re.compile(r"\bthe (?:last|other|final|remaining) (?:one|\w*[^\W\ds])\b", re.IGNORECASE)
"""Words by which a story brings in one more that no number counts."""
_ALGEBRA = re.compile(r"(?<![A-Za-z'\u2019])[0-9]*[A-Za-z] ?[-+=\u2013] ?[0-9]")
"""A line of a solution that solves for a letter."""
_ORDINALS = (
    "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_ORDINAL = re.compile(rf"\b(?:({'|'.join(_ORDINALS)})|([0-9]+)(?:rd|th|st|nd))\b", re.IGNORECASE)


Tie = tuple[int, ...]
"""Places of classes that hang together."""


def tied(
    question: str,
    answer: str,
    classes: Sequence[NumberClass],
    found: Sequence[Mention],
    steps: Sequence[Step],
    bounds: Sequence[Sequence[Bound]],
) -> set[int]:
    """Places of the classes that hang on another number of the story."""
    ties = (
        *_sums(question, classes, found),
        *_doubles(answer, classes),
        *_wholes(classes, found),
        *_next(question, classes, found),
        *_parts(classes, steps, bounds),
    )
    return {place for tie in ties for place in tie}


def _sums(question: str, classes: Sequence[NumberClass], found: Sequence[Mention]) -> Iterator[Tie]:
    """Two numbers and their sum or product; or what they and one more make, "the last student"."""
    one_more = _ONE_MORE.search(question) is not None
    for (a, one), (b, other) in combinations(enumerate(classes), 2):
        if min(one.value, other.value) <= 1:
            continue
        total, product = one.value + other.value, one.value * other.value
        for c, third in enumerate(classes):
            if third.value == total or third.value == product >= _BIG_PRODUCT:
                yield a, b, c
            counted = all(counts(each, found) for each in (one, other, third))
            if one_more and counted and third.value == total + 1:
                yield a, b, c


def _doubles(answer: str, classes: Sequence[NumberClass]) -> Iterator[Tie]:
    """A number that is stated twice, "30 of one kind and 30 of the other", and its double.

    Once is enough where the solution does algebra, whose lines leave out what they cancel.
    """
    algebra = _ALGEBRA.search(answer) is not None
    for a, one in enumerate(classes):
        twice = len(one.mentions) > 1 and 2 * one.value >= _BIG_PRODUCT
        if one.value > 1 and (algebra or twice):
            yield from ((a, b) for b, other in enumerate(classes) if other.value == 2 * one.value)


def _wholes(classes: Sequence[NumberClass], found: Sequence[Mention]) -> Iterator[Tie]:
    """Two numbers that make a hundred, and three or all percentages that do."""
    yield from (
        (a, b)
        for (a, one), (b, other) in combinations(enumerate(classes), 2)
        if one.value + other.value == 100
    )
    shares = [
        place
        for place, one in enumerate(classes)
        for i in one.mentions
        if found[i].kind == "percent"
    ]
    for tie in (*combinations(shares, 3), tuple(shares)):
        if sum(classes[place].value for place in tie) == 100:
            yield tie


def _next(question: str, classes: Sequence[NumberClass], found: Sequence[Mention]) -> Iterator[Tie]:
    """Counts next to an ordinal: "for 12 days ... on the 13th day"."""
    for word, digits in _ORDINAL.findall(question):
        ordinal = int(digits) if digits else _ORDINALS.index(word.lower()) + 3
        for place, one in enumerate(classes):
            if ordinal >= 3 and abs(one.value - ordinal) <= 1 and counts(one, found):
                yield (place,)


def _parts(
    classes: Sequence[NumberClass], steps: Sequence[Step], bounds: Sequence[Sequence[Bound]]
) -> Iterator[Tie]:
    """A number that was parted in the author's head: 5, where 2 + 1 = 3 are one more than 2."""
    constant: set[int] = set()
    for i, (step, sources) in enumerate(zip(steps, bounds, strict=True)):
        if any(
            one.place not in constant
            if one.source == "step"
            else one.source != "fixed" and classes[one.place].free
            for one in sources
        ):
            continue
        constant.add(i)
        rests = {one.value for one in sources if one.source == "fixed" and one.value > 1}
        if "+" in step.postfix:
            wholes = {step.result + rest for rest in rests}
            yield from ((place,) for place, one in enumerate(classes) if one.value in wholes)
