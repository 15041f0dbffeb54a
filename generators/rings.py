"""What ladders of strings share: a string read as a ring, whose last letter is beside its first."""

from __future__ import annotations

import re

MOST_LETTERS = 200
"""Letters up to which pairs of neighbours that differ are found at once."""
_QUESTION = re.compile(r"([A-Za-z]+)=")


def letters_of(question: str) -> str:
    """The letters of ``laibfwp=``.

    Raises:
        ValueError: It asks for no string of letters.
    """
    match = _QUESTION.fullmatch(question.strip())
    if match is None:
        raise ValueError(f"not a string of letters: {question[:80]!r}")
    return match[1]


def turned(letters: str, turn: int) -> str:
    """The letters from a place on, then those before it."""
    return letters[turn:] + letters[:turn]


def first_turn(letters: str) -> str:
    """The turn that comes first in the order of the alphabet."""
    first = min(letters)
    return min(turned(letters, at) for at, letter in enumerate(letters) if letter == first)


def repeated(letters: str | list[str]) -> int | None:
    """Where a letter is followed by the one that has followed it before; ``None`` for nowhere."""
    followed: set[tuple[str, str]] = set()
    for place, pair in enumerate(zip(letters, [*letters[1:], letters[0]], strict=True)):
        if pair in followed:
            return place
        followed.add(pair)
    return None
