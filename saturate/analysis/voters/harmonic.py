"""The same ballots counted by harmonic mean over views: an answer has to win in every view.

An answer's share is taken in each view by itself, and shares count by their harmonic mean, which is
near the lowest of them (Self-Harmony, arXiv 2511.01191; views that have to agree on a label are
also the idea of Co-Reward, arXiv 2508.00410). Where each view has one ballot a share is 0 or 1:
unsmoothed that is unanimity, smoothed it ranks answers and problems as counting does. So the two
differ only where views have several ballots: views times samples, models times views.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from saturate.analysis.voters.panel import Panel, ProblemBallots
from saturate.stats.clusters import design_effect, redraws
from saturate.stats.intervals import LEVEL, Count, Interval, share_of
from saturate.voting.majority import vote

SMOOTHINGS = (0.0, 0.5)
"""Ballots for and against that every view is given in advance; 0 asks for one vote in each."""
_DRAWS = 1000
_FEWEST = 10
"""Labels below which a precision is not read."""
_DIGITS = 12
"""Shares that agree so far are equal: the order of views must not tell them apart."""


@dataclass(frozen=True)
class Harmonic:
    """Labels by the harmonic mean over views beside labels by count, on the same ballots."""

    smoothing: float
    """Ballots for and against that every view is given in advance."""
    needed: int
    """Votes that carry a label by count; its coverage is that of both."""
    labels: int
    """Labels of either; fewer than by count where the harmonic mean has no more to give."""
    count: Interval | None
    """Label precision by count."""
    harmonic: Interval | None
    """Label precision by harmonic mean."""
    difference: Interval | None
    """Harmonic minus count at equal coverage; the interval resamples problems,
    or the published items behind them."""
    wanted: float
    """The precision at which coverages are compared."""
    count_coverage: float
    """Largest share of problems that counting labels with the wanted precision."""
    harmonic_coverage: float
    """The same by harmonic mean."""
    coverage_difference: Interval
    """Harmonic minus count at equal precision; the interval resamples problems,
    or the published items behind them."""


def harmonic_shares(
    answers: Sequence[str | None], views: Sequence[int], smoothing: float
) -> dict[str, float]:
    """The harmonic mean over views of each answer's share.

    Args:
        answers: Canonical answers by seat; an abstention is a ballot for nobody.
        views: The view that each seat answers.
        smoothing: Ballots for and against that every view is given in advance.

    Returns:
        Shares by answer, those of 0 left out.
    """
    ballots = Counter(views)
    votes = Counter(zip(answers, views, strict=True))
    found = {}
    for answer in {one for one in answers if one is not None}:
        shares = [
            (votes[answer, view] + smoothing) / (ballots[view] + 2 * smoothing)
            for view in sorted(ballots)
        ]
        if all(shares):
            found[answer] = round(len(shares) / sum(1 / one for one in shares), _DIGITS)
    return found


def harmonic(panel: Panel, needed: int, wanted: float) -> list[Harmonic]:
    """Compare the two ways to count, for each smoothing.

    Args:
        panel: The ballots, everybody asked.
        needed: Votes that carry a label by count.
        wanted: The precision at which coverages are compared.

    Returns:
        Empty where there is one view, or each has one ballot.
    """
    views = panel.views
    if not 1 < len(set(views)) < len(views):
        return []
    counted = _ranked([_by_count(problem) for problem in panel.problems])
    return [
        _compared(
            panel,
            counted,
            _ranked([_by_harmony(problem, views, smoothing) for problem in panel.problems]),
            smoothing,
            needed,
            wanted,
        )
        for smoothing in SMOOTHINGS
    ]


def _compared(
    panel: Panel,
    counted: np.ndarray,
    ranked: np.ndarray,
    smoothing: float,
    needed: int,
    wanted: float,
) -> Harmonic:
    both = (counted, ranked)
    labels = min(int((counted[0] >= needed).sum()), int((ranked[0] > 0).sum()))
    again = [[one[:, rows] for one in both] for rows in redraws(panel.sources, _DRAWS, seed=0)]
    coverage = [_coverage(one, wanted) for one in both]
    precision = [_precision(one, labels) for one in both]
    return Harmonic(
        smoothing=smoothing,
        needed=needed,
        labels=labels,
        count=_share(panel, counted, labels) if labels else None,
        harmonic=_share(panel, ranked, labels) if labels else None,
        difference=_difference(
            precision, [[_precision(one, labels) for one in two] for two in again]
        )
        if labels
        else None,
        wanted=wanted,
        count_coverage=coverage[0],
        harmonic_coverage=coverage[1],
        coverage_difference=_difference(
            coverage, [[_coverage(one, wanted) for one in two] for two in again]
        ),
    )


def _by_count(problem: ProblemBallots) -> tuple[float, bool]:
    """The winner's votes, 0 without a winner, and whether it is right."""
    outcome = vote(problem.answers)
    if outcome.winner is None:
        return 0.0, False
    return float(outcome.votes), outcome.winner in problem.right


def _by_harmony(
    problem: ProblemBallots, views: Sequence[int], smoothing: float
) -> tuple[float, bool]:
    """The winner's harmonic share, 0 without a winner, and whether it is right."""
    shares = harmonic_shares(problem.answers, views, smoothing)
    best = max(shares.values(), default=0.0)
    winners = [answer for answer, share in shares.items() if share == best]
    return (best, winners[0] in problem.right) if len(winners) == 1 else (0.0, False)


def _ranked(outcomes: Sequence[tuple[float, bool]]) -> np.ndarray:
    """Scores and whether the winner is right, shape (2, problems)."""
    return np.array(outcomes, float).T


def _share(panel: Panel, ranked: np.ndarray, labels: int) -> Interval:
    """The precision of the best ``labels`` with its interval, clustered as all of their equals."""
    score, right = ranked
    best = (score >= np.partition(score, -labels)[-labels]) & (score > 0)
    effect = design_effect([panel.clusters((best & (right > 0)).tolist(), best.tolist())])
    return share_of(Count(round(_precision(ranked, labels) * labels), labels), effect)


def _precision(ranked: np.ndarray, labels: int) -> float:
    """Share of right ones among the best ``labels``; of equals a random choice is expected."""
    score, right = ranked
    last = np.partition(score, -labels)[-labels]
    if last == 0:
        return float(right[score > 0].mean()) if (score > 0).any() else 0.0
    above, tied = score > last, score == last
    held = right[above].sum() + (labels - above.sum()) * right[tied].mean()
    return float(held / labels)


def _coverage(ranked: np.ndarray, wanted: float) -> float:
    """The largest share of problems that a threshold labels with the wanted precision."""
    score, right = ranked
    best = 0
    for least in np.unique(score[score > 0]):
        kept = score >= least
        if kept.sum() >= _FEWEST and right[kept].mean() >= wanted:
            best = max(best, int(kept.sum()))
    return best / len(score)


def _difference(values: Sequence[float], draws: Sequence[Sequence[float]]) -> Interval:
    """The second value minus the first, with the bootstrap's quantiles."""
    value = values[1] - values[0]
    tail = (1 - LEVEL) / 2
    low, high = np.quantile([two - one for one, two in draws], [tail, 1 - tail])
    return Interval(value, min(float(low), value), max(float(high), value))
