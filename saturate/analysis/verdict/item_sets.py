"""Changes and shares of item sets between two states of an arm: what effects are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from saturate.analysis.changes import Moves, moves, shared
from saturate.analysis.evidence import ArmScores, Items, ItemSet, Scored
from saturate.results.verdict import Reading


def moves_of_set(
    before: ArmScores, after: ArmScores, name: ItemSet, reading: Reading
) -> Moves | None:
    """How the items of a set moved; ``None`` where one of the two was not scored on it."""
    if name not in before.sets or name not in after.sets:
        return None
    return moves(items_of_set(before, name, reading), items_of_set(after, name, reading))


def items_of_set(state: ArmScores, name: ItemSet, reading: Reading) -> Items:
    """The items of a set by one reading."""
    scored = state.sets[name]
    return scored.strict if reading == "strict" else scored.flexible


def full_sizes(states: Sequence[ArmScores], sets: Iterable[ItemSet]) -> list[int]:
    """The items of each set where they were all asked, which rounds may have had fewer of."""
    return [
        max(len(state.sets[one].strict.right) for state in states if one in state.sets)
        for one in sets
    ]


def on_shared_items(states: Sequence[ArmScores], sets: Iterable[ItemSet]) -> list[ArmScores]:
    """The states, with those items of some sets that all of these sets hold in each of them."""
    names = set(sets)
    every = [state.sets[name].strict for state in states for name in names]

    def kept(items: Items) -> Items:
        for other in every:
            items = shared(other, items)[1]
        return items

    return [
        state._replace(
            sets={**state.sets, **{name: Scored(*map(kept, state.sets[name])) for name in names}}
        )
        for state in states
    ]


def shares_of_sets(
    before: ArmScores,
    after: ArmScores,
    sets: Sequence[ItemSet],
    reading: Reading,
    sizes: Sequence[int],
) -> tuple[float, float]:
    """Share right before and after on the items that both have, each set weighing its size."""
    pairs = [
        shared(items_of_set(before, one, reading), items_of_set(after, one, reading))
        for one in sets
    ]
    weights = [size if len(pair[0].right) else 0 for pair, size in zip(pairs, sizes, strict=True)]
    shares = [[items.share if len(items.right) else 0.0 for items in pair] for pair in pairs]
    one, two = np.average(shares, axis=0, weights=weights).tolist()
    return one, two
