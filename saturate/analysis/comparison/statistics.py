"""Differences between two runs: on shared items where there are any, else from two intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from scipy import stats

from saturate.analysis.changes import moves, pooled
from saturate.analysis.evidence import Items
from saturate.results.comparison import Items as Outcomes
from saturate.results.comparison import Paired
from saturate.stats.frontier import frontier
from saturate.stats.intervals import LEVEL, Count, Interval, change_interval

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


class _Pair(NamedTuple):
    """How two runs answered one item."""

    cell: int
    """Which of the four ways, a place in ``_CELLS``."""
    source: str
    """What it was made from."""


def paired(
    first: Outcomes,
    second: Outcomes,
    looks: int = 1,
    sources: Mapping[str, str] = MappingProxyType({}),
) -> Paired | None:
    """Compare two runs on the items that both were scored on; ``None`` where there are none.

    The frontier's variance is propagated from the rungs (delta method): on each, the four ways in
    which the two runs can answer an item vary together, so what the runs have in common cancels.
    What several items were made from counts once.

    Args:
        first: What is subtracted.
        second: What it is subtracted from.
        looks: How many such comparisons are made; widens all intervals (Bonferroni).
        sources: What items were made from, by key; one that is not named stands for itself.
    """
    outcomes: dict[int, list[_Pair]] = {}
    for rung in sorted(set(first) & set(second)):
        keys = sorted(set(first[rung]) & set(second[rung]))
        if keys:
            outcomes[rung] = [
                _Pair(_CELLS.index((first[rung][key], second[rung][key])), sources.get(key, key))
                for key in keys
            ]
    if not outcomes:
        return None
    return Paired(
        sum(map(len, outcomes.values())),
        _frontier_difference(outcomes, looks),
        _accuracy_difference(list(outcomes.values()), looks),
        {
            rung: _accuracy_difference([pairs], looks * len(outcomes))
            for rung, pairs in outcomes.items()
        },
    )


def _accuracy_difference(rungs: Sequence[Sequence[_Pair]], looks: int) -> Interval:
    sides = [
        [
            Items(
                tuple(map(str, range(len(pairs)))),
                np.array([float(_CELLS[one.cell][side]) for one in pairs]),
                tuple(one.source for one in pairs),
            )
            for pairs in rungs
        ]
        for side in (0, 1)
    ]
    found = pooled(map(moves, *sides), [len(pairs) for pairs in rungs])
    assert found is not None  # every rung here has an item
    return change_interval(found, (1 - LEVEL) / looks)


def _frontier_difference(outcomes: Mapping[int, list[_Pair]], looks: int) -> Interval | None:
    cells = {
        rung: np.bincount([one.cell for one in pairs], minlength=len(_CELLS))
        for rung, pairs in outcomes.items()
    }
    sides = [
        {r: Count(int(row @ side), int(row.sum())) for r, row in cells.items()} for side in _SIDES
    ]
    ends = [frontier(side, draws=1) for side in sides]
    if any(end.place != "within" for end in ends):
        return None
    slopes = [_slopes(side) for side in sides]
    variance = 0.0
    adds_of = {}
    for rung, row in cells.items():
        shares = (row + _CELL_PRIOR) / (row.sum() + 4 * _CELL_PRIOR)
        # What one item adds to the difference, in each of the four ways it can be answered.
        adds = slopes[1][rung] * _SIDES[1] - slopes[0][rung] * _SIDES[0]
        variance += row.sum() * float(shares @ adds**2 - (shares @ adds) ** 2)
        adds_of[rung] = adds - float(row @ adds) / row.sum()
    variance += _between_rungs(outcomes, adds_of)
    half = _z(looks) * math.sqrt(max(0.0, variance))
    value = ends[1].rung - ends[0].rung
    return Interval(value, value - half, value + half)


def _between_rungs(
    outcomes: Mapping[int, Sequence[_Pair]], adds: Mapping[int, np.ndarray]
) -> float:
    """What the variance has more as items of several rungs were made from one source.

    Args:
        outcomes: Pairs by rung.
        adds: By rung, what an item of each of the four ways adds, around the rung's mean.
    """
    by_source: dict[str, list[float]] = {}
    for rung, pairs in outcomes.items():
        for one in pairs:
            by_source.setdefault(one.source, []).append(float(adds[rung][one.cell]))
    return sum(sum(one) ** 2 - sum(add**2 for add in one) for one in by_source.values())


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
