"""The evidence: who got which item right in which round of which arm, and differences on it.

An item set is a rung of a ladder, the original benchmark, or its redraws. Differences are taken
item by item (see :mod:`saturate.analysis.changes`). Where several items of a set share a key
(redraws of one source) their mean counts as one item.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from saturate.stats.intervals import Count


class ItemSet(NamedTuple):
    """A set of items that is scored again and again."""

    kind: str
    """``rung``, ``original`` or ``redrawn``; ``avg@1``, ``maj@k`` or ``pass@k`` for several answers
    to each of some items of a rung."""
    ladder: str = ""
    rung: int = 0


ORIGINAL = ItemSet("original")
REDRAWN = ItemSet("redrawn")


class Items(NamedTuple):
    """One scoring of a set by one reading."""

    keys: tuple[str, ...]
    """Different keys; empty where only the count is known."""
    right: np.ndarray
    """Share right by key, float."""
    sources: tuple[str, ...] = ()
    """What each was made from, which other sets may hold as well; empty where nothing is known of
    it, and each item then stands for itself."""

    @property
    def share(self) -> float:
        """Mean over the keys."""
        return float(self.right.mean())


class Scored(NamedTuple):
    """One scoring of a set."""

    strict: Items
    flexible: Items


class ArmScores(NamedTuple):
    """An arm at the end of a round; round 0 is the base model."""

    sets: Mapping[ItemSet, Scored]
    trained: frozenset[int]
    """Rungs of the run's ladder that it was trained on so far, labels by vote or otherwise."""


class Evidence(NamedTuple):
    """All that a verdict looks at."""

    ladder: str
    known: frozenset[int]
    """Rungs taught with true labels before the run."""
    planned: int
    """Rounds that the run was set up for."""
    arms: Mapping[str, Sequence[ArmScores]]
    """States by arm, index 0 the base model."""
    supervised: frozenset[str] = frozenset()
    """Arms that were reinforced by true answers."""
    sources: Mapping[str, str] = MappingProxyType({})
    """What items were made from, by key; those of which nothing is known are left out."""


def items_of(outcomes: Iterable[tuple[str, bool]]) -> Items:
    """Put outcomes by item together; keys that occur more than once are averaged."""
    found: dict[str, list[bool]] = {}
    for key, right in outcomes:
        found.setdefault(key, []).append(bool(right))
    return Items(tuple(found), np.array([sum(r) / len(r) for r in found.values()], float))


def with_sources(items: Items, sources: Mapping[str, str]) -> Items:
    """The same items, each with what it was made from where that is known."""
    if not any(key in sources for key in items.keys):
        return items
    return items._replace(sources=tuple(sources.get(key, key) for key in items.keys))


def items_of_count(count: Count) -> Items:
    """Items of which only the count is known."""
    return Items((), np.array([1.0] * count.right + [0.0] * (count.total - count.right)))
