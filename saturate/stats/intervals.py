"""Intervals of shares and of paired differences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import optimize, special

LEVEL = 0.95
"""Confidence level of every interval."""
_SMALLEST_P = 1e-12
"""Smaller ones are not told apart where they have to be searched for."""


class Interval(NamedTuple):
    """A value with the ends of its confidence interval."""

    value: float
    low: float
    high: float


class Change(NamedTuple):
    """How items changed between two scorings: all that a paired interval needs."""

    items: int
    """Items, or groups of items that share a source."""
    total: float
    """Sum of the items' changes, each between -1 and 1 where one item makes a group."""
    squares: float
    """Sum of their squares; for single items the number that flipped either way."""
    flips: float | None = None
    """That number, where ``squares`` is another as sets of items weigh differently."""

    @property
    def flipped(self) -> float:
        """Items that flipped either way."""
        return self.squares if self.flips is None else self.flips


class Error(NamedTuple):
    """One source of error of a mean."""

    size: float
    """Standard error, never below 0."""
    freedom: int
    """Degrees of freedom with which it is known, at least 1."""


class Estimate(NamedTuple):
    """A mean with what its interval needs."""

    value: float
    errors: tuple[Error, ...]
    """Independent of each other; empty where nothing is known of them."""


class Count(NamedTuple):
    """Right answers among those asked."""

    right: int
    total: int


def wilson(right: int, total: int) -> Interval:
    """Wilson's score interval of a share of at least one (Wilson 1927)."""
    return share_of(Count(right, total))


def share_of(count: Count, design_effect: float = 1.0) -> Interval:
    """A share of at least one with Wilson's score interval.

    Args:
        count: Right outcomes and all.
        design_effect: How many of them tell as much as one that stands for itself
            (:func:`saturate.stats.clusters.design_effect`).
    """
    z = _z(LEVEL)
    share, total = count.right / count.total, count.total / design_effect
    centre = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * math.sqrt(share * (1 - share) / total + (z / total) ** 2 / 4)
    return Interval(
        share,
        0.0 if share == 0 else max(0.0, centre - half),
        1.0 if share == 1 else min(1.0, centre + half),
    )


def paired_difference(before: Sequence[float], after: Sequence[float], looks: int = 1) -> Interval:
    """Mean of ``after - before`` over the same items, with a t interval.

    Args:
        before: Share right of each item, first time.
        after: The same items in the same order, second time.
        looks: How many such comparisons are made; the interval is widened for them (Bonferroni).

    Raises:
        ValueError: The two are not of one length, or empty.
    """
    if len(before) != len(after) or not before:
        raise ValueError(f"cannot pair {len(before)} items with {len(after)}")
    differences = np.asarray(after, float) - np.asarray(before, float)
    total, squares = float(differences.sum()), float((differences**2).sum())
    return change_interval(Change(len(differences), total, squares), (1 - LEVEL) / looks)


def change_interval(change: Change, alpha: float) -> Interval:
    """Mean change of an item, with a t interval that misses the truth with chance ``alpha``."""
    return estimate_interval(mean_change(change), alpha)


def change_p(change: Change) -> float:
    """Two-sided p of no change; agrees with :func:`change_interval`."""
    return estimate_p(mean_change(change))


def mean_change(change: Change) -> Estimate:
    """Mean change of an item, as sure as the choice of items makes it."""
    n, mean = change.items, change.total / change.items
    if n == 1:
        return Estimate(mean, ())
    # One pseudo-item each way: without a single flip the plain variance is 0 and says nothing.
    return Estimate(
        mean, (Error(math.sqrt((change.squares + 2 - n * mean**2) / n / (n - 1)), n - 1),)
    )


def mean_over_runs(changes: Sequence[Change]) -> Estimate:
    """Mean of the same change in runs of different seeds: choice of items and luck of training.

    The error of the items does not shrink with the number of runs, as runs may share their items;
    that of the luck comes from the spread between runs, and so holds a little of the former too.

    Args:
        changes: One from each run; a single one gives :func:`mean_change`.
    """
    means = [mean_change(one) for one in changes]
    if len(means) == 1:
        return means[0]
    values = np.array([one.value for one in means])
    if not all(one.errors for one in means):
        return Estimate(float(values.mean()), ())
    squares = [error.size**2 for one in means for error in one.errors]
    items = Error(math.sqrt(float(np.mean(squares))), min(m.errors[0].freedom for m in means))
    luck = Error(float(values.std(ddof=1)) / math.sqrt(len(means)), len(means) - 1)
    return Estimate(float(values.mean()), (items, luck))


def estimate_interval(estimate: Estimate, alpha: float) -> Interval:
    """Interval of a difference of shares that misses the truth with chance ``alpha`` at most."""
    mean = estimate.value
    if not estimate.errors:
        return Interval(mean, -1.0, 1.0)
    half = half_width(estimate, alpha)
    return Interval(mean, max(-1.0, mean - half), min(1.0, mean + half))


def estimate_p(estimate: Estimate) -> float:
    """Two-sided p of no difference; agrees with :func:`estimate_interval`."""
    size = abs(estimate.value)
    if not estimate.errors or size == 0:
        return 1.0
    if len(estimate.errors) == 1:
        (error,) = estimate.errors
        return float(2 * special.stdtr(error.freedom, -size / error.size))
    if half_width(estimate, _SMALLEST_P) <= size:
        return _SMALLEST_P
    found = optimize.brentq(
        lambda power: half_width(estimate, math.exp(power)) - size, math.log(_SMALLEST_P), 0.0
    )
    return math.exp(found)


def half_width(estimate: Estimate, alpha: float) -> float:
    """Half of a two-sided interval, from the half widths that each error gives by itself.

    With one error this is the t interval. With several the halves add up like standard errors (the
    method of variance estimates recovery, Zou and Donner 2008), which keeps the level where one
    error is known with few degrees of freedom and another with many.
    """
    halves = [-float(special.stdtrit(e.freedom, alpha / 2)) * e.size for e in estimate.errors]
    return math.hypot(*halves)


def over_seeds(gains: Sequence[float]) -> Interval:
    """Mean over seeds with a t interval: the spread between trainings, not between items.

    Raises:
        ValueError: There are fewer than two.
    """
    if len(gains) < 2:
        raise ValueError("one seed has no spread")
    mean = float(np.mean(gains))
    error = float(np.std(gains, ddof=1)) / math.sqrt(len(gains))
    half = float(special.stdtrit(len(gains) - 1, (1 + LEVEL) / 2)) * error
    return Interval(mean, mean - half, mean + half)


def _z(level: float) -> float:
    return float(special.ndtri((1 + level) / 2))
