"""What an arm is between two rounds."""

from __future__ import annotations

from typing import NamedTuple

from saturate.curriculum import Pace
from saturate.training import Pair


class Trained(NamedTuple):
    """A model of an arm between two rounds."""

    path: str
    digest: str


class Lineage(NamedTuple):
    """What an arm has become; going back to an earlier one undoes a round."""

    models: list[Trained]
    pace: Pace
    earlier: list[dict[int, list[Pair]]]
    """Labels of every round that counts, by rung."""
    upstream: list[str]
    """Digests of the label stages that it comes from."""
