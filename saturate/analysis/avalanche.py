"""The error avalanche: how many wrong labels a ladder tolerates, round by round.

Arms ``noise:P`` go through the same rounds as ``gold`` and differ in a share P of wrong labels.
Their distance to ``gold`` after a round, in rungs of the frontier, is the damage so far. A share is
tolerated as long as the interval of its distance, and of every smaller share's, holds zero. From
one run an interval holds the choice of items alone; from several seeds it holds the luck of
training, which moves a small model's frontier by about a rung.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from saturate.config.arms import GOLD, ArmKind, parse_arm
from saturate.errors import SaturateError
from saturate.results.schema import ArmResult, Results, Round
from saturate.stats.frontier import frontier_gain
from saturate.stats.intervals import Interval, over_seeds


class Damage(NamedTuple):
    """What one share of wrong labels did."""

    share: float
    distance: Interval | None
    """Its frontier minus that of ``gold`` after the same round, in rungs; the mean over seeds.
    ``None`` where in a run both lie beyond the same end of the scored rungs."""

    @property
    def seen(self) -> bool:
        """Whether the frontier is lower by more than chance; not corrected for many looks."""
        return self.distance is not None and self.distance.high < 0


class Tolerance(NamedTuple):
    """What a round tolerates."""

    round: int
    rung: int
    """Highest rung that was trained on."""
    damages: list[Damage]
    """By growing share."""

    @property
    def tolerated(self) -> float:
        """The largest share without damage below the smallest with any; 0 where there is none."""
        found = 0.0
        for damage in self.damages:
            if damage.seen:
                break
            found = found if damage.distance is None else damage.share
        return found

    @property
    def harmful(self) -> float | None:
        """The smallest share that did damage, if one did."""
        return next((damage.share for damage in self.damages if damage.seen), None)


def tolerances(runs: Sequence[Results]) -> list[Tolerance]:
    """One for each round that ``gold`` and every noise arm of every run has finished.

    Args:
        runs: One, or several of different seeds.

    Raises:
        SaturateError: A run has no ``gold`` arm, or no noise arm.
    """
    each = [_distances(one) for one in runs]
    ends = min(len(rounds) for rounds in each)
    return [
        Tolerance(
            number + 1,
            max(rounds[number].rung for rounds in each),
            [
                Damage(share, _mean([rounds[number].by_share[share] for rounds in each]))
                for share in each[0][number].by_share
            ],
        )
        for number in range(ends)
    ]


class _Distances(NamedTuple):
    """One round of one run."""

    rung: int
    by_share: dict[float, Interval | None]


def _distances(results: Results) -> list[_Distances]:
    by_name = {arm.arm: arm for arm in results.arms}
    noisy = _noisy(results.arms)
    if str(GOLD) not in by_name or not noisy:
        raise SaturateError("An avalanche needs arm gold and at least one noise:P in the same run.")
    gold = by_name[str(GOLD)].rounds
    ends = min(len(gold), *(len(arm.rounds) for _, arm in noisy))
    return [
        _Distances(
            max(gold[number].taught, default=0),
            {share: _apart(gold[number], arm.rounds[number]) for share, arm in noisy},
        )
        for number in range(1, ends)
    ]


def _apart(gold: Round, other: Round) -> Interval | None:
    if gold.frontier.place == other.frontier.place != "within":
        return None
    return frontier_gain(gold.strict, other.strict)


def _mean(distances: Sequence[Interval | None]) -> Interval | None:
    known = [one for one in distances if one is not None]
    if len(known) < len(distances):
        return None
    return known[0] if len(known) == 1 else over_seeds([one.value for one in known])


def sentence(found: Sequence[Tolerance], seeds: int = 1) -> str:
    """What the last round says, for people."""
    last, luck = found[-1], _luck(seeds)
    unseen = [one.share for one in last.damages if one.distance is None]
    if unseen and len(unseen) == len(last.damages):
        return (
            f"After {last.round} rounds the frontiers lie beyond the scored rungs, so what wrong "
            "labels did to them cannot be told; name others by --score-rungs."
        )
    if unseen:
        luck = f"Not known of {_shares(unseen)}, beyond the scored rungs. {luck}"
    if last.harmful is None:
        return (
            f"After {last.round} rounds no share of wrong labels up to {last.tolerated:.0%} has "
            f"lowered the frontier by more than chance. {luck}"
        )
    least = min(found, key=lambda one: one.tolerated)
    first = f"After {last.round} rounds {last.harmful:.0%} wrong labels lower the frontier"
    kept = f"{last.tolerated:.0%} do not" if last.tolerated else "no smaller share was tried"
    return f"{first}; {kept}. Round {least.round} tolerated least: {least.tolerated:.0%}. {luck}"


def _shares(some: Sequence[float]) -> str:
    """Shares in words."""
    return ", ".join(f"{one:.0%}" for one in some)


def _luck(seeds: int) -> str:
    if seeds == 1:
        return (
            "The intervals cover the choice of items, not the luck of training: repeat it with "
            "--seeds."
        )
    return f"The intervals are those of {seeds} trainings."


def _noisy(arms: Sequence[ArmResult]) -> list[tuple[float, ArmResult]]:
    parsed = [(parse_arm(arm.arm), arm) for arm in arms]
    found = [(arm.spoilt, result) for arm, result in parsed if arm.kind is ArmKind.NOISE]
    return sorted(found, key=lambda pair: pair[0])
