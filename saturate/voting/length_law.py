"""How long completions are by the parts of a prompt, where a law tells it nearly to the character.

Partial products grow by the square of the second operand's digits and by the first one's, so that
of ``21*654=`` and ``654*21=``, which are as long, the answers are not. A law is fitted to the
lengths of those runs of digits and of letters that vary from prompt to prompt, their squares and
their products. It tells of a prompt only what follows from those that it was fitted to: from
products of 4, 5 and 6 digits each that of 7 follows, and nothing of operands that differ.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations_with_replacement
from operator import mul
from typing import NamedTuple

from saturate.training.replay import Pair

_PART = re.compile(r"[0-9]+|[^\W\d_]+")
_MOST_PARTS = 3
"""Parts that vary; of a text in words many do, and tell nothing."""
_FEWEST_PAIRS = 300
_SPREAD = 1.0
"""Characters by which completions of one shape differ at most, as by a carry."""
_LEEWAY = 0.75
"""Characters beyond those that were seen which pass as well."""
_MISSED = 1e-9
"""Share of a vector that rounding may lose."""


class LengthLaw(NamedTuple):
    """How long completions are for prompts of a shape, in characters."""

    parts: int
    """Runs of digits and of letters that every prompt has."""
    varying: tuple[int, ...]
    """Places of those whose lengths vary."""
    weights: tuple[float, ...]
    """Of one, of their lengths, and of the squares and products of these."""
    basis: tuple[tuple[float, ...], ...]
    """Orthonormal vectors that span what the fitted prompts had of these."""
    low: float
    """Fewest characters beyond what the weights say."""
    high: float

    def tells(self, prompt: str) -> bool:
        """Whether the length of this prompt's answer follows from those that were seen."""
        return self._told(prompt) is not None

    def passes(self, prompt: str, completion: str) -> bool:
        """Whether a completion is as long as the law says, where it says anything."""
        told = self._told(prompt)
        return told is None or self.low <= len(completion) - told <= self.high

    def _told(self, prompt: str) -> float | None:
        lengths = part_lengths(prompt)
        if len(lengths) != self.parts:
            return None
        features = _features([lengths[place] for place in self.varying])
        seen = [_product(vector, features) for vector in self.basis]
        whole = _product(features, features)
        if whole - _product(seen, seen) > _MISSED * whole:
            return None
        return _product(self.weights, features)


def fit_law(pairs: Sequence[Pair]) -> LengthLaw | None:
    """The law of these pairs; ``None`` where their prompts differ in form, or lengths vary more."""
    import numpy as np

    if len(pairs) < _FEWEST_PAIRS or (shapes := _alike([pair.prompt for pair in pairs])) is None:
        return None
    found, varying = shapes
    features = np.array([_features([row[n] for n in varying]) for row in found], float)
    lengths = np.array([len(pair.completion) for pair in pairs], float)
    weights = np.linalg.lstsq(features, lengths, rcond=None)[0]
    _, strengths, vectors = np.linalg.svd(np.unique(features, axis=0))
    basis = vectors[: int((strengths > _MISSED * strengths[0]).sum())]
    beyond = lengths - features @ weights
    low, high = float(beyond.min()), float(beyond.max())
    if high - low > _SPREAD + _LEEWAY:
        return None
    told = tuple(float(weight) for weight in weights)
    span = tuple(tuple(map(float, vector)) for vector in basis)
    return LengthLaw(len(found[0]), varying, told, span, low - _LEEWAY, high + _LEEWAY)


def _alike(prompts: Sequence[str]) -> tuple[list[list[int]], tuple[int, ...]] | None:
    """The shapes of prompts, and the places that vary; ``None`` where no law is for them.

    Texts in words are told after a few of them, without all being read.
    """
    found: list[list[int]] = []
    varying: set[int] = set()
    for prompt in prompts:
        found.append(part_lengths(prompt))
        if len(found[-1]) != len(found[0]):
            return None
        beside = zip(found[0], found[-1], strict=True)
        varying |= {place for place, (first, now) in enumerate(beside) if now != first}
        if len(varying) > _MOST_PARTS:
            return None
    return (found, tuple(sorted(varying))) if varying else None


def part_lengths(prompt: str) -> list[int]:
    """The lengths of a prompt's runs of digits and of letters: its shape."""
    return [len(part) for part in _PART.findall(prompt)]


def _product(one: Sequence[float], other: Sequence[float]) -> float:
    return float(sum(map(mul, one, other)))


def _features(lengths: Sequence[int]) -> list[float]:
    return [1.0, *lengths, *(a * b for a, b in combinations_with_replacement(lengths, 2))]
