"""The frontier: where accuracy over rungs crosses one half, with an interval by resampling."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from saturate.stats.curves import fit_curves
from saturate.stats.intervals import LEVEL, Count, Interval

CROSSED = 0.5
"""Accuracy at a frontier."""
_MIN_CHANCE = 1e-6
"""Smallest chance of an answer, either way, that a resample knows."""


class Frontier(NamedTuple):
    """Where accuracy crosses one half, on the rung axis."""

    rung: float
    """The crossing; clipped to half a rung beyond the rungs that were scored."""
    low: float
    high: float
    place: str
    """``within``, ``above the last rung`` or ``below the first rung`` of those scored."""


def frontier(counts: Mapping[int, Count], draws: int = 400, seed: int = 0) -> Frontier:
    """The rung at which accuracy crosses one half.

    A falling curve is fitted (:mod:`saturate.stats.curves`); the interval comes from a parametric
    bootstrap over each rung's own accuracy (so an ill-fitting curve still shows its wobble), which
    the curve adds one item to.

    Args:
        counts: Right and asked, by rung; at least one rung.
        draws: Bootstrap samples.
        seed: Seed of the bootstrap.
    """
    rungs, right, total = _arrays(counts)
    low_end, high_end = rungs[0] - 0.5, rungs[-1] + 0.5
    point = float(np.clip(fit_curves(rungs, right[None], total).at(CROSSED)[0], low_end, high_end))
    samples = _bootstrap(counts, draws, seed)
    tail = (1 - LEVEL) / 2
    low, high = np.clip(np.quantile(samples, [tail, 1 - tail]), low_end, high_end)
    place = "within"
    if point >= high_end:
        place = "above the last rung"
    elif point <= low_end:
        place = "below the first rung"
    return Frontier(point, min(float(low), point), max(float(high), point), place)


def frontier_gain(
    before: Mapping[int, Count], after: Mapping[int, Count], draws: int = 400
) -> Interval:
    """By how many rungs the frontier moved.

    The two bootstraps are drawn apart although the items are the same, which makes the interval
    too wide rather than too narrow.
    """
    first, last = frontier(before), frontier(after)
    ends = (min(before) - 0.5, max(before) + 0.5)
    differences = np.clip(_bootstrap(after, draws, 1), *ends) - np.clip(
        _bootstrap(before, draws, 0), *ends
    )
    gain = last.rung - first.rung
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(differences, [tail, 1 - tail])
    return Interval(gain, min(float(low), gain), max(float(high), gain))


def _bootstrap(counts: Mapping[int, Count], draws: int, seed: int) -> np.ndarray:
    """Crossings of resampled rungs.

    Each rung's share is drawn from its posterior under a prior of one item, which the fitted curve
    answers: near the crossing a rung at 0 or 1 still varies a little, far from it hardly. (With
    Jeffreys' prior every far rung gives half an item away, and together they move the crossing.)
    """
    return _crossings(tuple(sorted(counts.items())), draws, seed)


@lru_cache(maxsize=256)  # results grow round by round and ask for the same rungs again
def _crossings(counts: tuple[tuple[int, Count], ...], draws: int, seed: int) -> np.ndarray:
    rungs, right, total = _arrays(dict(counts))
    rng = np.random.default_rng(seed)
    (fitted,) = fit_curves(rungs, right[None], total).chance(rungs)
    chance = np.clip(fitted, _MIN_CHANCE, 1 - _MIN_CHANCE)
    shares = rng.beta(right + chance, total - right + 1 - chance, size=(draws, len(rungs)))
    return fit_curves(rungs, shares * total, total).at(CROSSED)


def _arrays(counts: Mapping[int, Count]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rungs, right answers and items asked, as float arrays of one length."""
    rungs = sorted(counts)
    right = [counts[rung].right for rung in rungs]
    total = [counts[rung].total for rung in rungs]
    return np.array(rungs, float), np.array(right, float), np.array(total, float)
