"""What is known of a model's threshold on a ladder: a posterior on a grid.

The curve is a logistic one in the rung, with a lapse rate (items missed however easy) and a floor
(items guessed however hard):

    P(right at rung r) = floor + (1 - floor - lapse) * expit(slope * (crossing - r))

The grid's first axis is the *threshold* itself, the rung at which that chance equals the target, so
that its marginal needs no change of variables; slope and lapse are nuisance parameters that are
integrated out. This is the Bayesian adaptive estimation of psychometric functions on a grid: the
psi method (Kontsevich and Tyler, Vision Research 39, 1999), with nuisance parameters as in
psi-marginal (Prins, Journal of Vision 13(7), 2013) and QUEST+ (Watson, Journal of Vision 17(3),
2017).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from saturate.stats.intervals import LEVEL, Count, Interval

Array = NDArray[np.float64]

FLOOR = 0.02
"""Answers that are right by luck. Also keeps one lucky item from counting as proof."""
_LAPSES = np.array([0.005, 0.02, 0.05, 0.1, 0.2])
"""Never 0: a single slip on an easy rung must not rule out everything."""
_LAPSE_PRIOR = np.array([0.4, 0.25, 0.2, 0.1, 0.05])
_SLOPES = np.geomspace(0.12, 10.0, 15)
"""In logits a rung: from curves that fall over thirty rungs to cliffs between two."""
_STEP = 0.1
"""Grain of the threshold, in rungs."""
_BEYOND = 3.0
"""Rungs beyond either end where a threshold may lie, to find that it is out of reach."""
_NEGLIGIBLE = 1e-6
"""Cells of less weight than this, against the heaviest, are dropped."""


class Prior(NamedTuple):
    """Where the search starts from: nothing is known but the ladder's ends."""

    first: int
    last: int
    """Last rung that may be asked."""
    target: float
    """Accuracy looked for, as a share."""


class Belief:
    """A posterior over (threshold, slope, lapse); cells are sorted by threshold."""

    def __init__(self, prior: Prior) -> None:
        self.prior = prior
        self.rungs = np.arange(prior.first, prior.last + 1)
        self.thresholds = np.arange(prior.first - _BEYOND, prior.last + _BEYOND + _STEP / 2, _STEP)
        place, slope, lapse = np.meshgrid(
            np.arange(len(self.thresholds)), _SLOPES, np.arange(len(_LAPSES)), indexing="ij"
        )
        lapses = _LAPSES[lapse]
        top = 1 - FLOOR - lapses
        # Where the curve never comes down from the target's height there is no threshold.
        share = (prior.target - FLOOR) / top
        fits = (share > 0) & (share < 1)
        shift = special.logit(np.where(fits, share, 0.5)) / slope
        self.place = place[fits]
        """By cell, its threshold's place on the grid."""
        self.weight: Array = _LAPSE_PRIOR[lapse][fits]
        self.weight /= self.weight.sum()
        crossing = self.thresholds[self.place] + shift[fits]
        odds = slope[fits] * (crossing - self.rungs[:, None])
        self.chance: Array = FLOOR + top[fits] * special.expit(odds)
        """Chance of a right answer, shape (rungs, cells)."""
        self._fall: Array = slope[fits] * special.expit(odds) * special.expit(-odds) * top[fits]
        """How fast that chance changes with the threshold."""

    def update(self, counts: Mapping[int, Count]) -> None:
        """Take in answers; ``counts`` holds right and asked by rung."""
        log = np.log(self.weight)
        for rung, (right, total) in counts.items():
            chance = self.chance[rung - self.prior.first]
            log += right * np.log(chance) + (total - right) * np.log1p(-chance)
        weight = np.exp(log - log.max())
        kept = weight > _NEGLIGIBLE
        self.weight = weight[kept] / weight[kept].sum()
        self.place = self.place[kept]
        self.chance = self.chance[:, kept]
        self._fall = self._fall[:, kept]

    def information(self) -> Array:
        """Expected Fisher information of one item about the threshold, by rung."""
        found: Array = (self._fall**2 / (self.chance * (1 - self.chance))) @ self.weight
        return found

    def threshold(self) -> Interval:
        """Median and equal-tailed credible interval of the threshold, in rungs."""
        mass = np.bincount(self.place, self.weight, len(self.thresholds))
        ends = np.append(self.thresholds - _STEP / 2, self.thresholds[-1] + _STEP / 2)
        risen = np.concatenate([[0.0], np.cumsum(mass)])
        tail = (1 - LEVEL) / 2
        low, middle, high = np.interp([tail, 0.5, 1 - tail], risen, ends)
        return Interval(float(middle), float(low), float(high))

    def accuracy(self, rung: int) -> Interval:
        """Median and credible interval of the chance of a right answer at a rung, as a share."""
        chance = self.chance[rung - self.prior.first]
        order = np.argsort(chance)
        risen = np.cumsum(self.weight[order])
        tail = (1 - LEVEL) / 2
        at = np.minimum(np.searchsorted(risen, [tail, 0.5, 1 - tail]), len(order) - 1)
        low, middle, high = chance[order][at]
        return Interval(float(middle), float(low), float(high))
