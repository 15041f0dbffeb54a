"""What a number of items can show: the power of the test that judges a paired change.

That test is the t interval of :func:`saturate.stats.intervals.mean_change`, pseudo-items and all.
Its power follows from the normal approximation to gains and losses (Connor 1987 does so for
McNemar's test), with the flips counted along: a gain is a flip too, and so widens the interval.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence

from scipy import optimize, special

from saturate.stats.intervals import (
    LEVEL,
    Change,
    Estimate,
    half_width,
    mean_change,
    mean_over_runs,
)

POWER = 0.8
"""Chance to see a difference, wherever "can show" is said."""
_MOST_ITEMS = 10_000_000
"""More items than this are as good as none."""


def detectable(change: Change, alpha: float) -> float:
    """The smallest difference that these items, flipping as they did, can show."""
    return detectable_difference(change.items, change.squares / change.items, alpha)


def detectable_difference(items: int, flips: float = 0.25, alpha: float = 1 - LEVEL) -> float:
    """The smallest paired difference that so many items show with a chance of ``POWER``.

    Args:
        items: Items scored both times.
        flips: Share of items whose outcome changes either way; 0.25 is common between two rounds.
            A difference beyond it brings flips of its own.
        alpha: Chance to see a difference where there is none.

    Returns:
        A difference of shares (0.05 is five points); 1 where the items can show none.
    """
    if items < 2 or _spare(items, 1.0, flips, alpha) <= 0:
        return 1.0
    return float(optimize.brentq(lambda d: _spare(items, d, flips, alpha), 0.0, 1.0))


def detectable_over_runs(changes: Sequence[Change], alpha: float) -> float:
    """The smallest mean difference that so many runs, as far apart as they are, can show.

    The runs are taken to lie at least so far apart as the flips of a difference put them by chance.
    """
    items = min(one.items for one in changes)
    if items < 2:
        return 1.0
    flips = sum(one.squares / one.items for one in changes) / len(changes)
    *_, luck = mean_over_runs(changes).errors

    def spare(difference: float) -> float:
        share = max(flips, difference)
        (error,) = mean_change(Change(items, items * difference, items * share)).errors
        chance = math.sqrt((share - difference**2) / items / len(changes))
        there = Estimate(difference, (error, luck._replace(size=max(luck.size, chance))))
        return difference - half_width(there, alpha) - half_width(there, 2 * (1 - POWER))

    return 1.0 if spare(1.0) <= 0 else float(optimize.brentq(spare, 0.0, 1.0))


def needed(change: Change, alpha: float) -> int | None:
    """How many items would show a difference of the size seen; ``None`` where there is none."""
    difference, flips = abs(change.total / change.items), change.squares / change.items
    if difference == 0:
        return None
    numbers = range(2, _MOST_ITEMS + 1)
    place = bisect.bisect_left(numbers, 0.0, key=lambda n: _spare(n, difference, flips, alpha))
    return numbers[place] if place < len(numbers) else None


def _spare(items: int, difference: float, flips: float, alpha: float) -> float:
    """Items by which the expected change passes what is seen with a chance of ``POWER``.

    The change in items is seen where it is above ``bar`` times the root of the flips and the two
    pseudo-items. ``slope`` is how far one more flip raises that, and so how much less a gain, and
    how much more a loss, counts in the spread.
    """
    share = max(flips, difference)  # no difference without flips
    t = -float(special.stdtrit(items - 1, alpha / 2))
    bar = t * math.sqrt(items / (items - 1 + t * t))
    root = math.sqrt(items * share + 2)
    slope = bar / (2 * root)
    variance = (1 + slope**2) * share - 2 * slope * difference - (difference - slope * share) ** 2
    spread = math.sqrt(items * max(0.0, variance))
    return items * difference - bar * root - float(special.ndtri(POWER)) * spread
