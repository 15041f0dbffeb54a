"""Order statistics of values that are counted, not listed."""

from __future__ import annotations

from collections.abc import Mapping


def median_low(counts: Mapping[int, int]) -> int:
    """The middle one of the counted values, the lower one of two.

    Args:
        counts: How often each value is there; one at least.
    """
    left = (sum(counts.values()) - 1) // 2
    for value in sorted(counts):
        left -= counts[value]
        if left < 0:
            return value
    raise ValueError("no value is counted")
