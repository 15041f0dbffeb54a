"""Shares right where outcomes come in clusters: ballots on one problem, labels of one source item.

What a cluster does once it mostly does again, so its outcomes tell less than as many of their own.
By how much is the *design effect* (Kish, Survey Sampling, 1965): the variance of the share, taken
as a ratio over clusters (Cochran, Sampling Techniques, 1977, chapter 9A), divided by that of as
many outcomes of their own. The share's interval is Wilson's on their number divided by it
(:func:`saturate.stats.intervals.share_of`; compared with others in Franco et al., Journal of Survey
Statistics and Methodology 7(3), 2019). What it covers stands in ``docs/voters.md``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from saturate.stats.intervals import Count, Interval, share_of


class Clusters:
    """Right outcomes among all, by cluster."""

    def __init__(self, found: Iterable[tuple[Count, str]] = ()) -> None:
        """Take in outcomes: right and all of some that belong together, and their source."""
        self._alone: Counter[Count] = Counter()
        """How many whole clusters have a count; they are not held by name, as they can be many."""
        self._of_source: dict[str, Count] = {}
        for count, source in found:
            self.add(count, source)

    def add(self, count: Count, source: str = "") -> None:
        """Take in outcomes that belong together.

        Args:
            count: Right ones and all.
            source: What others are made from as well; empty where these are a cluster of their own.
        """
        if not count.total:
            return
        if source:
            held = self._of_source.get(source, Count(0, 0))
            self._of_source[source] = Count(held.right + count.right, held.total + count.total)
        else:
            self._alone[count] += 1

    @property
    def count(self) -> Count:
        """Right outcomes among all."""
        every = [(one, times) for one, times in self._alone.items()]
        every += [(one, 1) for one in self._of_source.values()]
        return Count(sum(n * one.right for one, n in every), sum(n * one.total for one, n in every))

    @property
    def clusters(self) -> int:
        """How many there are."""
        return self._alone.total() + len(self._of_source)

    @property
    def share(self) -> Interval | None:
        """The share that is right; ``None`` without an outcome."""
        return share_of(self.count, design_effect([self])) if self.count.total else None

    def residuals(self, overall: float) -> Iterator[tuple[str, int, Count, float]]:
        """Source, how many clusters, the count of each, and by how much right ones differ from it.

        They differ from the mean of all these clusters, by a little more as that is made from them;
        a lone cluster, whose own mean says nothing, from the one given.
        """
        clusters, (right, total) = self.clusters, self.count
        mean, scale = (right / total, clusters / (clusters - 1)) if clusters > 1 else (overall, 1.0)
        for one, times in self._alone.items():
            yield "", times, one, math.sqrt(scale) * (one.right - mean * one.total)
        for source, one in self._of_source.items():
            yield source, 1, one, math.sqrt(scale) * (one.right - mean * one.total)


def pooled_count(strata: Iterable[Clusters]) -> Count:
    """Right outcomes among all of several strata."""
    counts = [one.count for one in strata]
    return Count(sum(one.right for one in counts), sum(one.total for one in counts))


def design_effect(strata: Sequence[Clusters]) -> float:
    """How many clustered outcomes tell as much as one by itself; never below 1.

    Two clusters of usual size, one all right and one all wrong, are counted along. Where almost
    nothing is wrong, how far a cluster's outcomes go together is hardly known; these two say then
    that they do, and where nothing is wrong a cluster is worth one outcome.

    Args:
        strata: Outcomes of one rung in one round each. That shares differ between them is no chance
            of drawing. What has one source in several of them is one cluster.
    """
    right, outcomes = pooled_count(strata)
    clusters, squares, around = 0, 0.0, 0.0
    shared: dict[str, tuple[int, float]] = {}
    for one in strata:
        for source, times, count, residual in one.residuals(right / outcomes if outcomes else 0.0):
            if source:
                held = shared.get(source, (0, 0.0))
                shared[source] = held[0] + count.total, held[1] + residual
            else:
                clusters += times
                squares += times * count.total**2
                around += times * residual**2
    clusters += len(shared)
    if clusters == outcomes:
        return 1.0
    squares += sum(total**2 for total, _ in shared.values())
    around += sum(residual**2 for _, residual in shared.values())
    size = squares / outcomes  # of the cluster that an outcome is in, on average
    total = outcomes + 2 * size
    share = (right + size) / total
    around += (clusters + 2) / (clusters + 1) * size**2 * (share**2 + (1 - share) ** 2)
    return max(1.0, around / total**2 / (share * (1 - share) / (total - 1)))


def redraws(sources: Sequence[str], draws: int, seed: int) -> list[np.ndarray]:
    """Places of a bootstrap's samples: sources are drawn, each with all that was made from it.

    Args:
        sources: What each place was made from; one that is empty stands for itself.
        draws: Samples.
        seed: Of the draws.
    """
    groups: dict[str | int, list[int]] = {}
    for place, source in enumerate(sources):
        groups.setdefault(source or place, []).append(place)
    held = [np.array(places) for places in groups.values()]
    drawn = np.random.default_rng(seed).integers(0, len(held), size=(draws, len(held)))
    if len(held) == len(sources):
        return list(drawn)
    return [np.concatenate([held[group] for group in row]) for row in drawn]
