"""Arms: policies that go through the same rounds, each with one difference to ``voted``.

``voted`` is what the tool is for; the others are its controls. A gain that a control shows as well
was not made by the votes.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from saturate.errors import SaturateError, nearest


class ArmKind(StrEnum):
    """What an arm trains on."""

    VOTED = "voted"
    """Labels that survive the vote and the length filter, paced by agreement."""
    VOTED_LADDER = "voted-ladder"
    """As ``voted``, on the ladder's own problems where the model writes those of ``voted``."""
    ROUNDS_ONLY = "rounds-only"
    """As ``voted``, with rounds in the place of the reinforcement before those of ``voted``."""
    UNFILTERED = "unfiltered"
    """Every answer but what was cut off, one rung up each round: shows the error avalanche."""
    RANDOM = "random-label"
    """Well-formed answers that belong to other problems: what practice in form alone does."""
    FORMAT = "format"
    """True labels of rungs the model knew before; no new rung: what more training alone does."""
    GOLD = "gold"
    """True labels: the ceiling."""
    NOISE = "noise"
    """True labels but for a share of wrong, well-formed ones (``noise:0.1``)."""
    MAJORITY = "maj"
    """The base model's own majority vote on the scored items; trains nothing."""


class Arm(NamedTuple):
    """One policy."""

    kind: ArmKind
    share: float = 0.0
    """Share of wrong labels, for ``noise``."""

    def __str__(self) -> str:
        return f"{self.kind}:{self.share:g}" if self.kind is ArmKind.NOISE else str(self.kind)

    @property
    def asks_voters(self) -> bool:
        """Whether its labels are answers of the model; otherwise they are made from gold."""
        return self.votes or self.kind is ArmKind.UNFILTERED

    @property
    def votes(self) -> bool:
        """Whether it keeps what enough voters agree on, and climbs as far as they do."""
        return self.kind in (ArmKind.VOTED, ArmKind.VOTED_LADDER, ArmKind.ROUNDS_ONLY)

    @property
    def spoilt(self) -> float:
        """Share of the true labels that a control replaces by wrong ones."""
        return 1.0 if self.kind is ArmKind.RANDOM else self.share

    @property
    def trains(self) -> bool:
        """Whether it has rounds at all."""
        return self.kind is not ArmKind.MAJORITY


VOTED = Arm(ArmKind.VOTED)
VOTED_LADDER = Arm(ArmKind.VOTED_LADDER)
ROUNDS_ONLY = Arm(ArmKind.ROUNDS_ONLY)
UNFILTERED = Arm(ArmKind.UNFILTERED)
GOLD = Arm(ArmKind.GOLD)
MAJORITY = Arm(ArmKind.MAJORITY)
_NOISE = re.compile(r"noise:(0?\.[0-9]{1,6}|[01](?:\.0*)?)")


def parse_arm(text: str) -> Arm:
    """Read ``voted`` or ``noise:0.1``.

    Raises:
        SaturateError: It is no arm.
    """
    name = text.strip()
    if match := _NOISE.fullmatch(name):
        return Arm(ArmKind.NOISE, float(match[1]))
    if name.split(":")[0] == ArmKind.NOISE:
        raise SaturateError(f"Arm {name!r} needs a share between 0 and 1: noise:0.1.")
    valid = [str(kind) for kind in ArmKind if kind is not ArmKind.NOISE]
    if name not in valid:
        raise SaturateError(f"Unknown arm {name!r}; {nearest(name, [*valid, 'noise:0.1'])}")
    return Arm(ArmKind(name))


def asks_voters(name: str) -> bool:
    """Whether an arm of that name is known, and its labels are answers of the model."""
    try:
        return parse_arm(name).asks_voters
    except SaturateError:
        return False


def parse_arms(text: str) -> tuple[Arm, ...]:
    """Read ``voted,unfiltered``.

    Raises:
        SaturateError: An arm is unknown, or none is named.
    """
    arms = [parse_arm(name) for name in text.split(",") if name.strip()]
    if not any(arm.trains for arm in arms):
        raise SaturateError(f"No arm that trains is named. Valid: {', '.join(ArmKind)}.")
    return tuple(dict.fromkeys(arms))
