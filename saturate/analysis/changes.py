"""Differences on the evidence, item by item, clustered by what the items were made from.

The rungs of a hardened ladder hold the same published items again and again. What such an item does
on one rung tells what it does on the next, so all that was made from one source counts as one: its
residuals are added up before they are squared (Miller 2024, arXiv 2411.00640, section 2.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from saturate.analysis.evidence import Items
from saturate.stats.intervals import Change


class Moves(NamedTuple):
    """How the items of one set moved between two scorings."""

    change: Change
    """All of them, each standing for itself."""
    differences: np.ndarray
    """Of each item; empty where only counts are known."""
    sources: tuple[str, ...]
    """What each item was made from; empty where nothing is known of it."""


def moves(before: Items, after: Items) -> Moves | None:
    """How the items that both have moved; ``None`` where they share none.

    Without keys the two scorings are taken as independent: the squares are set so that the variance
    is the sum of the two binomial ones.
    """
    before, after = shared(before, after)
    if not before.keys or not after.keys:
        n = min(len(before.right), len(after.right))
        if n == 0:
            return None
        p, q = before.share, after.share
        squares = n * (p * (1 - p) + q * (1 - q) + (q - p) ** 2)
        return Moves(Change(n, n * (q - p), squares), np.array([]), ())
    return _of(after.right - before.right, after.sources)


def change(before: Items, after: Items) -> Change | None:
    """How the items that both have changed; ``None`` where they share none."""
    found = moves(before, after)
    if found is None:
        return None
    repeated = len(set(found.sources)) < len(found.sources)
    return pooled([found], [1]) if repeated else found.change


def shared(before: Items, after: Items) -> tuple[Items, Items]:
    """Two scorings on the items that both have; as they are where only counts are known."""
    if before.keys == after.keys or not before.keys or not after.keys:
        return before, after
    one, two = _on_shared([before, after])
    return one, two


def difference_of_changes(one: Sequence[Items], other: Sequence[Items]) -> Moves | None:
    """By item: the change of ``one`` minus that of ``other``, each a pair before and after."""
    every = [*one, *other]
    if not all(items.keys for items in every):
        return None
    if any(items.keys != every[0].keys for items in every):
        every = _on_shared(every)
    before, after, before_other, after_other = (items.right for items in every)
    return _of((after - before) - (after_other - before_other), every[0].sources)


def pooled(found: Iterable[Moves | None], sizes: Sequence[int]) -> Change | None:
    """Changes over several sets as one.

    Args:
        found: One from each set; ``None`` where it has none.
        sizes: What each set weighs: its items where it is scored in full. So a set of which fewer
            were asked counts as much as before, with a wider error.

    Returns:
        The change; its ``items`` are sources where several items were made from one.
    """
    held = [(one, size) for one, size in zip(found, sizes, strict=True) if one is not None]
    if not held:
        return None
    items = sum(one.change.items for one, _ in held)
    scale = items / sum(size for _, size in held)
    weighed = [(one, scale * size / one.change.items) for one, size in held]
    total = sum(weight * one.change.total for one, weight in weighed)
    mean = total / items
    around, groups = _residuals(weighed, mean)
    if groups == items:
        flipped = sum(weight * one.change.flipped for one, weight in weighed)
        return Change(items, total, around + items * mean**2, flipped)
    around *= (groups / items) ** 2  # a group is as much of all as an item would be of so many
    return Change(groups, groups * mean, around + groups * mean**2)


def _residuals(weighed: Sequence[tuple[Moves, float]], mean: float) -> tuple[float, int]:
    """The sum of squares around the mean of all, of sources, and how many there are.

    Around the mean of all, as for one long list: never less than around the mean of each set.
    """
    around, groups = 0.0, 0
    by_source: dict[str, float] = {}
    for one, weight in weighed:
        if one.sources:
            for source, difference in zip(one.sources, one.differences.tolist(), strict=True):
                more = weight * (difference - mean)
                by_source[source] = by_source.get(source, 0.0) + more
        else:
            items, total, squares, _ = one.change
            around += weight**2 * (squares - 2 * mean * total + items * mean**2)
            groups += items
    return around + sum(one**2 for one in by_source.values()), groups + len(by_source)


def _on_shared(every: Sequence[Items]) -> list[Items]:
    """Scorings on the items that all of them have, in the order of the last."""
    places = [{key: place for place, key in enumerate(items.keys)} for items in every]
    last = every[-1]
    keys = [key for key in last.keys if all(key in held for held in places)]
    found = []
    for items, held in zip(every, places, strict=True):
        at = [held[key] for key in keys]
        sources = tuple(items.sources[place] for place in at) if items.sources else ()
        found.append(Items(tuple(keys), items.right[at], sources))
    return found


def _of(differences: np.ndarray, sources: tuple[str, ...]) -> Moves | None:
    if not len(differences):
        return None
    total, squares = float(differences.sum()), float((differences**2).sum())
    return Moves(Change(len(differences), total, squares), differences, sources)
