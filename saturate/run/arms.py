"""All arms of a run through their rounds: one after the other, or side by side."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from saturate.config.arms import Arm
from saturate.config.run_config import RunConfig
from saturate.rounds.context import RunContext
from saturate.rounds.display import Display
from saturate.rounds.loop import run_arm
from saturate.run.lanes import on_threads
from saturate.run.side_by_side import Lane, SharedOrder, side_by_side
from saturate.storage.layout import StageName
from saturate.storage.stages import RunFolder
from saturate.training.replay import PairsByRung


def climb(context: RunContext, lanes: int, threads: int) -> None:
    """Take every arm through its rounds, behind a base model that is scored.

    Args:
        context: The run, its folder locked.
        lanes: Arms that go side by side, a process each; with 1 all go in this process.
        threads: Threads of each.
    """
    config = context.config
    if lanes == 1:
        with on_threads(threads):
            for arm in config.training_arms:
                run_arm(context, arm)
                context.display.arm_done(str(arm))
        return
    context.release()
    order = SharedOrder(str(config.training_arms[0]))
    known = _OfTheBase(context.not_scored, context.own_answers)
    work = partial(_climb_alone, config, context.folder.path, known, order, threads)
    side_by_side(
        [Lane(str(arm), partial(work, arm)) for arm in config.training_arms],
        lanes,
        context.display,
    )


class _OfTheBase(NamedTuple):
    """What the base model's stages told, beside what they wrote."""

    not_scored: Mapping[StageName, str]
    own_answers: PairsByRung


def _climb_alone(
    config: RunConfig,
    folder: Path,
    known: _OfTheBase,
    order: SharedOrder,
    threads: int,
    arm: Arm,
    display: Display,
) -> None:
    """One arm in a process of its own."""
    context = RunContext(config, RunFolder(folder, warn=display.note), display, order=order)
    context.not_scored.update(known.not_scored)
    context.own_answers = known.own_answers
    with on_threads(threads):
        run_arm(context, arm)
    order.over(str(arm))
    display.arm_done(str(arm))
