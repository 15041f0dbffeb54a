"""Practice that some families need beside their own problems; nothing is scored by it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from saturate.ladder import SeededRandom
from saturate.seed.practice import corridors, lookup


class Practice(NamedTuple):
    """Rows to be practised."""

    drawn: Callable[[int, SeededRandom], tuple[str, str]]
    """A prompt and its completion, harder with every rung."""
    of: str
    """What is practised, as a model's card says it."""


PRACTICES = {
    "lookup": Practice(lookup.drawn, "looking facts up"),
    "corridors": Practice(corridors.drawn, "mazes without a junction"),
}
"""By the name that recipes give."""
