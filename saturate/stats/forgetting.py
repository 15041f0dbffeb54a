"""Whether a model forgot more than chance explains: exact sign tests of paired answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import comb
from typing import Any, NamedTuple, Self

_RISK = 0.01
"""How often chance alone may call a round harmful that changed as many answers for the better."""


class RungChange(NamedTuple):
    """What the vote on a rung that was never taught came to after a round."""

    rung: int
    asked: int
    """Problems on which the model of before would have given a label."""
    lost: int
    """Of them, those on which the model of after would not give the same."""
    won: int
    """Labels of the model of after that the one of before would not give."""


class CollapseCheck(NamedTuple):
    """What a check for collapse saw."""

    asked: int
    lost: int
    """Answers that were as taught before the round and are not any more."""
    won: int
    """Answers that are as taught since the round."""
    read: Sequence[RungChange] = ()
    """Rungs that the model read before the round without having been taught them."""

    @classmethod
    def from_summary(cls, held: Mapping[str, Any]) -> Self:
        """As a stage's summary holds it; those of older versions know of no rung."""
        read = [RungChange(**one) for one in held.get("read", ())]
        return cls(held["asked"], held["lost"], held["won"], read)

    def to_summary(self) -> dict[str, Any]:
        """It as JSON."""
        return self._asdict() | {"read": [one._asdict() for one in self.read]}

    @property
    def alarm(self) -> bool:
        """Whether the round is to be undone: what was taught and each rung share the risk."""
        tests = [(self.lost, self.won), *((one.lost, one.won) for one in self.read)]
        return min(lost_by_chance(*test) for test in tests) < _RISK / len(tests)

    def __str__(self) -> str:
        rungs = (
            f", {one.lost} of {one.asked} labels on rung {one.rung} are gone ({one.won} are new)"
            for one in self.read
        )
        return (
            f"{self.lost} of {self.asked} answers are no longer as taught ({self.won} are again)"
            + "".join(rungs)
        )


def lost_by_chance(lost: int, won: int) -> float:
    """How often chance loses so many of all that changed, or more, where it favours neither.

    The one-sided exact sign test (McNemar 1947).
    """
    changed = lost + won
    return sum(comb(changed, k) for k in range(lost, changed + 1)) / (1 << changed)
