"""Where a round trains: in this process, with one of its workers, or by several of a cluster."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple

from saturate.config.run_config import RunConfig
from saturate.models.pool import Pool
from saturate.training.by_two import Training, train_by_two
from saturate.training.halves import LostHalf, can_be_parted
from saturate.training.recipe import Learn, Recipe, Reporting, StepDone, TrainingSummary

_LOST = (
    "A process that trained along ended; this one trains alone, from the first step of this round "
    "on, to the same result."
)


def check_place(config: RunConfig) -> None:
    """See, before anything else is done, that a round can be trained where it is to be.

    Raises:
        SaturateError: The cluster does not hold so many processes.
    """
    if config.train_workers is not None:
        from saturate.training.over_nodes import check_training_room

        check_training_room(config.model_options, config.train_workers)


class Hearers(NamedTuple):
    """Who hears of a training."""

    step_done: StepDone
    """Called after every step."""
    reporting: Reporting | None
    """Settings of the trainer that name the trackers of its losses; they are this process's, and
    hear of none that others train."""
    note: Callable[[str], None]
    """Takes a sentence for the user."""


def carry_out(
    learn: Learn,
    config: RunConfig,
    path: str,
    recipe: Recipe,
    out: Path,
    hearers: Hearers,
    pool: Pool | None,
) -> TrainingSummary:
    """Train a model and save it.

    Args:
        learn: What trains.
        config: Says where.
        path: The model: a folder or a hub id.
        recipe: How to train.
        out: Folder for model and tokenizer.
        hearers: Who hears of it.
        pool: Workers beside this process, if what trains can do so by halves; where a slot is free
            one of them takes half of every step.
    """
    options = config.model_options
    if config.train_workers is not None:
        from saturate.training.over_nodes import train_over_nodes

        together = recipe._replace(world=config.train_workers, sharded=config.fsdp)
        return train_over_nodes(learn, path, options, together, out, hearers.step_done)
    training, steps = Training(learn, path, options, recipe), _Steps(hearers.step_done)
    parted = can_be_parted(recipe.batch_size, recipe.lora)
    with pool.spare() if pool is not None and parted else nullcontext() as worker:
        if worker is not None:
            try:
                return train_by_two(training, out, steps, hearers.reporting, worker)
            except LostHalf:
                hearers.note(_LOST)
                steps.begin_again()
    return training.carry_out(out, step_done=steps, reporting=hearers.reporting)


class _Steps:
    """Tells of every step once, also where training begins again."""

    def __init__(self, step_done: StepDone) -> None:
        self._step_done = step_done
        self._told = self._done = 0

    def __call__(self) -> None:
        self._done += 1
        if self._done > self._told:
            self._told = self._done
            self._step_done()

    def begin_again(self) -> None:
        """Expect the steps from the first one on."""
        self._done = 0
