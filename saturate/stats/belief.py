"""What is known of a model's threshold on a ladder: a posterior on a grid.

The curve is a logistic one in the rung, with a lapse rate (items missed however easy) and a floor
(items guessed however hard):

    P(right at rung r) = floor + (1 - floor - lapse) * expit(slope * (crossing - r))

The grid's first axis is the *threshold* itself, the rung at which that chance equals the target,
so that its marginal needs no change of variables; slope, lapse and floor are nuisance parameters
that are integrated out. This is the Bayesian adaptive estimation of psychometric functions on a
grid: the psi method (Kontsevich and Tyler, Vision Research 39, 1999), with nuisance parameters as
in psi-marginal (Prins, Journal of Vision 13(7), 2013) and QUEST+ (Watson, Journal of Vision 17(3),
2017).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from saturate.stats.curves import Curves
from saturate.stats.intervals import LEVEL, Count, Interval

Array = NDArray[np.float64]

_FLOORS = np.array([0.02, 0.05, 0.1, 0.2, 0.25, 1 / 3, 0.5])
"""Answers that are right by luck: those of free text, and of two to ten choices. Never 0: one lucky
item on a hard rung must not count as proof."""
_FLOOR_PRIOR = np.array([0.5, 0.1, 0.1, 0.075, 0.1, 0.075, 0.05])
_LAPSES = np.array([0.005, 0.02, 0.05, 0.1, 0.2])
"""Never 0: a single slip on an easy rung must not rule out everything."""
_LAPSE_PRIOR = np.array([0.4, 0.25, 0.2, 0.1, 0.05])
_SLOPES = np.geomspace(0.12, 10.0, 15)
"""In logits a rung: from curves that fall over thirty rungs to cliffs between two."""
_STEP = 0.1
"""Grain of the threshold, in rungs."""
_BEYOND = 3.0
"""Rungs beyond either end where a threshold may lie, to find that it is out of reach."""
_ALL = slice(None)
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
    """A posterior over (threshold, slope, lapse, floor); cells are sorted by threshold."""

    def __init__(self, prior: Prior) -> None:
        self.prior = prior
        self.rungs = np.arange(prior.first, prior.last + 1)
        self.thresholds = np.arange(prior.first - _BEYOND, prior.last + _BEYOND + _STEP / 2, _STEP)
        place, slope, lapse, floor = np.meshgrid(
            np.arange(len(self.thresholds)),
            _SLOPES,
            np.arange(len(_LAPSES)),
            np.arange(len(_FLOORS)),
            indexing="ij",
        )
        share = (prior.target - _FLOORS[floor]) / (1 - _FLOORS[floor] - _LAPSES[lapse])
        # Where the curve never rises to the target, or never falls to it, there is no threshold.
        fits = (share > 0) & (share < 1)
        self.place = place[fits]
        """By cell, its threshold's place on the grid."""
        self.weight: Array = (_LAPSE_PRIOR[lapse] * _FLOOR_PRIOR[floor])[fits]
        self.weight /= self.weight.sum()
        crossing = self.thresholds[self.place] + special.logit(share[fits]) / slope[fits]
        self._curves = Curves(
            crossing, np.log(slope[fits]), _FLOORS[floor][fits], _LAPSES[lapse][fits]
        )

    def chance(self, rung: int, cells: NDArray[np.intp] | slice = _ALL) -> Array:
        """Chance of a right answer at a rung by each cell's curve, shape (cells,).

        Worked out when asked for: cells are many, and most go with the first answers.
        """
        return self._curves.take(cells).chance(np.array([rung]))[:, 0]

    def update(self, counts: Mapping[int, Count]) -> None:
        """Take in answers; ``counts`` holds right and asked by rung."""
        log = np.log(self.weight)
        for rung, (right, total) in counts.items():
            chance = self.chance(rung)
            log += right * np.log(chance) + (total - right) * np.log1p(-chance)
        weight = np.exp(log - log.max())
        kept = weight > _NEGLIGIBLE
        self.weight = weight[kept] / weight[kept].sum()
        self.place, self._curves = self.place[kept], self._curves.take(kept)

    def information(self) -> Array:
        """Expected Fisher information of one item about the threshold, by rung."""
        return np.array([self._information(rung) for rung in self.rungs.tolist()])

    def _information(self, rung: int) -> float:
        chance = self.chance(rung)
        _, log_slope, floor, lapse = self._curves
        height = 1 - floor - lapse
        known = (chance - floor) / height
        fall = np.exp(log_slope) * height * known * (1 - known)
        return float((fall**2 / (chance * (1 - chance))) @ self.weight)

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
        chance = self.chance(rung)
        order = np.argsort(chance)
        risen = np.cumsum(self.weight[order])
        tail = (1 - LEVEL) / 2
        at = np.minimum(np.searchsorted(risen, [tail, 0.5, 1 - tail]), len(order) - 1)
        low, middle, high = chance[order][at]
        return Interval(float(middle), float(low), float(high))
