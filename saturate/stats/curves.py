"""Fits accuracy over rungs by a logistic curve that falls between two ends of its own.

    P(right at rung r) = floor + (1 - floor - lapse) * expit(exp(s) * (middle - r))

``floor`` are items that are right however hard (guesses), ``lapse`` items that are missed however
easy. Without them a few right answers on rungs far above pull the whole curve over: a threshold is
read too high, and the more so the more such rungs are scored (Wichmann and Hill, *Perception &
Psychophysics* 63(8), 2001).

All four are fitted by penalised likelihood with Fisher scoring, damped as by Levenberg and
Marquardt, for many resamples of the rungs at once: one fit by a general optimiser takes
milliseconds, and a report asks for thousands.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import special

SLOPE_RIDGE = 0.05
"""Pull of the fit towards a slope of one logit a rung; keeps clean steps finite."""
FLAT_ITEMS = 2
"""Items of a rung beyond which that pull on a flatter curve counts the less, the more there are: if
it grew with them, a curve that hardly falls would be read as one that crosses one half."""
END_RIDGE = 0.01
"""Pull of both ends, on the scale that they are fitted on, towards where they start."""
END_ITEMS = 50
"""Items of a rung beyond which that pull, too, counts the less, the more there are."""
FIRST_END = float(special.logit(0.02))
"""Where both ends start on that scale: one item in a hundred."""
_HIGHEST_END = 0.5
"""No end reaches it, so that every curve crosses one half."""
_MAX_STEPS = 60
_SMALL_STEP = 1e-6
"""Rungs, or units of the other scales; when no row goes further, all have arrived."""
_FIRST_DAMPING = 1e-2
_EASIER, _HARDER = 0.3, 5.0
"""What a step that helped, and one that didn't, does to the damping."""
_MAX_STEP = 2.0
"""Rungs, or units of the other scales, that one step may go."""
_CENTRES = np.array([0.0, 0.0, FIRST_END, FIRST_END])


class Curves(NamedTuple):
    """Fitted curves, a row each; all have shape (rows,)."""

    middle: np.ndarray
    """The rung at which each is half way between its ends."""
    log_slope: np.ndarray
    """Log of its slope there, in logits a rung."""
    floor: np.ndarray
    """Share of items that are right however hard, below one half."""
    lapse: np.ndarray
    """Share of items that are missed however easy, below one half."""

    def take(self, rows: np.ndarray | slice) -> Curves:
        """Some of the rows, by their places or a mask."""
        return Curves(*(one[rows] for one in self))

    def at(self, share: float) -> np.ndarray:
        """The rung at which each curve reads a share between 0 and 1, shape (rows,).

        Infinite where it nowhere falls so low, minus infinite where it nowhere rises so high; one
        half is read by every curve.
        """
        part = (share - self.floor) / (1 - self.floor - self.lapse)
        met = (part > 0) & (part < 1)
        rung = self.middle - special.logit(np.where(met, part, 0.5)) * np.exp(-self.log_slope)
        return np.where(met, rung, np.where(part <= 0, np.inf, -np.inf))

    def chance(self, rungs: np.ndarray) -> np.ndarray:
        """The chance of a right answer at each rung, shape (rows, rungs)."""
        odds = np.exp(self.log_slope)[:, None] * (self.middle[:, None] - rungs)
        height = 1 - self.floor - self.lapse
        return np.asarray(self.floor[:, None] + height[:, None] * special.expit(odds))


def fit_curves(rungs: np.ndarray, right: np.ndarray, total: np.ndarray) -> Curves:
    """The fitted curve of each row.

    Args:
        rungs: Shape (rungs,).
        right: Right answers, shape (rows, rungs).
        total: Items asked, shape (rungs,).

    Returns:
        Curves. Where all or none are right one half is read somewhere beyond the rungs.
    """
    # By the fullest rung, so that thin ones beside it do not loosen the pull of the ridges.
    most = max(float(total.max()), 1.0)
    weight = total / most
    flat = SLOPE_RIDGE / max(1.0, most / FLAT_ITEMS)
    end = END_RIDGE / max(1.0, most / END_ITEMS)
    ridges = np.array([[0.0, flat, end, end], [0.0, SLOPE_RIDGE, end, end]])
    share = right / np.maximum(total, 1)
    place = np.tile(_CENTRES, (len(share), 1))
    place[:, 0] = rungs[0] - 0.5 + share.sum(axis=1)
    damping = np.full(len(share), _FIRST_DAMPING)
    loss = _loss(rungs, share, weight, ridges, place)
    for _ in range(_MAX_STEPS):
        step = _scoring_step(rungs, share, weight, ridges, place, damping)
        tried = place + step
        reached = _loss(rungs, share, weight, ridges, tried)
        better = reached <= loss
        place = np.where(better[:, None], tried, place)
        loss = np.where(better, reached, loss)
        damping = damping * np.where(better, _EASIER, _HARDER)
        if np.abs(step).max() < _SMALL_STEP:
            break
    return _curves(place)


def _curves(place: np.ndarray) -> Curves:
    """Curves from middles, logs of slopes and scaled ends, shape (rows, 4)."""
    floor, lapse = (_HIGHEST_END * special.expit(place[:, end]) for end in (2, 3))
    return Curves(place[:, 0], place[:, 1], floor, lapse)


def _pull(ridges: np.ndarray, place: np.ndarray) -> np.ndarray:
    """The ridges of each row: of a curve flatter than one logit a rung, or of a steeper one."""
    return np.asarray(ridges[(place[:, 1] > 0).astype(int)])


def _loss(
    rungs: np.ndarray,
    share: np.ndarray,
    weight: np.ndarray,
    ridges: np.ndarray,
    place: np.ndarray,
) -> np.ndarray:
    """Penalised negative log-likelihood of each row."""
    chance = _curves(place).chance(rungs)
    likelihood = special.xlogy(share, chance) + special.xlog1py(1 - share, -chance)
    pulled = (_pull(ridges, place) * (place - _CENTRES) ** 2).sum(axis=1)
    return np.asarray(pulled - (weight * likelihood).sum(axis=1))


def _scoring_step(
    rungs: np.ndarray,
    share: np.ndarray,
    weight: np.ndarray,
    ridges: np.ndarray,
    place: np.ndarray,
    damping: np.ndarray,
) -> np.ndarray:
    """The damped step of each row, shape (rows, 4)."""
    curves = _curves(place)
    slope = np.exp(curves.log_slope)[:, None]
    odds = slope * (curves.middle[:, None] - rungs)
    known = special.expit(odds)
    floor, lapse = curves.floor[:, None], curves.lapse[:, None]
    chance = floor + (1 - floor - lapse) * known
    fall = (1 - floor - lapse) * known * (1 - known)
    rise, drop = (end * (1 - end / _HIGHEST_END) for end in (floor, lapse))
    by = np.stack([fall * slope, fall * odds, rise * (1 - known), -drop * known], axis=-1)
    information = weight / (chance * (1 - chance))
    gradient = ((information * (chance - share))[..., None] * by).sum(axis=1)
    pull = 2 * _pull(ridges, place)
    gradient += pull * (place - _CENTRES)
    curvature = (information[..., None] * by).swapaxes(1, 2) @ by
    diagonal = np.arange(4)
    own = curvature[:, diagonal, diagonal] + pull
    curvature[:, diagonal, diagonal] = own * (1 + damping[:, None]) + 1e-9
    step = -np.linalg.solve(curvature, gradient[..., None])[..., 0]
    return np.clip(step, -_MAX_STEP, _MAX_STEP)
