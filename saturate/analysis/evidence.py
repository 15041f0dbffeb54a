"""The evidence: who got which item right in which round of which arm, and differences on it.

An item set is a rung of a ladder, the original benchmark, or its redraws. Differences are taken
item by item. Where several items share a key (redraws of one source) their mean counts as one item,
so that the intervals are clustered by source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from saturate.stats.intervals import Change, Count


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


def items_of(outcomes: Iterable[tuple[str, bool]]) -> Items:
    """Put outcomes by item together; keys that occur more than once are averaged."""
    found: dict[str, list[bool]] = {}
    for key, right in outcomes:
        found.setdefault(key, []).append(bool(right))
    return Items(tuple(found), np.array([sum(r) / len(r) for r in found.values()], float))


def items_of_count(count: Count) -> Items:
    """Items of which only the count is known."""
    return Items((), np.array([1.0] * count.right + [0.0] * (count.total - count.right)))


def change(before: Items, after: Items) -> Change | None:
    """How the items that both have changed; ``None`` where they share none.

    Without keys the two scorings are taken as independent: the squares are set so that the variance
    is the sum of the two binomial ones.
    """
    before, after = shared(before, after)
    if not before.keys or not after.keys:
        n = min(len(before.right), len(after.right))
        if n == 0:
            return None
        p, q = before.share, after.share
        return Change(n, n * (q - p), n * (p * (1 - p) + q * (1 - q) + (q - p) ** 2))
    return _of(after.right - before.right)


def shared(before: Items, after: Items) -> tuple[Items, Items]:
    """Two scorings on the items that both have; as they are where only counts are known."""
    if before.keys == after.keys or not before.keys or not after.keys:
        return before, after
    first, second = (dict(zip(items.keys, items.right, strict=True)) for items in (before, after))
    keys = tuple(key for key in second if key in first)
    one, two = (Items(keys, np.array([held[key] for key in keys])) for held in (first, second))
    return one, two


def difference_of_changes(one: Sequence[Items], other: Sequence[Items]) -> Change | None:
    """By source: the change of ``one`` minus that of ``other``, each a pair before and after."""
    if not all(items.keys for items in (*one, *other)):
        return None
    every = [*one, *other]
    if any(items.keys != every[0].keys for items in every):
        maps = [dict(zip(items.keys, items.right, strict=True)) for items in every]
        shared = tuple(key for key in maps[0] if all(key in held for held in maps[1:]))
        every = [Items(shared, np.array([held[key] for key in shared])) for held in maps]
    before, after, before_other, after_other = (items.right for items in every)
    return _of((after - before) - (after_other - before_other))


def pooled(changes: Iterable[Change | None], sizes: Sequence[int]) -> Change | None:
    """Changes over several sets of different items as one.

    Args:
        changes: One from each set; ``None`` where it has none.
        sizes: What each set weighs: its items where it is scored in full. So a set of which fewer
            were asked counts as much as before, with a wider error.
    """
    found = [(one, size) for one, size in zip(changes, sizes, strict=True) if one is not None]
    if not found:
        return None
    items = sum(one.items for one, _ in found)
    scale = items / sum(size for _, size in found)
    weights = [scale * size / one.items for one, size in found]
    held = [(one, weight) for (one, _), weight in zip(found, weights, strict=True)]
    total = sum(weight * one.total for one, weight in held)
    mean = total / items
    # Around the mean of all, as for one long list: never less than around the mean of each set.
    around = sum(
        weight**2 * (one.squares - 2 * mean * one.total + one.items * mean**2)
        for one, weight in held
    )
    flipped = sum(weight * one.flipped for one, weight in held)
    return Change(items, total, around + items * mean**2, flipped)


def _of(differences: np.ndarray) -> Change | None:
    if not len(differences):
        return None
    return Change(len(differences), float(differences.sum()), float((differences**2).sum()))
