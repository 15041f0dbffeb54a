"""Picks the rungs of the next batch: the items that tell most about the threshold, together.

An item's worth is its expected information about the threshold (slope and lapse integrated out:
psi-marginal, Prins 2013), given the answers to the items that are already in the batch. Those
answers are not known yet, so they are averaged over: a number of possible worlds is drawn, in each
of which the batch so far has been answered (greedy batches after BatchBALD, Kirsch, van Amersfoort
and Gal, NeurIPS 2019). A first batch therefore spreads over the ladder, a late one gathers around
the threshold.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from scipy import special

from saturate.stats.belief import Array, Belief

_WORLDS = 16
"""Possible answers to a batch that are averaged over."""
_TINY = 1e-300
_SLICES, _CURVES = 24, 24
"""The posterior is stood for by so many equal slices along the threshold, of so many curves."""


def pick_batch(
    belief: Belief, size: int, seed: int, exhausted: Collection[int] = ()
) -> dict[int, int]:
    """Items to ask at each rung.

    Args:
        belief: What is known.
        size: Items in the batch.
        seed: Seed of the possible worlds.
        exhausted: Rungs without any item left.

    Returns:
        Numbers of items by rung, ``size`` in all; empty where every rung is exhausted.
    """
    rungs = [rung for rung in belief.rungs.tolist() if rung not in exhausted]
    if not rungs:
        return {}
    rng = np.random.default_rng(seed)
    chance = _curves(belief, rungs)
    worlds = np.full((_WORLDS, chance.shape[1]), 1 / chance.shape[1])
    batch: dict[int, int] = {}
    for _ in range(size):
        best = int(_information(worlds, chance).argmax())
        batch[rungs[best]] = batch.get(rungs[best], 0) + 1
        right = rng.random(_WORLDS) < worlds @ chance[best]
        worlds = worlds * np.where(right[:, None], chance[best], 1 - chance[best])
        worlds /= worlds.sum(axis=1, keepdims=True)
    return dict(sorted(batch.items()))


def _curves(belief: Belief, rungs: list[int]) -> Array:
    """Curves drawn evenly from the posterior, in order of threshold: chances by rung and curve."""
    count = _SLICES * _CURVES
    risen = np.cumsum(belief.weight)
    drawn = np.searchsorted(risen, (np.arange(count) + 0.5) / count * risen[-1])
    return np.stack([belief.chance(rung, drawn) for rung in rungs])


def _information(worlds: Array, chance: Array) -> Array:
    """Mutual information of one more answer at each rung with the threshold's slice, in nats."""
    shape = (len(worlds), len(chance), _SLICES, _CURVES)
    right = (worlds[:, None] * chance).reshape(shape).sum(axis=3)
    mass = worlds.reshape(len(worlds), 1, _SLICES, _CURVES).sum(axis=3)
    unknown = _entropy(right / np.maximum(mass, _TINY))
    gained: Array = (_entropy(right.sum(axis=2)) - (mass * unknown).sum(axis=2)).mean(axis=0)
    return gained


def _entropy(share: Array) -> Array:
    share = np.clip(share, 0.0, 1.0)
    entropy: Array = special.entr(share) + special.entr(1 - share)
    return entropy
