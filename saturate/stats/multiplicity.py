"""How the error rate of a run is spent over its rounds, and within a round over its quantities."""

from __future__ import annotations

from collections.abc import Sequence

from saturate.stats.intervals import LEVEL

ALPHA = 1 - LEVEL
"""Error rate of a whole run: the chance that any round calls a change where there was none."""


def round_alpha(number: int, planned: int) -> float:
    """The share of the error rate that a round may spend.

    The last round gets half, as its finding is the run's; the rounds before share the other half
    evenly. The shares add up to ``ALPHA``, so the sum bounds the error of all looks together,
    however they depend on one another (Bonferroni).
    """
    if planned <= 1:
        return ALPHA
    return ALPHA / 2 if number >= planned else ALPHA / 2 / (planned - 1)


def holm(p_values: Sequence[float], alpha: float) -> list[float]:
    """The level at which each p value is read (Holm 1979).

    Returns:
        In the order given. A hypothesis is rejected just when its p is at or below its level, so
        an interval at that level is clear of zero just then.
    """
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    levels = [0.0] * len(p_values)
    level = alpha
    stopped = False
    for rank, i in enumerate(order):
        if not stopped:
            level = alpha / (len(p_values) - rank)
            stopped = p_values[i] > level
        levels[i] = level
    return levels
