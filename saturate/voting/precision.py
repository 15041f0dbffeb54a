"""What ballots alone say of label precision: a lower bound, or that it is not known.

The parameters of :class:`saturate.voting.ballot_model.BallotModel` are weighed by their posterior
given all ballots on a rung, from priors that are uniform but for the traps. Every combination of
them gives a share of right labels, and the estimate is a low quantile of that share. Voters that
share their mistakes leave ballots that fit a much lower share nearly as well: then it is not known.
What no ballot shows is a mistake that all voters make as faithfully as they are right elsewhere;
:data:`_WITHOUT_TRAPS` is what is believed of it beforehand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import product
from typing import NamedTuple

import numpy as np
from scipy.special import expit, logit

from saturate.config.fields import ViewSource
from saturate.ladder import LadderInfo
from saturate.stats.counted import median_low
from saturate.voting.ballot_model import Axes, BallotModel, Profile, Traps

MIN_SOURCES = 3
"""Sources of ballots, below which nothing tells shared mistakes from agreement."""
MIN_LABELS = 20
"""Labels below which their share of right ones is not estimated."""
FIRM_LABELS = 150
"""Labels of which that share is known by seven views of a declared symmetry even where all ballots
but a few agree (``docs/voters.md``)."""
_MAX_WIDTH = 0.05
"""How far the low quantile may lie below the median, and be an estimate."""
_QUANTILE = 0.05
_MAX_SOURCES, _MAX_DRAWS = 16, 3
"""Most sources, and most draws of each, that are looked at; further ones say little that is new."""
_RANGES = ((0.02, 0.99), (0.005, 0.9995), (0.005, 0.99), (0.01, 0.95))
"""Where the parameters lie, in the order of :class:`Axes`, the traps left out."""
_POINTS = (6, 20, 10, 10)
_REPEAT, _ACCURACY, _TRAP = 0, 1, 4
"""Places among the axes."""
_TRAPS = [
    Traps(0.0, 1.0, 0.5),
    *(Traps(*one) for one in product((0.05, 0.15, 0.35), (0.06, 0.15, 0.3), (0.7, 0.9))),
]
"""No traps, then kinds of them."""
_WITHOUT_TRAPS = {True: 0.95, False: 1 / 3}
"""Prior chance that no problem is a trap, by whether voters differ by a symmetry that the ladder
declares. Those that were measured had none (``docs/voters.md``); of others nothing is known."""
_MAX_PROBLEMS = 300
"""As many problems as the ballots weigh at most: voters are not quite as the model has them, and
more problems make it surer, not righter (a coarsened posterior: Miller and Dunson, JASA 114, 2019).
"""
_PASSES = 3
"""How often the model is worked out, each time where the time before it was likely."""
_UNLIKELY = 12.0
"""Log-likelihoods so far below the best one are left out by the next pass."""


Source = tuple[int, int]
"""What ballots are draws of: a model on a view."""


class Vote(NamedTuple):
    """The ballots on one problem."""

    ballots: Sequence[tuple[Source, str | None]]
    """The source of each, and its answer; ``None`` is an abstention."""
    winner: str | None
    """The answer that is the label, if the problem gets one."""


class Estimate(NamedTuple):
    """A share of right labels."""

    value: float | None
    """At least so many, by the ballots alone; ``None`` where that is not known."""
    why_unknown: str = ""
    """A clause that says why not; empty where it is known."""


def follow_symmetry(info: LadderInfo, source: ViewSource, views: Iterable[int]) -> bool:
    """Whether voters differ by a symmetry that the ladder declares, so that the computation does.

    Other orders of options and other examples, the views of a multiple choice, don't change it; nor
    do models that are shown one view, whatever the ladder declares.

    Args:
        info: The ladder.
        source: Where views come from.
        views: Those that the voters are shown.
    """
    declared = bool(info.symmetry) and not info.choices and source in ("auto", "ladder")
    return declared and enough_views(views)


def enough_views(views: Iterable[int]) -> bool:
    """Whether views are so many that their symmetry is why mistakes are not shared."""
    return len(set(views)) >= MIN_SOURCES


class Tally:
    """The ballots on many problems, counted by what they look like: all that an estimate reads.

    Args:
        ways: How many ways there are to pick the problems that get their label.
    """

    def __init__(self, ways: int) -> None:
        self._all: Counter[Profile] = Counter()
        self._kept: list[Counter[Profile]] = [Counter() for _ in range(ways)]
        self._sources: list[Counter[int]] = [Counter() for _ in range(ways)]
        self._every_source: Counter[int] = Counter()
        self._answers: Counter[bool] = Counter()

    def add(self, vote: Vote, labelled: Sequence[bool]) -> None:
        """Count one problem, and whether it gets a label in each way."""
        profile = _profile(vote)
        sources = len({source for source, _ in vote.ballots})
        self._all[profile] += 1
        self._every_source[sources] += 1
        for way, kept in enumerate(labelled):
            if kept:
                self._kept[way][profile] += 1
                self._sources[way][sources] += 1
        for _, answer in vote.ballots:
            self._answers[answer is not None] += 1

    def precisions(self, ways: Sequence[int], declared: bool) -> list[Estimate]:
        """Share of right labels without gold, in some of the ways.

        Args:
            ways: Which.
            declared: As :func:`follow_symmetry` says.
        """
        objections = [_objection(self._sources[way]) for way in ways]
        if all(objections):
            return [Estimate(None, objection) for objection in objections]
        fit = _fit(self._all, declared)
        labelled = [self._kept[way] for way in ways]
        right = [np.zeros(fit.weights.shape) for _ in ways]
        for profile in self._all:
            if any(profile in kept for kept in labelled):
                whole, first = fit.model.likelihoods(profile)
                for share, kept in zip(right, labelled, strict=True):
                    share += kept[profile] / kept.total() * first / whole if kept[profile] else 0
        return [
            Estimate(None, objection) if objection else _estimate(share, fit.weights)
            for share, objection in zip(right, objections, strict=True)
        ]

    def accuracy(self, declared: bool) -> Estimate:
        """Share of right ballots without gold, where every ballot is a label.

        Those on traps count among them, but for a declared symmetry, which is taken to have none.
        """
        if objection := _objection(self._every_source):
            return Estimate(None, objection)
        fit = _fit(self._all, declared)
        answered = self._answers[True] / self._answers.total()
        lost = np.array([one.share * (1 - one.fraction) for one in fit.axes.traps])
        right = fit.axes.accuracy if declared else np.outer(fit.axes.accuracy, 1 - lost)
        kept = (_ACCURACY,) if declared else (_ACCURACY, _TRAP)
        others = tuple(i for i in range(fit.weights.ndim) if i not in kept)
        return _estimate(answered * right, fit.weights.sum(axis=others))


def estimated_precisions(
    votes: Sequence[Vote], labellings: Sequence[Sequence[bool]], declared: bool = False
) -> list[Estimate]:
    """Share of right labels without gold, for several ways to pick problems that get their label.

    Args:
        votes: Every problem that was put to the voters.
        labellings: For each way, whether each problem gets one.
        declared: As :func:`follow_symmetry` says.
    """
    tally = Tally(len(labellings))
    for place, vote in enumerate(votes):
        tally.add(vote, [labelled[place] for labelled in labellings])
    return tally.precisions(range(len(labellings)), declared)


class _Fit(NamedTuple):
    """What the ballots say of the parameters."""

    axes: Axes
    model: BallotModel
    weights: np.ndarray
    """Posterior of every combination, in the axes' shape."""


