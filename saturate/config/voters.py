"""Who votes: how many models, how many views of a problem, how many samples of each.

Kinds multiply: ``models:3,views:4`` lets each of three models answer each of four views, twelve
ballots in all; ``views:4,samples:2`` draws two answers to each of four views. Decoding is greedy
unless samples are named.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Literal, NamedTuple

from saturate.errors import SaturateError, nearest

_MAX_VOTERS = 256
_SPEC = re.compile(r"([a-z]+):([0-9]{1,4})")

StopRule = Literal["never", "lost", "certain", "likely"]
"""When a vote stops early; :mod:`saturate.voting.early_stopping` says what each rule does."""


class VoterKind(StrEnum):
    """Where the ballots come from."""

    MODELS = "models"
    """Models from different seeds answer, each with a lineage of its own."""
    VIEWS = "views"
    """A model answers rewrites of the problem that change the computation."""
    SAMPLES = "samples"
    """A model answers several times at a temperature."""


class Voter(NamedTuple):
    """One voter among all: which model answers which view, and which of its draws counts."""

    model: int
    view: int
    draw: int

    @property
    def source(self) -> tuple[int, int]:
        """What its answers are draws of: a model on a view."""
        return self.model, self.view


class Voters(NamedTuple):
    """Who votes, and how many; 0 where a kind is not named."""

    models: int = 0
    views: int = 0
    samples: int = 0

    @property
    def seats(self) -> int:
        """Ballots on each proposal."""
        return max(1, self.models) * max(1, self.views) * max(1, self.samples)

    @property
    def members(self) -> int:
        """Models that answer."""
        return max(1, self.models)

    def seat(self, number: int) -> Voter:
        """The voter of a number below ``seats``.

        Models alternate fastest and draws slowest, so that the first voters of any number are as
        different from one another as the kinds allow.
        """
        rest, model = divmod(number, self.members)
        draw, view = divmod(rest, max(1, self.views))
        return Voter(model, view, draw)

    def __str__(self) -> str:
        named = [f"{kind}:{n}" for kind, n in zip(VoterKind, self, strict=True) if n]
        return ",".join(named)


def parse_voters(text: str) -> Voters:
    """Read ``views:7`` or ``models:3,views:4``.

    Raises:
        SaturateError: A kind is unknown or named twice, or a count is not between 1 and 256.
    """
    counts: dict[str, int] = {}
    kinds = [str(kind) for kind in VoterKind]
    for part in text.split(","):
        match = _SPEC.fullmatch(part.strip())
        if match is None:
            raise SaturateError(
                f"Voters {text!r} cannot be read; write kind:count, e.g. views:7, or several "
                "with commas, e.g. models:3,views:4."
            )
        if match[1] not in kinds:
            raise SaturateError(f"Unknown kind of voters {match[1]!r}; {nearest(match[1], kinds)}")
        if match[1] in counts:
            raise SaturateError(f"Voters {text!r} name {match[1]} twice.")
        counts[match[1]] = int(match[2])
    voters = Voters(**counts)
    if min(counts.values()) < 1 or voters.seats > _MAX_VOTERS:
        raise SaturateError(f"{text}: the number of voters must be between 1 and {_MAX_VOTERS}.")
    return voters
