"""What ladders of digits share: numbers of so many digits, and amounts moved between addends."""

from __future__ import annotations

import re

from saturate.ladder import SeededRandom

_SUM = re.compile(r"([0-9]+)\+([0-9]+)=")
AMOUNT_MOVES = (
    "an amount may move from one operand to the other (so whoever makes views can add and take "
    "away an amount, though the operands themselves are never added)"
)
"""The symmetry of sums, whichever digit comes first."""


def operands(question: str) -> tuple[str, str]:
    """The numbers of ``37+25=``, as they are written.

    Raises:
        ValueError: It asks for no sum of two numbers of one length.
    """
    match = _SUM.fullmatch(question.strip())
    if match is None or len(match[1]) != len(match[2]):
        raise ValueError(f"not an addition of two numbers of one length: {question[:80]!r}")
    return match[1], match[2]


def lowest_first(digits: int, rng: SeededRandom) -> str:
    """A number of that many digits, lowest first; only a single digit may be zero."""
    low = [str(rng.below(10)) for _ in range(digits - 1)]
    return "".join(low) + str(rng.between(1 if digits > 1 else 0, 9))


def value(number: str) -> int:
    """What a number is whose lowest digit comes first."""
    return int(number[::-1])


def written(number: int, digits: int) -> str:
    """A number, lowest digit first, filled up with zeros behind."""
    return str(number)[::-1].ljust(digits, "0")


def addends(first: int, second: int, digits: int, count: int, seed: str) -> list[tuple[int, int]]:
    """Up to ``count`` different pairs of one sum, itself first, each number of so many digits.

    A random amount moves from one number to the other.
    """
    least, most = 10 ** (digits - 1) if digits > 1 else 0, 10**digits - 1
    # What one number can give away and the other can take, both keeping their digits.
    down, up = min(first - least, most - second), min(second - least, most - first)
    rng = SeededRandom("views", seed)
    pairs = [(first, second)]
    for _ in range(8 * count):
        if len(pairs) >= count:
            break
        moved = rng.amount(down + up) - down
        if (pair := (first + moved, second - moved)) not in pairs:
            pairs.append(pair)
    return pairs
