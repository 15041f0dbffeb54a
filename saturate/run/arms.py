"""All arms of a run through their rounds: one after the other, or side by side."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from saturate.config.arms import Arm
from saturate.config.run_config import RunConfig
from saturate.models.memory import libraries_apart
from saturate.models.pool import Pool
from saturate.models.processes import Slots
from saturate.rounds.context import RunContext
from saturate.rounds.display import Display
from saturate.rounds.loop import run_arm, run_base
from saturate.rounds.state import ModelRef
from saturate.run.lanes import on_threads, threads_for
from saturate.run.side_by_side import Lane, SharedOrder, side_by_side
from saturate.run.time_left import Processes
from saturate.storage.layout import StageName
from saturate.storage.stages import RunFolder
from saturate.training.replay import PairsByRung

_LIBRARIES = ("lm_eval.tasks", "trl.trainer.sft_trainer")
"""What every arm needs, and what that needs."""


class AtWork(NamedTuple):
    """What works on a run."""

    processes: Processes
    """How many."""
    slots: Slots
    """Those that may work at once."""
    pool: Pool
    """Those that answer beside this one."""

    @classmethod
    def of(cls, processes: Processes) -> AtWork:
        """The same, none started yet; before the arms part all may answer for the base model."""
        slots = Slots(processes.jobs)
        return cls(processes, slots, Pool(slots, processes.jobs - 1 if processes.pooled else 0))


def climb(context: RunContext, at_work: AtWork, parameters: int) -> None:
    """Score the base model, and take every arm through its rounds.

    Args:
        context: The run, its folder locked.
        at_work: Who does it.
        parameters: Size of its model.
    """
    lanes = at_work.processes.lanes
    try:
        with libraries_apart(), on_threads(threads_for(parameters, 1)), at_work.slots.held():
            run_base(context)
            if lanes == 1:
                for arm in context.config.training_arms:
                    run_arm(context, arm)
                    context.display.arm_done(str(arm))
    finally:
        context.release()
        at_work.pool.close()
    if lanes > 1:
        _climb_side_by_side(context, at_work, threads_for(parameters, lanes))


def _climb_side_by_side(context: RunContext, at_work: AtWork, threads: int) -> None:
    config = context.config
    order = SharedOrder(str(config.training_arms[0]), at_work.slots)
    known = _OfTheBase(context.base_models(), context.not_scored, context.own_answers)
    workers = at_work.processes.workers
    lane = _Lane(config, context.folder.path, known, order, at_work.slots, workers, threads)
    side_by_side(
        [Lane(str(arm), partial(_climb_alone, lane, arm)) for arm in config.training_arms],
        at_work.processes.lanes,
        context.display,
    )


class _OfTheBase(NamedTuple):
    """What the base model's stages told, beside what they wrote."""

    models: list[ModelRef]
    """Which it is, one for each lineage: the same in all lanes."""
    not_scored: Mapping[StageName, str]
    own_answers: PairsByRung


class _Lane(NamedTuple):
    """What every lane is given."""

    config: RunConfig
    folder: Path
    known: _OfTheBase
    order: SharedOrder
    slots: Slots
    workers: int
    """Most that answer beside it."""
    threads: int
    """Threads of each process."""


def _climb_alone(lane: _Lane, arm: Arm, display: Display) -> None:
    """One arm in a process of its own."""
    folder = RunFolder(lane.folder, warn=display.note)
    pool = Pool(lane.slots, lane.workers)
    base = lane.known.models
    context = RunContext(lane.config, folder, display, order=lane.order, pool=pool, base=base)
    context.not_scored.update(lane.known.not_scored)
    context.own_answers = lane.known.own_answers
    for name in _LIBRARIES:
        import_module(name)
    with libraries_apart(), on_threads(lane.threads), lane.slots.held():
        run_arm(context, arm)
    lane.order.over(str(arm))
    display.arm_done(str(arm))
