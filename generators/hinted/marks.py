"""Index hints: a mark before each digit that says at which place it stands.

The marks are two letters in the order of the columns of a spreadsheet, ``aa`` to ``ez``, in a ring:
behind ``ez`` comes ``aa``. A problem begins at any of them, so that a model which was taught short
problems has met every mark and the one behind it. From Zhou et al., "What Algorithms can
Transformers Learn? A Study in Length Generalization" (arXiv 2310.16028, section on index hints).
"""

from __future__ import annotations

import re
from itertools import product
from operator import add
from string import ascii_lowercase

MARKS = tuple(first + second for first, second in product("abcde", ascii_lowercase))
"""In order; behind the last comes the first."""
MARKED = "(?:[a-e][a-z][0-9])"
"""One digit with its mark, as a regular expression."""
LAST = len(MARKS) - 2
"""Digits of the longest operand: its sum may have one digit more, and one mark is left over."""
_TWICE = MARKS * 2
_PLACE = {mark: place for place, mark in enumerate(MARKS)}
_RUN = re.compile(f"{MARKED}{{1,{len(MARKS)}}}")


def marked(digits: str, start: int, falling: bool = False) -> str:
    """Digits, each behind its mark.

    Args:
        digits: In the order in which they are written, no more than there are marks.
        start: Place of the first mark; of the last one where marks fall.
        falling: Marks fall from digit to digit, instead of rising.
    """
    first = start % len(MARKS)
    rising = _TWICE[first : first + len(digits)]
    return "".join(map(add, rising[::-1] if falling else rising, digits))


def unmarked(text: str, falling: bool = False) -> tuple[str, int]:
    """The digits of a marked text, and the start by which :func:`marked` wrote it.

    Raises:
        ValueError: It is no run of marked digits whose marks follow one another.
    """
    if _RUN.fullmatch(text):
        digits = text[2::3]
        start = _PLACE[text[-3:-1] if falling else text[:2]]
        if marked(digits, start, falling) == text:
            return digits, start
    raise ValueError(f"not digits with marks that follow one another: {text[:80]!r}")
