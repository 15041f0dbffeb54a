"""A benchmark's published items, as a ladder that grows out of them is handed them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from saturate.errors import SaturateError


class PublishedItem(NamedTuple):
    """One item of a benchmark, as GSM8K has them."""

    question: str
    answer: str
    """The worked solution, which ends in ``####`` and the answer."""


class PublishedItems(NamedTuple):
    """The items that a benchmark's makers published, by the split that they gave them."""

    train: list[PublishedItem]
    test: list[PublishedItem]
    left_out: Counter[str]
    """By reason, how many items were left out."""

    def note(self) -> str | None:
        """What was left out, in words; ``None`` where nothing was."""
        if not self.left_out:
            return None
        kinds = [f"{count} {reason}" for reason, count in self.left_out.items()]
        return f"items left out: {', '.join(kinds)}"


ItemLoader = Callable[[], PublishedItems]
"""Reads a benchmark's published items, wherever they are.

Raises:
    SaturateError: They are out of reach, or faulty.
"""


class UnusableItems(SaturateError):
    """A ladder finds nothing in the published items; the message says why, for a user."""
