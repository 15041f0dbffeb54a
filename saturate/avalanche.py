"""The error avalanche: how many wrong labels a ladder tolerates, round by round.

Arms ``noise:P`` go through the same rounds as ``gold`` and differ in a share P of wrong labels.
Their distance to ``gold`` after a round, in rungs of the frontier, is the damage so far. A share is
tolerated as long as the interval of its distance, and of every smaller share's, holds zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from saturate.arms import GOLD, ArmKind, parse_arm
from saturate.errors import SaturateError
from saturate.results import ArmResult, Results
from saturate.stats import Interval, frontier_gain


class Damage(NamedTuple):
    """What one share of wrong labels did."""

    share: float
    distance: Interval
    """Its frontier minus that of ``gold`` after the same round, in rungs."""

    @property
    def seen(self) -> bool:
        """Whether the frontier is lower by more than chance; not corrected for many looks."""
        return self.distance.high < 0


class Tolerance(NamedTuple):
    """What a round tolerates."""

    round: int
    rung: int
    """Highest rung that was trained on."""
    damages: list[Damage]
    """By growing share."""

    @property
    def tolerated(self) -> float:
        """The largest share without damage below the smallest with any; 0 where all did harm."""
        found = 0.0
        for damage in self.damages:
            if damage.seen:
                break
            found = damage.share
        return found

    @property
    def harmful(self) -> float | None:
        """The smallest share that did damage, if one did."""
        return next((damage.share for damage in self.damages if damage.seen), None)


def tolerances(results: Results) -> list[Tolerance]:
    """One for each round that ``gold`` and every noise arm has finished.

    Raises:
        SaturateError: The run has no ``gold`` arm, or no noise arm.
    """
    by_name = {arm.arm: arm for arm in results.arms}
    noisy = _noisy(results.arms)
    if str(GOLD) not in by_name or not noisy:
        raise SaturateError("An avalanche needs arm gold and at least one noise:P in the same run.")
    gold = by_name[str(GOLD)].rounds
    ends = min(len(gold), *(len(arm.rounds) for _, arm in noisy))
    return [
        Tolerance(
            number,
            max(gold[number].taught, default=0),
            [
                Damage(share, frontier_gain(gold[number].strict, arm.rounds[number].strict))
                for share, arm in noisy
            ],
        )
        for number in range(1, ends)
    ]


_LUCK = "The intervals cover the choice of items, not the luck of training: repeat it with seeds."


def sentence(found: Sequence[Tolerance]) -> str:
    """What the last round says, for people."""
    last = found[-1]
    if last.harmful is None:
        return (
            f"After {last.round} rounds no share of wrong labels up to {last.tolerated:.0%} has "
            f"lowered the frontier by more than chance. {_LUCK}"
        )
    least = min(found, key=lambda one: one.tolerated)
    first = f"After {last.round} rounds {last.harmful:.0%} wrong labels lower the frontier"
    kept = f"{last.tolerated:.0%} do not" if last.tolerated else "no smaller share was tried"
    return f"{first}; {kept}. Round {least.round} tolerated least: {least.tolerated:.0%}. {_LUCK}"


def _noisy(arms: Sequence[ArmResult]) -> list[tuple[float, ArmResult]]:
    parsed = [(parse_arm(arm.arm), arm) for arm in arms]
    found = [(arm.spoilt, result) for arm, result in parsed if arm.kind is ArmKind.NOISE]
    return sorted(found, key=lambda pair: pair[0])
