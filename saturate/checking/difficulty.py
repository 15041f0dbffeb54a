"""Harder rungs are not answered better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from saturate.stats.intervals import Count, wilson


def harder(counts: Mapping[int, Count]) -> Iterator[str]:
    """See that no rung is answered better than one below it, by 95 % intervals that do not meet.

    Args:
        counts: Right and asked, by rung.
    """
    for below, above in combinations(sorted(counts), 2):
        low, high = wilson(*counts[below]), wilson(*counts[above])
        if low.high < high.low:
            yield (
                f"Rung {above} is answered better than rung {below} ({high.value:.0%} and "
                f"{low.value:.0%}): let one thing alone grow, and make each rung need more of it."
            )
