"""What a number of items can show. Normal approximation to McNemar's test (Connor 1987)."""

from __future__ import annotations

import math

from scipy import special

from saturate.stats.intervals import Change, Estimate, detectable_difference, half_width

POWER = 0.8
"""Chance to see a difference, wherever "can show" is said."""
_MOST_ITEMS = 10_000_000
"""More items than this are as good as none."""


def flips(change: Change) -> float:
    """Share of items that changed either way, never 0: one pseudo-item each way."""
    return min(1.0, (change.squares + 2) / (change.items + 2))


def detectable(change: Change, alpha: float) -> float:
    """The smallest difference that these items, flipping as they did, can show."""
    return detectable_difference(change.items, flips(change), POWER, alpha)


def detectable_over_runs(estimate: Estimate, alpha: float) -> float:
    """The smallest mean difference that so many runs, as far apart as they are, can show."""
    return min(1.0, half_width(estimate, alpha) + half_width(estimate, 2 * (1 - POWER)))


def needed(change: Change, alpha: float) -> int | None:
    """How many items would show a difference of the size seen; ``None`` where there is none."""
    difference, share = abs(change.total / change.items), flips(change)
    if difference == 0:
        return None
    a, b = -float(special.ndtri(alpha / 2)), float(special.ndtri(POWER))
    rest = math.sqrt(max(share - difference**2, 0.0))
    items = math.ceil(((a * math.sqrt(share) + b * rest) / difference) ** 2)
    return items if items <= _MOST_ITEMS else None
