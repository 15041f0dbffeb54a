"""Where a course over rounds goes: a damped trend, back-tested on past runs (docs/verdict.md).

The course is taken as a random walk whose drift dies down: each round to come moves by the mean
step so far, times 0.9 for every round ahead (a damped trend, Gardner and McKenzie 1985). The
spread of the steps gives the prediction interval. Straight lines ran too far ahead on past runs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import special

from saturate.stats.intervals import LEVEL, Interval

DAMPING = 0.9
"""Share of the drift that is left after each further round."""
FEWEST = 4
"""Points below which nothing is forecast: three steps give the spread two degrees of freedom."""


class Rounds(NamedTuple):
    """Rounds until a target; ``None`` where it is out of sight."""

    expected: int | None
    soonest: int | None
    latest: int | None


def forecast(course: Sequence[float], ahead: int, low: float, high: float) -> list[Interval]:
    """Values of the rounds to come, with prediction intervals.

    Args:
        course: A value for each round so far, the base model's first.
        ahead: Rounds to look ahead.
        low: Lowest value there can be.
        high: Highest value there can be.

    Returns:
        One interval a round ahead; none where the course is shorter than ``FEWEST``.
    """
    if len(course) < FEWEST:
        return []
    steps = np.diff(np.asarray(course, float))
    drift, spread = float(steps.mean()), float(steps.std(ddof=1))
    t = -float(special.stdtrit(len(steps) - 1, (1 - LEVEL) / 2))
    found, gone = [], 0.0
    for h in range(1, ahead + 1):
        gone += DAMPING**h
        value = course[-1] + drift * gone
        half = t * spread * math.sqrt(h + gone**2 / len(steps))
        ends = np.clip([value, value - half, value + half], low, high)
        found.append(Interval(*(float(end) for end in ends)))
    return found


def rounds_to(points: Sequence[Interval], target: float) -> Rounds:
    """After how many rounds the forecast and the ends of its interval reach a target."""

    def first(values: Sequence[float]) -> int | None:
        return next((i for i, value in enumerate(values, 1) if value >= target), None)

    return Rounds(
        first([point.value for point in points]),
        first([point.high for point in points]),
        first([point.low for point in points]),
    )
