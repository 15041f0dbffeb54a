"""The error avalanche: how many wrong labels a ladder tolerates, round by round.

Arms ``noise:P`` go through the same rounds as ``gold`` and differ in a share P of wrong labels.
Their distance to ``gold`` after a round, in rungs of the frontier, is the damage so far. A share is
tolerated as long as the interval of its distance, and of every smaller share's, holds zero. From
one run an interval holds the choice of items alone; from several seeds it holds the luck of
training, which moves a small model's frontier by about a rung. Where a frontier lies beyond the
scored rungs, the distance is a bound: it can show that a share does harm, or that it does none, and
is never told as measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from saturate.config.arms import GOLD, ArmKind, parse_arm
from saturate.errors import SaturateError
from saturate.results.schema import ArmResult, Results, Round
from saturate.stats.frontier import frontier_gain
from saturate.stats.intervals import Interval, over_seeds

Bound = Literal["measured", "at most", "at least"]
"""What a distance is, by where the two frontiers lie."""

_PLACES = {"below the first rung": -1, "within": 0, "above the last rung": 1}


class Damage(NamedTuple):
    """What one share of wrong labels did."""

    share: float
    distance: Interval | None
    """Its frontier minus that of ``gold`` after the same round, in rungs; the mean over seeds.
    ``None`` where in a run both lie beyond the same end of the scored rungs, or where runs are
    bounds of both kinds."""
    bound: Bound = "measured"
    """Of a distance that is at most so much the high end alone says something, of one that is at
    least so much the low end."""

    @property
    def seen(self) -> bool:
        """Whether the frontier is lower by more than chance; not corrected for many looks."""
        return self.distance is not None and self.bound != "at least" and self.distance.high < 0

    @property
    def known(self) -> bool:
        """Whether it can be told that the share did damage, or that it did none."""
        if self.distance is None or self.bound == "measured":
            return self.distance is not None
        return (self.distance.high < 0) == (self.bound == "at most")


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
            found = damage.share if damage.known else found
        return found

    @property
    def known(self) -> bool:
        """Whether it can be told what the round tolerates."""
        return self.tolerated > 0 or self.damages[0].seen

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
                _damage(share, [rounds[number].by_share[share] for rounds in each])
                for share in each[0][number].by_share
            ],
        )
        for number in range(ends)
    ]


class _Distances(NamedTuple):
    """One round of one run."""

    rung: int
    by_share: dict[float, Damage]


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
            {share: _apart(share, gold[number], arm.rounds[number]) for share, arm in noisy},
        )
        for number in range(1, ends)
    ]


def _apart(share: float, gold: Round, other: Round) -> Damage:
    """What a share did in one run. Both frontiers are cut off half a rung beyond what was scored,
    so one that lies there is further from the other than their difference."""
    ahead = _PLACES[other.frontier.place] - _PLACES[gold.frontier.place]
    if not ahead and other.frontier.place != "within":
        return Damage(share, None)
    bound: Bound = "at least" if ahead > 0 else "at most" if ahead < 0 else "measured"
    return Damage(share, frontier_gain(gold.strict, other.strict), bound)


def _damage(share: float, by_run: Sequence[Damage]) -> Damage:
    """What a share did in all runs: their mean, which is a bound where one of them is.

    What is cut off lies on the far side of a bound, so the end of the mean's interval that the
    bound leaves holds for the mean of what was cut off as well.
    """
    bounds = {one.bound for one in by_run} - {"measured"}
    known = [one.distance.value for one in by_run if one.distance is not None]
    if len(known) < len(by_run) or len(bounds) > 1:
        return Damage(share, None)
    if len(by_run) == 1:
        return by_run[0]
    return Damage(share, over_seeds(known), bounds.pop() if bounds else "measured")


def sentence(found: Sequence[Tolerance], seeds: int = 1) -> str:
    """What the last round says, for people."""
    last, luck = found[-1], _luck(seeds)
    unknown = [one.share for one in last.damages if not one.known]
    if len(unknown) == len(last.damages):
        return (
            f"After {last.round} rounds frontiers lie beyond the scored rungs, so what wrong "
            "labels did to them cannot be told; name others by --score-rungs."
        )
    if unknown:
        luck = f"Not known of {_shares(unknown)}, beyond the scored rungs. {luck}"
    if last.harmful is None:
        return (
            f"After {last.round} rounds no share of wrong labels up to {last.tolerated:.0%} has "
            f"lowered the frontier by more than chance. {luck}"
        )
    first = f"After {last.round} rounds {last.harmful:.0%} wrong labels lower the frontier"
    return f"{first}; {_kept(last)}. {_least(found)}{luck}"


def _kept(last: Tolerance) -> str:
    if last.tolerated:
        return f"{last.tolerated:.0%} do not"
    tried = last.damages[0].share != last.harmful
    return f"no smaller share {'is known not to' if tried else 'was tried'}"


def _least(found: Sequence[Tolerance]) -> str:
    known = [one for one in found if one.known]
    if not known:
        return ""
    least = min(known, key=lambda one: one.tolerated)
    return f"Round {least.round} tolerated least: {least.tolerated:.0%}. "


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
