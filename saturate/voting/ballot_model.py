"""How ballots on problems come about: a model of mistakes that voters share, and its likelihood.

Every problem has an accuracy of its own, so that voters fail on the same problems; wrong ballots
fall together; some problems are traps, which most voters fall into; and a model that answers a view
again repeats itself. In terms of urns, each new ballot of a problem follows from those before it:

- *Repeats.* The n-th draw of a source (one model on one view) repeats one of its earlier draws with
  chance ``(n - 1) / (c + n - 1)``, where ``c = (1 - repeat) / repeat``; otherwise it is a new draw.
- *Right or wrong.* A new draw is right by a Polya urn: accuracy and correlation give a beta
  distribution of the problem's own accuracy.
- *Which mistake.* Wrong draws fall together as tables of a Chinese restaurant (the sampling formula
  of Ewens, Theoretical Population Biology 3, 1972): two of them coincide with a given chance. On a
  share of the problems, the traps, they coincide almost always.

With repeats inside sources this is a restaurant franchise (Teh, Jordan, Beal and Blei, Hierarchical
Dirichlet Processes, JASA 101, 2006) over a space of right and wrong answers. Which answer is right
is not observed: the likelihood sums over who it might be. Ballots may be asked one after another
until a vote is over, as when to stop follows from the ballots that are seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, reduce
from typing import NamedTuple

import numpy as np
from scipy.special import gammaln

Profile = tuple[tuple[int, ...], ...]
"""For every answer to a problem, its ballots from each source."""


class Traps(NamedTuple):
    """Problems that most voters fall into."""

    share: float
    """Of all problems."""
    fraction: float
    """Accuracy on them, as a fraction of that on others."""
    coincidence: float
    """Chance that two wrong new draws agree on them."""


class Axes(NamedTuple):
    """Values of the parameters; the model is worked out on all their combinations."""

    repeat: np.ndarray
    """Chance that a source's second draw repeats the first."""
    accuracy: np.ndarray
    """Mean chance that a new draw is right."""
    correlation: np.ndarray
    """Of two new draws on the same problem, between right and wrong."""
    coincidence: np.ndarray
    """Chance that two wrong new draws agree."""
    traps: Sequence[Traps]
    """What share of problems are traps, and of which kind."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Sizes of the axes, in their order."""
        return tuple(len(axis) for axis in self)


class BallotModel:
    """The likelihood of profiles at every combination of parameters."""

    def __init__(self, axes: Axes) -> None:
        repeat, accuracy, correlation = axes[:3]
        self._plain = _Urns(repeat, accuracy, correlation, axes.coincidence)
        kinds = sorted({(one.fraction, one.coincidence) for one in axes.traps})
        self._kinds = [
            _Urns(repeat, fraction * accuracy, correlation, np.array([coincidence]))
            for fraction, coincidence in kinds
        ]
        self._kind_of = [kinds.index((one.fraction, one.coincidence)) for one in axes.traps]
        self._share = np.array([one.share for one in axes.traps])

    def likelihoods(self, profile: Profile) -> tuple[np.ndarray, np.ndarray]:
        """Likelihood of a profile, and its part in which the profile's first answer is right.

        Returns:
            Two arrays of the axes' shape, up to a constant of the profile; the second is 0 where
            the first answer has no ballot here.
        """
        ways = _ways(profile)
        plain = self._plain.likelihoods(ways)
        by_kind = [urns.likelihoods(ways) for urns in self._kinds]
        whole, right = (
            (1 - self._share) * plain[part][..., None]
            + self._share * np.stack([by_kind[kind][part] for kind in self._kind_of], axis=-1)
            for part in range(2)
        )
        return whole, right


