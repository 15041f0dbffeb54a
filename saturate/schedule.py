"""The stages ahead of a run with the seconds that each should take, and what is left of them.

How long a stage takes is reckoned from unit costs (:mod:`saturate.unit_costs`) and from how much of
each unit it should need; while the run goes on, what its stages really took corrects that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from saturate.arms import UNFILTERED, VOTED, Arm, ArmKind
from saturate.config import RunConfig
from saturate.corpus import sources
from saturate.ladder import LadderInfo
from saturate.scoring.adaptive import THIN, planned_items
from saturate.training import Pair
from saturate.unit_costs import UnitCosts
from saturate.voting import votes_needed
from saturate.watch import ASKED

_RUNGS_A_ROUND = {VOTED: 2.0, UNFILTERED: 1.0}
"""Rungs that an arm asks its voters about in a round, probes counted by their share. The voted arm
asked about 1.9 over eight rounds of addition, 3.0 over eight of reverse."""


class Expected(NamedTuple):
    """One stage."""

    arm: str
    number: int
    """Its round."""
    stage: str
    """Its name, as the terminal shows it."""
    seconds: float


def expected_stages(
    config: RunConfig, info: LadderInfo, known: int, costs: UnitCosts
) -> list[Expected]:
    """All stages in the order of the loop, but for the original benchmark's.

    Args:
        config: The run.
        info: Its ladder.
        known: The last rung that the model was taught before; 0 where there is none.
        costs: What an answer and a step take.
    """
    low, high = config.score_rungs
    each = sum(costs.answer(rung) for rung in range(low, high + 1))
    scored = config.full_items * each
    stages = [Expected("base", 0, "score", scored)]
    if Arm(ArmKind.MAJORITY) in config.arms:
        stages.append(Expected("base", 0, "majority", config.voters.seats * scored))
    for place, arm in enumerate(config.training_arms):
        for number in range(1, config.rounds + 1):
            rung = config.start_rung + number - 1
            newest = rung if info.last is None else min(rung, info.last)
            seconds = _round_seconds(config, arm, newest, known, costs)
            stages += [Expected(str(arm), number, name, took) for name, took in seconds]
            if config.score_items == "adaptive":
                near = planned_items(high - low + 1, config.rungs_per_round, leads=place == 0)
                near -= THIN * (high - low + 1)
                scored = THIN * each + near * costs.answer(newest)
            stages.append(Expected(str(arm), number, "score", scored))
    return stages


def _round_seconds(
    config: RunConfig, arm: Arm, newest: int, known: int, costs: UnitCosts
) -> Iterator[tuple[str, float]]:
    """Stages of one round up to its scores: names and seconds."""
    voters = config.voters
    asked: float = voters.seats
    if config.stopping in ("certain", "likely") and arm == VOTED:
        asked = votes_needed(voters.seats, config.agreement)  # most votes are unanimous that far
    ballots = _RUNGS_A_ROUND.get(arm, 0.0) * config.proposals * asked
    yield "label", ballots * costs.answer(newest)
    for _ in range(config.lineages):
        yield "train", config.steps * _step_seconds(config, newest, known, costs)
    if arm == VOTED and config.rollback:
        yield "watch", 2 * config.lineages * ASKED * costs.answer(newest - 1)


def _step_seconds(config: RunConfig, newest: int, known: int, costs: UnitCosts) -> float:
    """Seconds of a step, over the rungs that a round trains on by their shares."""

    def at(*rungs: int) -> dict[int, list[Pair]]:
        return {rung: [Pair(str(rung), "")] for rung in rungs}

    found = sources(at(*range(1, known + 1)), [at(*range(config.start_rung, newest))], at(newest))
    shares = [(one.weight, costs.step(int(one.pairs[0].prompt))) for one in found]
    return sum(share * step for share, step in shares) / sum(share for share, _ in shares)


class TimeLeft:
    """What is left of a run, corrected by what its stages took."""

    def __init__(self, stages: Sequence[Expected]) -> None:
        self._ahead = list(stages)
        self._seconds: dict[str, tuple[float, float]] = {}

    def took(self, arm: str, number: int, stage: str, seconds: float) -> None:
        """Count a stage as done, and all before it: they were there or are left out."""
        for place, one in enumerate(self._ahead):
            if one[:3] == (arm, number, stage):
                del self._ahead[: place + 1]
                taken, expected = self._seconds.get(stage, (0.0, 0.0))
                self._seconds[stage] = taken + seconds, expected + one.seconds
                return

    def seconds(self) -> float:
        """Seconds of the stages ahead: each kind as wrong as it was so far, a new one as all."""
        overall = _ratio(self._seconds.values())
        ratios = {stage: _ratio([pair]) for stage, pair in self._seconds.items()}
        return sum(one.seconds * ratios.get(one.stage, overall) for one in self._ahead)


def _ratio(pairs: Iterable[tuple[float, float]]) -> float:
    """Seconds taken over seconds expected; 1 where nothing is known."""
    held = list(pairs)
    expected = sum(one for _, one in held)
    return sum(one for one, _ in held) / expected if expected else 1.0
