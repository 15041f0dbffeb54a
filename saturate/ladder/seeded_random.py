"""Draws and hashes that are the same on every machine and for every release of Python."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


def stable_hash(*parts: object) -> int:
    """A 64-bit hash of the parts' text; the same on every machine, unlike :func:`hash`."""
    digest = blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8)
    return int.from_bytes(digest.digest(), "big")


class SeededRandom:
    """Seeded draws that no Python version changes.

    Only ``random.Random.random`` is promised to stay the same for a seed, so everything here is
    made from it.
    """

    def __init__(self, *seed: object) -> None:
        self._random = random.Random(stable_hash(*seed)).random

    def below(self, n: int) -> int:
        """An integer from 0 to ``n - 1``."""
        return int(self._random() * n)

    def each_below(self, limits: Iterable[int]) -> list[int]:
        """An integer below each of the limits, drawn in their order."""
        draw = self._random
        return [int(draw() * limit) for limit in limits]

    def between(self, low: int, high: int) -> int:
        """An integer from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1)

    def amount(self, most: int) -> int:
        """An integer from 0 to ``most``, however many digits that has."""
        draw, scale = 0, 1
        while scale <= most:
            draw, scale = draw * 1_000_000 + self.below(1_000_000), scale * 1_000_000
        return draw * (most + 1) // scale

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.below(len(options))]

    def sample(self, options: Sequence[T], count: int) -> list[T]:
        """``count`` different options in random order."""
        pool = list(options)
        draw, size = self._random, len(pool)
        for i in range(count):
            j = i + int(draw() * (size - i))
            pool[i], pool[j] = pool[j], pool[i]
        return pool[:count]

    def places(self, size: int, count: int) -> list[int]:
        """``count`` different integers below ``size`` in random order, which alone take room.

        They are where :meth:`sample` finds what it gives for the same draws.
        """
        draw = self._random
        moved: dict[int, int] = {}
        found = []
        for i in range(count):
            j = i + int(draw() * (size - i))
            found.append(moved.get(j, j))
            moved[j] = moved.pop(i, i)
        return found
