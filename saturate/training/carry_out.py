"""Where a round trains: in this process, or by several of a Ray cluster."""

from __future__ import annotations

from pathlib import Path

from saturate.config.run_config import RunConfig
from saturate.models.loading import load
from saturate.training.recipe import Learn, Recipe, Reporting, StepDone, TrainingSummary


def check_place(config: RunConfig) -> None:
    """See, before anything else is done, that a round can be trained where it is to be.

    Raises:
        SaturateError: The cluster does not hold so many processes.
    """
    if config.train_workers is not None:
        from saturate.training.over_nodes import check_training_room

        check_training_room(config.model_options, config.train_workers)


def carry_out(
    learn: Learn,
    config: RunConfig,
    path: str,
    recipe: Recipe,
    out: Path,
    step_done: StepDone,
    reporting: Reporting | None,
) -> TrainingSummary:
    """Train a model and save it.

    Args:
        learn: What trains.
        config: Says where.
        path: The model: a folder or a hub id.
        recipe: How to train.
        out: Folder for model and tokenizer.
        step_done: Called after every step.
        reporting: Settings of the trainer that name the trackers of its losses; they are this
            process's, and hear of none that others train.
    """
    options = config.model_options
    if config.train_workers is not None:
        from saturate.training.over_nodes import train_over_nodes

        together = recipe._replace(world=config.train_workers)
        return train_over_nodes(learn, path, options, together, out, step_done)
    return learn(
        loaded=load(path, options, exact=not recipe.lora),
        recipe=recipe,
        out=out,
        step_done=step_done,
        reporting=reporting,
    )
