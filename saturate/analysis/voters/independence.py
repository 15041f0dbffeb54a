"""How far voters err together, and what voters who don't would reach.

Two measures of common error. The *same wrong answer* is what misleads a vote: how often two voters
give it. The *correlation of errors* also holds that some problems are harder than others; from it
comes the effective number of voters, ``K / (1 + (K - 1) rho)``: the design effect of a cluster
sample (Kish, Survey Sampling, 1965, section 5.4), each problem being a cluster of K ballots.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from saturate.analysis.voters.panel import Panel
from saturate.stats.clusters import redraws
from saturate.stats.intervals import LEVEL, Interval

_DRAWS = 400


@dataclass(frozen=True)
class Independence:
    """How good the ballots are, and how far they err together."""

    accuracy: Interval
    """Share of right ballots."""
    abstaining: float
    """Share of ballots without an answer."""
    same_wrong: Interval
    """Chance that two voters give the same wrong answer to a problem."""
    coincidence: float
    """The same among pairs that are both wrong and both answer; 0 where there is none."""
    correlation: Interval | None
    """Mean correlation rho of two voters' errors; ``None`` where fewer than two voters are right
    on some problems and wrong on others, as where nobody errs."""
    effective: Interval | None
    """Voters with independent errors that would average as well: K / (1 + (K - 1) rho), and no
    more than there are ballots, where errors cancel."""


def independence(panel: Panel, seed: int = 0) -> Independence:
    """Measure a panel of at least two voters.

    Ballots cluster in problems, and problems in the published item that several are made from. The
    intervals of shares count them as clusters; those of rho are from a bootstrap over them.
    """
    right, k = panel.right(), panel.seats
    same, wrong = _pairs(panel)
    pairs = comb(k, 2)
    rho = _correlation(right, redraws(panel.sources, _DRAWS, seed))
    return Independence(
        accuracy=_share(panel, right.sum(axis=1), k),
        abstaining=sum(a is None for p in panel.problems for a in p.answers) / right.size,
        same_wrong=_share(panel, same, pairs),
        coincidence=float(same.sum() / wrong.sum()) if wrong.sum() else 0.0,
        correlation=rho,
        effective=rho and _effective(k, right.size, rho),
    )


class Expected:
    """What K voters with independent errors and the measured accuracy would reach.

    Condorcet's jury with more than two answers: a ballot is right with chance p. Two wrong ones
    coincide as often as they were measured to, taken as one tempting mistake that draws a share
    ``sqrt(coincidence)`` of all wrong answers, the rest being all different. The counts of right
    and tempting ballots are then multinomial.
    """

    def __init__(self, measured: Independence) -> None:
        self._right = measured.accuracy.value
        self._wrong = max(0.0, 1 - self._right - measured.abstaining)
        self._tempted = self._wrong * measured.coincidence**0.5

    def precision_and_coverage(self, seats: int, needed: int) -> tuple[float, float]:
        """Share of right labels, and share of problems that get one."""
        right = self._wins(seats, needed, self._right, self._tempted)
        wrong = self._wins(seats, needed, self._tempted, self._right)
        if seats == 1:
            wrong = self._wrong  # a lone voter's mistake wins, whatever it is
        kept = right + wrong
        return (right / kept if kept > 0 else 0.0), kept

    @staticmethod
    def _wins(seats: int, needed: int, share: float, rival: float) -> float:
        """Chance that an answer of that share gets the votes, and more than its rival."""
        rest = max(0.0, 1 - share - rival)
        return sum(
            comb(seats, mine)
            * comb(seats - mine, theirs)
            * share**mine
            * rival**theirs
            * rest ** (seats - mine - theirs)
            for mine in range(needed, seats + 1)
            for theirs in range(min(mine, seats - mine + 1))
        )


def _pairs(panel: Panel) -> tuple[np.ndarray, np.ndarray]:
    """For each problem, pairs of voters with the same wrong answer, and with two wrong ones."""
    same, wrong = [], []
    for problem in panel.problems:
        counts = Counter(a for a in problem.answers if a is not None and a not in problem.right)
        same.append(sum(comb(n, 2) for n in counts.values()))
        wrong.append(comb(sum(counts.values()), 2))
    return np.array(same), np.array(wrong)


def _share(panel: Panel, found: np.ndarray, of_each: int) -> Interval:
    """Share of as many of each problem as are found there, with an interval for clusters."""
    share = panel.clusters(found.tolist(), [of_each] * len(found)).share
    assert share is not None  # there are problems
    return share


def _correlation(right: np.ndarray, drawn: Sequence[np.ndarray]) -> Interval | None:
    """Rho of the ballots with the bootstrap's quantiles.

    A sample without an error knows nothing of it: the voters in it may be one, or independent.
    """
    value = _rho(right)
    if value is None:
        return None
    draws = [_rho(right[places]) for places in drawn]
    tail = (1 - LEVEL) / 2
    low = float(np.quantile([0.0 if x is None else x for x in draws], tail))
    high = float(np.quantile([1.0 if x is None else x for x in draws], 1 - tail))
    return Interval(value, min(low, value), max(high, value))


def _effective(voters: int, ballots: int, rho: Interval) -> Interval:
    """Voters with independent errors that would average as well; the fewer the higher rho is.

    Where one voter errs just when others do not, rho is -1 / (K - 1), and no number would do.
    """
    effects = (1 + (voters - 1) * x for x in (rho.value, rho.high, rho.low))
    return Interval(*(voters / max(effect, voters / ballots) for effect in effects))


def _rho(right: np.ndarray) -> float | None:
    """Mean covariance of two voters' errors over the mean product of their deviations."""
    centred = right - right.mean(axis=0)
    covariance = centred.T @ centred / len(right)
    spread = np.sqrt(np.diag(covariance))
    off = ~np.eye(len(spread), dtype=bool)
    scale = float(np.outer(spread, spread)[off].mean())
    return float(covariance[off].mean()) / scale if scale > 0 else None
