"""Which rungs are looked at."""

from __future__ import annotations

from saturate.ladder import LadderInfo
from saturate.registry import require_rung

_PLACES = (0, 1, 2, 4, 7, 11, 19)
"""Rungs above the first: close together where a ladder begins, as runs do."""
_OPEN = 40
"""Rungs of a ladder without a last one."""


def sampled_rungs(info: LadderInfo, named: tuple[int, int] | None = None) -> list[int]:
    """Some rungs of a ladder, the first and the last among them.

    Args:
        info: What the ladder says of itself.
        named: First and last of the rungs to look at instead, all of them.

    Raises:
        SaturateError: One of the two is not on the ladder.
    """
    if named is not None:
        for rung in named:
            require_rung(info, rung)
        return [*range(named[0], named[1] + 1)]
    last = info.first + _OPEN - 1 if info.last is None else info.last
    return sorted({info.first + place for place in _PLACES if info.first + place <= last} | {last})


def shortened(text: str) -> str:
    """A text as a sentence quotes it."""
    return repr(text if len(text) <= 80 else f"{text[:77]}...")