class _Urns:
    """The urns of problems of one kind."""

    def __init__(
        self,
        repeat: np.ndarray,
        accuracy: np.ndarray,
        correlation: np.ndarray,
        coincidence: np.ndarray,
    ) -> None:
        self._shape = len(repeat), len(accuracy), len(correlation), len(coincidence)
        self._repeat, self._coincidence = repeat, coincidence
        p, rho = (x.ravel() for x in np.meshgrid(accuracy, correlation, indexing="ij"))
        weight = (1 - rho) / rho
        self._right_wrong = p * weight, (1 - p) * weight
        self._accuracies: dict[tuple[int, int], np.ndarray] = {}
        self._mistakes: dict[tuple[int, int], np.ndarray] = {}

    def likelihoods(self, ways: _Ways) -> tuple[np.ndarray, np.ndarray]:
        """As those of the whole model, over repeat, accuracy, correlation and coincidence."""
        most = ways.most_draws
        points = len(self._right_wrong[0]), len(self._coincidence)
        first, rest = (np.zeros((most + 1, *points)) for _ in range(2))
        for hits, wrong, answers, winner in ways.by_right:
            self._add(first if winner else rest, hits, wrong, answers)
        by_draws = self._by_draws(most, ways.ballots)
        sums = (by_draws @ one.reshape(most + 1, -1) for one in (first + rest, first))
        whole, part = (one.reshape(self._shape) for one in sums)
        return whole, part

    def _add(self, into: np.ndarray, hits: np.ndarray, wrong: np.ndarray, answers: int) -> None:
        """Add, by the number of new draws, what those that are right and wrong come to."""
        for total in range(len(into)):
            pairs = [
                (n, total - n)
                for n in range(max(0, total - len(wrong) + 1), min(len(hits), total + 1))
                if hits[n] and wrong[total - n]
            ]
            if pairs:
                left = np.stack([hits[n] * wrong[m] * self._accuracy(n, m) for n, m in pairs])
                into[total] += left.T @ np.stack([self._mistake(answers, m) for _, m in pairs])

    def _accuracy(self, right: int, wrong: int) -> np.ndarray:
        """Chance of a sequence of so many right and wrong new draws, over accuracy, correlation."""
        if (right, wrong) not in self._accuracies:
            a, b = self._right_wrong
            self._accuracies[right, wrong] = np.exp(
                _rising(a, right) + _rising(b, wrong) - _rising(a + b, right + wrong)
            )
        return self._accuracies[right, wrong]

    def _mistake(self, answers: int, draws: int) -> np.ndarray:
        """Chance, up to factorials, that wrong draws fall on so many answers, over coincidence."""
        if (answers, draws) not in self._mistakes:
            theta = (1 - self._coincidence) / self._coincidence
            self._mistakes[answers, draws] = np.exp(answers * np.log(theta) - _rising(theta, draws))
        return self._mistakes[answers, draws]

    def _by_draws(self, most: int, ballots: Sequence[int]) -> np.ndarray:
        """Weight of every number of new draws, shape (repeat, draws)."""
        new = (1 - self._repeat) / self._repeat
        divided = sum((_rising(new, n) for n in ballots), np.zeros(len(new)))
        return np.exp(np.outer(np.log(new), np.arange(most + 1)) - divided[:, None])


class _RightAnswer(NamedTuple):
    """Ways in which one answer is the right one, or none of those that were given."""

    hits: np.ndarray
    """Ways to make its ballots, by the number of new draws."""
    wrong: np.ndarray
    """Ways to make those of all others."""
    answers: int
    """How many others there are."""
    winner: bool
    """Whether it is the profile's first answer."""


class _Ways(NamedTuple):
    """What of a profile no parameter changes."""

    most_draws: int
    by_right: list[_RightAnswer]
    ballots: list[int]
    """Of each source."""


def _ways(profile: Profile) -> _Ways:
    unseen = not profile or not any(profile[0])
    draws = [_new_draws(ballots) for ballots in profile[unseen:]]
    mistakes = [_tables(one) for one in draws]
    by_right = []
    for right, hits in enumerate([*draws, np.ones(1)]):
        wrong = [one for i, one in enumerate(mistakes) if i != right]
        winner = right == 0 and not unseen
        by_right.append(_RightAnswer(hits, _product(wrong), len(wrong), winner))
    ballots = [sum(column) for column in zip(*profile, strict=True)]
    return _Ways(sum(len(one) - 1 for one in draws), by_right, ballots)


def _rising(start: np.ndarray, factors: int) -> np.ndarray:
    """Logarithm of the rising factorial."""
    found: np.ndarray = gammaln(start + factors) - gammaln(start)
    return found


def _new_draws(ballots: Sequence[int]) -> np.ndarray:
    """Ways to make an answer's ballots of new draws and repeats, by the number of new draws."""
    return _product([_stirling(n) for n in ballots if n])


def _tables(ways: np.ndarray) -> np.ndarray:
    """The same for a mistake, whose new draws share a table."""
    factorials = np.append(0.0, np.cumprod([1.0, *range(1, len(ways) - 1)]))
    found: np.ndarray = ways * factorials
    return found


def _product(polynomials: Sequence[np.ndarray]) -> np.ndarray:
    found: np.ndarray = reduce(np.convolve, polynomials, np.ones(1))
    return found


@cache
def _stirling(n: int) -> np.ndarray:
    """Unsigned Stirling numbers of the first kind: ways to seat n at 0 to n tables."""
    row = np.ones(1)
    for seated in range(n):
        row = np.append(0.0, row) + seated * np.append(row, 0.0)
    return row
