"""avg@1, maj@K and pass@K from several answers to each item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import comb
from pathlib import Path
from typing import NamedTuple

import numpy as np

from saturate.analysis.changes import moves, pooled
from saturate.analysis.evidence import Items, with_sources
from saturate.results.figures import BaseSampled, Moved, Sampled
from saturate.stats.intervals import LEVEL, Change, Interval, change_interval
from saturate.storage.files import read_json
from saturate.storage.layout import SUMMARY, Place, StageName

AVG, MAJ, PASS = "avg@1", "maj@k", "pass@k"


class Drawn(NamedTuple):
    """What one model answered, by rung."""

    k: int
    """Answers to each item."""
    temperature: float
    right: Mapping[int, Items]
    """How many of an item's answers are right, by key."""
    majority: Mapping[int, Items]
    """Whether its most frequent answer is."""

    @property
    def by_kind(self) -> dict[str, Mapping[int, Items]]:
        """avg@1, maj@k and pass@k of each item."""
        return {AVG: self.avg, MAJ: self.majority, PASS: self.passing(self.k)}

    @property
    def avg(self) -> Mapping[int, Items]:
        """Share of right answers."""
        return {rung: one._replace(right=one.right / self.k) for rung, one in self.right.items()}

    def passing(self, k: int) -> Mapping[int, Items]:
        """The chance that one of ``k`` answers is right."""
        return {
            rung: one._replace(right=np.array([pass_at(self.k, int(c), k) for c in one.right]))
            for rung, one in self.right.items()
        }


def pass_at(draws: int, right: int, k: int) -> float:
    """The chance that one of ``k`` answers is right, from ``draws`` of which ``right`` are.

    The unbiased estimator of Chen et al. 2021 (arXiv 2107.03374, section 2.1, equation 1): one
    minus the share of the ways to pick ``k`` answers that are all wrong.
    """
    return 1.0 - comb(draws - right, k) / comb(draws, k)


def read_sampled(folder: Path, place: Place, sources: Mapping[str, str]) -> Drawn | None:
    """What a round's stage of drawn answers holds; ``None`` where there is none.

    Args:
        folder: The run folder.
        place: The round.
        sources: What an item was made from, by its key.
    """
    held = read_json(folder / place.stage(StageName.SAMPLED) / SUMMARY)
    if held is None:
        return None
    right, majority = dict[int, Items](), dict[int, Items]()
    for rung, rows in held["items"].items():
        keys = tuple(row[0] for row in rows)
        for found, column in ((right, 1), (majority, 2)):
            items = Items(keys, np.array([row[column] for row in rows], float))
            found[int(rung)] = with_sources(items, sources)
    return Drawn(held["k"], held["temperature"], right, majority)


def base_sampled(drawn: Drawn) -> BaseSampled:
    """The base model's figures.

    Intervals are t intervals over items (Miller 2024, arXiv 2411.00640, on clustered and paired
    errors), an item's answers counting as one.
    """
    return BaseSampled(
        k=drawn.k,
        temperature=drawn.temperature,
        items=sum(len(one.keys) for one in drawn.right.values()),
        rungs=sorted(drawn.right),
        avg_at_1=_level(drawn.avg),
        maj_at_k=_level(drawn.majority),
        pass_at={k: _level(drawn.passing(k)) for k in _numbers(drawn.k)},
        vote_wins=_moved(drawn.avg, drawn.majority).change,
    )


def sampled(base: Drawn, now: Drawn) -> Sampled:
    """An arm's figures beside the base model's, paired by item.

    That training raises the chance of a single answer and lowers that of many, as it narrows what
    the model still says, is Yue et al. 2025 (arXiv 2504.13837, pass@k curves that cross).
    """
    return Sampled(
        avg_at_1=_moved(base.avg, now.avg),
        maj_at_k=_moved(base.majority, now.majority),
        pass_at={k: _moved(base.passing(k), now.passing(k)) for k in _numbers(base.k)},
    )


def _numbers(most: int) -> list[int]:
    """Powers of two from 2 on, up to all answers."""
    return [k for k in (2**power for power in range(1, 20)) if k <= most]


def _level(items: Mapping[int, Items]) -> Interval:
    """Mean over all items with its interval."""
    none = [one._replace(right=np.zeros(len(one.right))) for one in items.values()]
    found = change_interval(_pooled(zip(none, items.values(), strict=True)), 1 - LEVEL)
    return Interval(found.value, max(0.0, found.low), min(1.0, found.high))


def _moved(before: Mapping[int, Items], after: Mapping[int, Items]) -> Moved:
    moved = _pooled((one, after[rung]) for rung, one in before.items() if rung in after)
    return Moved(
        before=_level(before), after=_level(after), change=change_interval(moved, 1 - LEVEL)
    )


def _pooled(pairs: Iterable[tuple[Items, Items]]) -> Change:
    """Changes of all rungs as one, each pair before and after."""
    both = list(pairs)
    found = pooled((moves(*pair) for pair in both), [len(one.keys) for one, _ in both])
    assert found is not None  # a model was asked some items, and both the same
    return found