def _objection(sources: Counter[int]) -> str:
    """Why nothing can be said whatever the ballots are; empty where something may be.

    Args:
        sources: How many labels have ballots from so many sources.
    """
    labels = sources.total()
    if labels < MIN_LABELS:
        return f"{labels} labels are too few to tell (it takes {MIN_LABELS})"
    middle = median_low(sources)
    if middle == 1:
        return "all ballots are samples of one view, and a mistake that a model repeats looks right"
    if middle < MIN_SOURCES:
        return (
            f"{middle} views or models cannot show how far they share mistakes (it takes "
            f"{MIN_SOURCES})"
        )
    return ""


def _fit(counts: Mapping[Profile, int], declared: bool) -> _Fit:
    """The posterior of the parameters, on axes that are narrowed to what is likely."""
    repeating = any(max(row) > 1 for profile in counts for row in profile)
    axes = _axes(_RANGES, repeating)
    weight = min(1.0, _MAX_PROBLEMS / sum(counts.values()))
    for narrowing in range(_PASSES):
        model = BallotModel(axes)
        log = np.zeros(axes.shape)
        for profile, count in counts.items():
            log += weight * count * np.log(model.likelihoods(profile)[0])
        if narrowing < _PASSES - 1:
            axes = _axes(_likely(axes, log), repeating)
    weights = np.exp(log - log.max()) * _prior(axes, declared)
    return _Fit(axes, model, weights / weights.sum())


