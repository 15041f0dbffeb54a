"""Differences between two runs: on shared items where there are any, else from two intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy import stats

from saturate.results.comparison import Items, Paired
from saturate.stats.frontier import frontier
from saturate.stats.intervals import LEVEL, Count, Interval, paired_difference

_STEP = 20
"""A rung's count is moved by a twentieth of its items to see how the frontier follows."""
_CELL_PRIOR = 0.5
"""Jeffreys' prior of the four ways in which two runs can answer an item."""


def unpaired(first: Interval, second: Interval, looks: int = 1) -> Interval:
    """Second minus first, from two independent intervals of the usual level.

    The method of variance estimates recovery (Zou and Donner 2008), which for two Wilson intervals
    is Newcombe's (1998).

    Args:
        first: What is subtracted.
        second: What it is subtracted from.
        looks: How many such differences are looked at; widens the interval (Bonferroni).
    """
    value = second.value - first.value
    wide = _z(looks) / _z(1)
    below = math.hypot(second.value - second.low, first.high - first.value)
    above = math.hypot(second.high - second.value, first.value - first.low)
    return Interval(value, value - wide * below, value + wide * above)


def paired(first: Items, second: Items, looks: int = 1) -> Paired | None:
    """Compare two runs on the items that both were scored on; ``None`` where there are none.

    The frontier's variance is propagated from the rungs (delta method): on each, the four ways in
    which the two runs can answer an item vary together, so what the runs have in common cancels.

    Args:
        first: What is subtracted.
        second: What it is subtracted from.
        looks: How many such comparisons are made; widens all intervals (Bonferroni).
    """
    outcomes = {}
    for rung in sorted(set(first) & set(second)):
        keys = sorted(set(first[rung]) & set(second[rung]))
        if keys:
            outcomes[rung] = [(first[rung][key], second[rung][key]) for key in keys]
    if not outcomes:
        return None
    every = [pair for pairs in outcomes.values() for pair in pairs]
    return Paired(
        len(every),
        _frontier_difference(outcomes, looks),
        _accuracy_difference(every, looks),
        {
            rung: _accuracy_difference(pairs, looks * len(outcomes))
            for rung, pairs in outcomes.items()
        },
    )


def _accuracy_difference(pairs: Sequence[tuple[bool, bool]], looks: int) -> Interval:
    return paired_difference([one for one, _ in pairs], [two for _, two in pairs], looks)


def _frontier_difference(
    outcomes: dict[int, list[tuple[bool, bool]]], looks: int
) -> Interval | None:
    cells = {r: np.array([pairs.count(cell) for cell in _CELLS]) for r, pairs in outcomes.items()}
    sides = [
        {r: Count(int(row @ side), int(row.sum())) for r, row in cells.items()} for side in _SIDES
    ]
    ends = [frontier(side, draws=1) for side in sides]
    if any(end.place != "within" for end in ends):
        return None
    slopes = [_slopes(side) for side in sides]
    variance = 0.0
    for rung, row in cells.items():
        shares = (row + _CELL_PRIOR) / (row.sum() + 4 * _CELL_PRIOR)
        # What one item adds to the difference, in each of the four ways it can be answered.
        adds = slopes[1][rung] * _SIDES[1] - slopes[0][rung] * _SIDES[0]
        variance += row.sum() * float(shares @ adds**2 - (shares @ adds) ** 2)
    half = _z(looks) * math.sqrt(variance)
    value = ends[1].rung - ends[0].rung
    return Interval(value, value - half, value + half)


_CELLS = [(True, True), (True, False), (False, True), (False, False)]
_SIDES = [np.array([cell[side] for cell in _CELLS], float) for side in (0, 1)]


def _slopes(counts: dict[int, Count]) -> dict[int, float]:
    """How far the frontier moves for one more right item, by rung."""
    found = {}
    for rung, (right, total) in counts.items():
        step = max(1, total // _STEP)
        low, high = max(0, right - step), min(total, right + step)
        moved = [frontier(counts | {rung: Count(n, total)}, draws=1).rung for n in (low, high)]
        found[rung] = (moved[1] - moved[0]) / (high - low)
    return found


def _z(looks: int) -> float:
    return float(stats.norm.ppf(1 - (1 - LEVEL) / looks / 2))
