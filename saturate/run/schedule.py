"""The stages ahead of a run with the seconds that each should take.

How long a stage takes is reckoned from unit costs (:mod:`saturate.run.unit_costs`) and from how
much of each unit it should need.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from saturate.config.arms import MAJORITY, ROUNDS_ONLY, UNFILTERED, VOTED, VOTED_LADDER, Arm
from saturate.config.run_config import RunConfig
from saturate.ladder import LadderInfo
from saturate.run.time_left import Expected
from saturate.run.unit_costs import UnitCosts
from saturate.scoring.adaptive import THIN, planned_items
from saturate.scoring.sampled import DRAWS, items_of_rung, sampled_rungs
from saturate.storage.layout import BASE, Place, StageName
from saturate.training.halves import can_be_parted
from saturate.training.replay import Pair, sources
from saturate.voting.majority import votes_needed
from saturate.voting.own_answers import proposals_asked, read_rungs
from saturate.voting.retention import MAX_ASKED, PROMPTS, untaught_rungs

_RUNGS_A_ROUND = {VOTED: 2.0, VOTED_LADDER: 2.0, ROUNDS_ONLY: 2.0, UNFILTERED: 1.0}
"""Rungs that an arm asks its voters about in a round that may label as many, probes counted by
their share. The voted arm asked about 1.9 over eight rounds of addition, 3.0 over eight of reverse.
"""

_DPO_PASSES = 3.0
"""Supervised steps that one on preferences takes as long as: two answers, also by the model of
before."""
_TEXTS_A_QUESTION = 2.0
"""Texts that a model writes for a question that can be asked, where it can write any."""


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
    draws = DRAWS * items_of_rung(config) * sum(map(costs.answer, sampled_rungs(config)))
    ends = [] if info.choices else [(StageName.SAMPLED, draws)]
    stages = [Expected(BASE, *one) for one in [(StageName.SCORE, scored), *ends]]
    if MAJORITY in config.arms:
        stages.append(Expected(BASE, StageName.MAJORITY, config.voters.seats * scored))
    replayed = list(range(1, known + 1))
    if own := read_rungs(config, info.first, known):
        ballots = proposals_asked(config) * config.voters.seats
        seconds = ballots * sum(costs.answer(rung) for rung in own)
        stages.append(Expected(BASE, StageName.REPLAY, seconds))
        replayed = own
    for order, arm in enumerate(config.training_arms):
        reinforced = config.reinforced(arm)
        for number in range(1, config.last_round + 1):
            place = Place(str(arm), number)
            rung = config.start_rung + max(0, number - 1 - len(reinforced))
            newest = rung if info.last is None else min(rung, info.last)
            if number <= len(reinforced):
                took_each = _reinforcing(config, reinforced[number - 1], costs)
            else:
                took_each = _round_seconds(config, arm, newest, replayed, costs)
            stages += [
                Expected(place, name, took, _most_processes(config, name))
                for name, took in took_each
            ]
            if arm.votes and config.rollback:
                taught = {*replayed, *range(config.start_rung, newest)}
                voted = untaught_rungs(taught, info, newest - 1, beyond=False)
                if number <= len(reinforced):
                    voted.append(newest)  # where it is not read, the rungs above are not asked
                stages.append(
                    Expected(place, StageName.WATCH, _watching(config, newest, voted, costs))
                )
            if config.score_items == "adaptive":
                near = planned_items(high - low + 1, config.rungs_per_round, leads=order == 0)
                near -= THIN * (high - low + 1)
                scored = THIN * each + near * costs.answer(newest)
            stages.append(Expected(place, StageName.SCORE, scored))
        stages += [Expected(place, *one) for one in ends]
    return stages


def _most_processes(config: RunConfig, stage: StageName) -> float:
    """How many processes make a stage faster."""
    if stage is StageName.TRAIN and config.trainer == "sft":
        return 2 if can_be_parted(config.batch_size, config.lora) else 1
    return 1 if stage in (StageName.TRAIN, StageName.REINFORCE) else math.inf


def _round_seconds(
    config: RunConfig, arm: Arm, newest: int, replayed: Sequence[int], costs: UnitCosts
) -> Iterator[tuple[StageName, float]]:
    """Stages of one round up to its scores: names and seconds."""
    voters = config.voters
    asked: float = voters.seats
    if config.stopping in ("certain", "likely") and arm.votes:
        asked = votes_needed(voters.seats, config.agreement)  # most votes are unanimous that far
    if config.proposer == "model" and arm != VOTED_LADDER:
        asked += _TEXTS_A_QUESTION  # each takes about as long as an answer
    rungs = min(_RUNGS_A_ROUND.get(arm, 0.0), config.rungs_per_round)
    ballots = rungs * config.proposals * asked
    yield StageName.LABEL, ballots * costs.answer(newest)
    for _ in range(config.lineages):
        step = _step_seconds(config, newest, replayed, costs)
        if config.trainer == "grpo":
            step = _drawn_step_seconds(config, newest, costs)
        yield StageName.TRAIN, config.steps * step * (_DPO_PASSES if config.trainer == "dpo" else 1)


def _reinforcing(
    config: RunConfig, steps: int, costs: UnitCosts
) -> Iterator[tuple[StageName, float]]:
    """The same of a round of reinforcement."""
    top = config.rl_rungs[1]
    for _ in range(config.lineages):
        yield StageName.REINFORCE, steps * _drawn_step_seconds(config, top, costs)


def _drawn_step_seconds(config: RunConfig, rung: int, costs: UnitCosts) -> float:
    """Seconds of a step that draws its answers itself."""
    return config.batch_size * costs.answer(rung) + costs.step(rung)


def _watching(config: RunConfig, newest: int, voted: Sequence[int], costs: UnitCosts) -> float:
    """Seconds of a check: taught prompts, and votes on rungs that were not taught."""
    taught = config.lineages * MAX_ASKED * costs.answer(newest - 1)
    ballots = PROMPTS * config.voters.seats
    return 2 * (taught + ballots * sum(costs.answer(rung) for rung in voted))


def _step_seconds(
    config: RunConfig, newest: int, replayed: Sequence[int], costs: UnitCosts
) -> float:
    """Seconds of a step, over the rungs that a round trains on by their shares."""

    def at(*rungs: int) -> dict[int, list[Pair]]:
        return {rung: [Pair(str(rung), "")] for rung in rungs}

    found = sources(
        at(*replayed), [at(*range(config.start_rung, newest))], at(newest), config.replay
    )
    shares = [(one.weight, costs.step(int(one.pairs[0].prompt))) for one in found]
    return sum(share * step for share, step in shares) / sum(share for share, _ in shares)