def _estimate(share: np.ndarray, weights: np.ndarray) -> Estimate:
    """The low quantile of a share, unless the ballots allow for much more as well."""
    order = np.argsort(share, axis=None)
    mass = np.cumsum(weights.ravel()[order])
    low, middle = np.interp([_QUANTILE, 0.5], mass, share.ravel()[order])
    if middle - low > _MAX_WIDTH:
        return Estimate(
            None, f"the ballots would look much alike if only {low:.0%} or {middle:.0%} were right"
        )
    return Estimate(float(low))


def _profile(vote: Vote) -> Profile:
    """Ballots by answer and source, the winner's first, others in an order of their own."""
    draws: Counter[Source] = Counter()
    table: dict[str, Counter[Source]] = {} if vote.winner is None else {vote.winner: Counter()}
    for source, answer in vote.ballots:
        if answer is None or draws[source] == _MAX_DRAWS:
            continue
        if source in draws or len(draws) < _MAX_SOURCES:
            draws[source] += 1
            table.setdefault(answer, Counter())[source] += 1
    sources = sorted(draws, key=lambda one: [row[one] for row in table.values()], reverse=True)
    rows = [tuple(row[source] for source in sources) for row in table.values()]
    first = 0 if vote.winner is None else 1
    return (*rows[:first], *sorted(rows[first:], reverse=True))


def _axes(ranges: Sequence[tuple[float, float]], repeating: bool) -> Axes:
    """Points over ranges of the parameters, evenly in log-odds, and the traps."""
    found = [
        expit(np.linspace(logit(low), logit(high), points))
        for (low, high), points in zip(ranges, _POINTS, strict=True)
    ]
    if not repeating:
        found[_REPEAT] = np.array([0.5])  # no ballot depends on it
    repeat, accuracy, correlation, coincidence = found
    return Axes(repeat, accuracy, correlation, coincidence, _TRAPS)


def _prior(axes: Axes, declared: bool) -> np.ndarray:
    """The prior's mass at every point."""
    none = _WITHOUT_TRAPS[declared]
    traps = np.array([none, *[(1 - none) / (len(_TRAPS) - 1)] * (len(_TRAPS) - 1)])
    return reduce(np.multiply.outer, [*(axis * (1 - axis) for axis in axes[:-1]), traps])


def _likely(axes: Axes, log: np.ndarray) -> list[tuple[float, float]]:
    """The range of every parameter outside of which nothing is likely."""
    near = log > log.max() - _UNLIKELY
    ranges = []
    for place, axis in enumerate(axes[:-1]):
        others = tuple(i for i in range(near.ndim) if i != place)
        held = np.flatnonzero(near.any(axis=others))
        ranges.append((axis[max(held[0] - 1, 0)], axis[min(held[-1] + 1, len(axis) - 1)]))
    return ranges
