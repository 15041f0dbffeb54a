"""The frontier: where a falling logistic curve crosses one half, with an interval by resampling.

The curve's log-odds are ``exp(s) * (c - rung)``: ``c`` is the crossing, ``s`` the log of the slope.
Both are fitted by penalised likelihood with Fisher scoring, damped as by Levenberg and Marquardt,
for many resamples of the rungs at once: one fit by a general optimiser takes milliseconds, and a
report asks for thousands.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy import special

from saturate.stats.intervals import LEVEL, Count, Interval

_RIDGE = 0.05
"""Pull of the fit towards a slope of one logit a rung; keeps clean steps finite."""
_MAX_STEPS = 60
_SMALL_STEP = 1e-9
"""Rungs, or logs of the slope; when no row goes further, all have arrived."""
_FIRST_DAMPING = 1e-2
_EASIER, _HARDER = 0.3, 5.0
"""What a step that helped, and one that didn't, does to the damping."""
_MAX_STEP = 2.0
"""Rungs, or logs of the slope, that one step may go."""
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


class Curves(NamedTuple):
    """Fitted curves, a row each."""

    crossing: np.ndarray
    """The rung at which each crosses one half, shape (rows,)."""
    log_slope: np.ndarray
    """Log of its slope there in logits a rung, shape (rows,)."""

    def at(self, share: float) -> np.ndarray:
        """The rung at which each curve reads a share between 0 and 1, shape (rows,)."""
        return np.asarray(self.crossing - special.logit(share) * np.exp(-self.log_slope))


def frontier(counts: Mapping[int, Count], draws: int = 400, seed: int = 0) -> Frontier:
    """The rung at which accuracy crosses one half.

    A logistic curve that falls with the rung is fitted by penalised likelihood; the interval comes
    from a parametric bootstrap over each rung's own accuracy (so an ill-fitting curve still shows
    its wobble), which the curve adds one item to.

    Args:
        counts: Right and asked, by rung; at least one rung.
        draws: Bootstrap samples.
        seed: Seed of the bootstrap.
    """
    rungs, right, total = _arrays(counts)
    low_end, high_end = rungs[0] - 0.5, rungs[-1] + 0.5
    point = float(np.clip(crossings(rungs, right[None], total)[0], low_end, high_end))
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


def crossings(rungs: np.ndarray, right: np.ndarray, total: np.ndarray) -> np.ndarray:
    """The fitted crossing of one half of each row; see :func:`fit_curves`."""
    return fit_curves(rungs, right, total).crossing


def fit_curves(rungs: np.ndarray, right: np.ndarray, total: np.ndarray) -> Curves:
    """The fitted curve of each row.

    Args:
        rungs: Shape (rungs,).
        right: Right answers, shape (rows, rungs).
        total: Items asked, shape (rungs,).

    Returns:
        Curves. Where all or none are right the crossing lies somewhere beyond the rungs.
    """
    # By the fullest rung, so that thin ones beside it do not loosen the pull of the ridge.
    weight = total / max(float(total.max()), 1.0)
    share = right / np.maximum(total, 1)
    crossing = rungs[0] - 0.5 + share.sum(axis=1)
    log_slope = np.zeros_like(crossing)
    damping = np.full_like(crossing, _FIRST_DAMPING)
    loss = _loss(rungs, share, weight, crossing, log_slope)
    for _ in range(_MAX_STEPS):
        step = _scoring_step(rungs, share, weight, crossing, log_slope, damping)
        tried = crossing + step[0], log_slope + step[1]
        reached = _loss(rungs, share, weight, *tried)
        better = reached <= loss
        crossing = np.where(better, tried[0], crossing)
        log_slope = np.where(better, tried[1], log_slope)
        loss = np.where(better, reached, loss)
        damping = damping * np.where(better, _EASIER, _HARDER)
        if np.abs(step).max() < _SMALL_STEP:
            break
    return Curves(np.asarray(crossing), np.asarray(log_slope))


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
    (crossing,), (log_slope,) = fit_curves(rungs, right[None], total)
    chance = np.clip(
        special.expit(np.exp(log_slope) * (crossing - rungs)), _MIN_CHANCE, 1 - _MIN_CHANCE
    )
    shares = rng.beta(right + chance, total - right + 1 - chance, size=(draws, len(rungs)))
    return crossings(rungs, shares * total, total)


def _arrays(counts: Mapping[int, Count]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rungs, right answers and items asked, as float arrays of one length."""
    rungs = sorted(counts)
    right = [counts[rung].right for rung in rungs]
    total = [counts[rung].total for rung in rungs]
    return np.array(rungs, float), np.array(right, float), np.array(total, float)


def _loss(
    rungs: np.ndarray,
    share: np.ndarray,
    weight: np.ndarray,
    crossing: np.ndarray,
    log_slope: np.ndarray,
) -> np.ndarray:
    """Penalised negative log-likelihood of each row."""
    odds = np.exp(log_slope)[:, None] * (crossing[:, None] - rungs)
    likelihood = share * special.log_expit(odds) + (1 - share) * special.log_expit(-odds)
    return np.asarray(_RIDGE * log_slope**2 - (weight * likelihood).sum(axis=1))


def _scoring_step(
    rungs: np.ndarray,
    share: np.ndarray,
    weight: np.ndarray,
    crossing: np.ndarray,
    log_slope: np.ndarray,
    damping: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """The damped step of each row, in crossing and log of the slope."""
    slope = np.exp(log_slope)[:, None]
    odds = slope * (crossing[:, None] - rungs)
    chance = special.expit(odds)
    pull = weight * (chance - share)
    information = weight * chance * (1 - chance)
    by_crossing = (pull * slope).sum(axis=1)
    by_slope = (pull * odds).sum(axis=1) + 2 * _RIDGE * log_slope
    a = (information * slope**2).sum(axis=1) * (1 + damping) + 1e-9
    b = (information * slope * odds).sum(axis=1)
    d = ((information * odds**2).sum(axis=1) + 2 * _RIDGE) * (1 + damping)
    determinant = a * d - b * b
    steps = (
        (b * by_slope - d * by_crossing) / determinant,
        (b * by_crossing - a * by_slope) / determinant,
    )
    return np.clip(steps[0], -_MAX_STEP, _MAX_STEP), np.clip(steps[1], -_MAX_STEP, _MAX_STEP)
