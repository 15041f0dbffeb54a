"""Where a falling logistic curve crosses a share, for many resamples of its rungs at once.

The curve's log-odds are ``exp(s) * (c - rung)``: ``c`` is the crossing, ``s`` the log of the slope.
Both are fitted by penalised likelihood with Fisher scoring, damped as by Levenberg and Marquardt.
One fit by a general optimiser takes milliseconds; a report asks for thousands.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import special

_RIDGE = 0.05
"""Pull of the fit towards a slope of one logit a rung; keeps clean steps finite."""
_STEPS = 60
_SMALL_STEP = 1e-9
"""Rungs, or logs of the slope; when no row goes further, all have arrived."""
_FIRST_DAMPING = 1e-2
_EASIER, _HARDER = 0.3, 5.0
"""What a step that helped, and one that didn't, does to the damping."""
_LONGEST_STEP = 2.0
"""Rungs, or logs of the slope, that one step may go."""


class Curves(NamedTuple):
    """Fitted curves, a row each."""

    crossing: np.ndarray
    """The rung at which each crosses one half, shape (rows,)."""
    log_slope: np.ndarray
    """Log of its slope there in logits a rung, shape (rows,)."""

    def at(self, share: float) -> np.ndarray:
        """The rung at which each curve reads a share between 0 and 1, shape (rows,)."""
        return np.asarray(self.crossing - special.logit(share) * np.exp(-self.log_slope))


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
    for _ in range(_STEPS):
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
    return np.clip(steps[0], -_LONGEST_STEP, _LONGEST_STEP), np.clip(
        steps[1], -_LONGEST_STEP, _LONGEST_STEP
    )
