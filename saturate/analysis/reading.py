"""Reads rungs, each to so many points, with no more items than that takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from saturate.analysis.asking import Ask
from saturate.stats.fixed_width import first_look, fixed_interval, still_needed
from saturate.stats.intervals import Count, Interval, wilson


class Reading(NamedTuple):
    """What was read of one rung."""

    share: Interval
    """Share of right answers; 95 % interval."""
    seen: Count
    """Right answers and items asked."""
    reached: bool
    """Whether the interval is as narrow as wanted; if not, the rung holds no more items."""
    left_out: int
    """Items that the model's context does not hold, which were not asked."""


def read_rungs(
    rungs: Sequence[int],
    ask: Ask,
    half: float,
    tell: Callable[[Mapping[int, Count], Mapping[int, int]], None] | None = None,
) -> dict[int, Reading]:
    """Read every rung until its share is known to plus and minus ``half``.

    All rungs that need more are asked at once, so that a model's batches stay full.

    Args:
        rungs: Which ones.
        ask: Asks the model.
        half: Wanted half width of each 95 % interval, as a share (0.02 is two points).
        tell: Told of each look: right answers and items asked in it, by rung, and how many items
            the next one asks.

    Returns:
        By rung; rungs of which no item could be asked are missing: there is none, or none of the
        first look fits into the model's context.
    """
    seen: dict[int, Count] = {}
    left_out: Counter[int] = Counter()
    ended = set[int]()
    wanted = dict.fromkeys(rungs, first_look(half))
    while wanted:
        asked = ask(wanted)
        for rung, count in asked.counts.items():
            before = seen.get(rung, Count(0, 0))
            seen[rung] = Count(before.right + count.right, before.total + count.total)
        left_out.update(asked.left_out)
        ended |= asked.used_up(wanted) | (wanted.keys() - seen.keys())
        needs = {rung: still_needed(seen[rung], half) for rung in wanted if rung not in ended}
        wanted = {rung: n for rung, n in needs.items() if n}
        if tell is not None:
            tell(asked.counts, wanted)
    return {rung: _reading(seen[rung], half, left_out[rung]) for rung in rungs if rung in seen}


def _reading(seen: Count, half: float, left_out: int) -> Reading:
    if still_needed(seen, half):
        return Reading(wilson(*seen), seen, False, left_out)
    return Reading(fixed_interval(seen, half), seen, True, left_out)
