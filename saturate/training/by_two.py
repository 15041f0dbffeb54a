"""Training by this process alone, or with one of its workers, each on its half of every step."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from saturate.config.model_options import ModelOptions
from saturate.models.loading import load
from saturate.models.memory import free_memory
from saturate.models.worker import WorkerProcess
from saturate.training.halves import LostHalf, MeetingPlace, second_half
from saturate.training.recipe import Learn, Recipe, Reporting, StepDone, TrainingSummary

_POLL_SECONDS = 0.02


class Training(NamedTuple):
    """What is to be trained; it can be pickled where what trains can."""

    learn: Learn
    """What trains."""
    path: str
    """The model: a folder or a hub id."""
    options: ModelOptions
    """What it is opened with."""
    recipe: Recipe
    """How."""

    def carry_out(self, out: Path, **told: Any) -> TrainingSummary:
        """Train in this process.

        Args:
            out: Folder for model and tokenizer.
            told: What else the one that trains is told.
        """
        loaded = load(self.path, self.options, exact=not self.recipe.lora)
        summary = self.learn(loaded=loaded, recipe=self.recipe, out=out, **told)
        del loaded
        free_memory()  # others of a cluster may answer on the same GPU
        return summary


class _Second(NamedTuple):
    """What the worker does."""

    training: Training
    beside: Path
    """Folder for the model that it trains as well, which nobody reads."""
    port: int
    """Where the first process waits."""

    def train(self) -> None:
        """Take the second half of every step."""
        with closing(second_half(self.port)) as half:
            self.training.carry_out(self.beside / "model", half=half)


def train_by_two(
    training: Training,
    out: Path,
    step_done: StepDone,
    reporting: Reporting | None,
    worker: WorkerProcess,
) -> TrainingSummary:
    """Train a model and save it, as this process would alone.

    Args:
        training: What; it trains by halves.
        out: Folder for model and tokenizer.
        step_done: Called after every step.
        reporting: Settings of the trainer that name the trackers of its losses.
        worker: Takes the second half.

    Raises:
        LostHalf: The worker is gone; what was trained is of no use.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".half-", dir=out.parent) as beside:
        meeting = MeetingPlace()
        try:
            worker.begin(_Second(training, Path(beside), meeting.port).train)
            while not meeting.arrived():
                if not worker.at_work():
                    raise LostHalf
                time.sleep(_POLL_SECONDS)
            with closing(meeting.half()) as half:
                summary = training.carry_out(
                    out, step_done=step_done, reporting=reporting, half=half
                )
            worker.finish()
        except (LostHalf, EOFError, ConnectionError) as error:
            worker.end()
            raise LostHalf from error
    return summary
