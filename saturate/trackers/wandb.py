"""Weights & Biases, online or offline as its own variables say."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from saturate.ladder import stable_hash
from saturate.trackers.base import PROJECT, Tracker, environment


class Wandb(Tracker):
    """A run for every arm and one for every training, grouped by the run's name."""

    packages = "wandb"
    module = "wandb"

    def log(
        self, arm: str, step: int, metrics: Mapping[str, float], chart: str | None = None
    ) -> None:
        import wandb

        wandb.setup(wandb.Settings(silent=True))  # the run has its own display
        run = wandb.init(
            project=os.environ.get("WANDB_PROJECT", PROJECT),
            id=f"{stable_hash(str(self.folder.resolve()), arm):016x}",
            name=f"{self.run} {arm}",
            group=self.run,
            config=self.config,
            resume="allow",
            reinit="finish_previous",
        )
        try:
            if metrics:
                shown = {} if chart is None else {"accuracy_by_rung": wandb.Html(chart)}
                run.log({**metrics, **shown, "round": step}, step=step)
        finally:
            run.finish()

    @contextmanager
    def training(self, name: str) -> Iterator[None]:
        import wandb

        with environment(WANDB_PROJECT=PROJECT, WANDB_RUN_GROUP=self.run):
            try:
                yield
            finally:
                wandb.finish()  # the callback leaves its run open, and the next would go into it
