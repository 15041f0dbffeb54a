"""MLflow, at the tracking address that its own variables name, or its local default."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from saturate.trackers.base import PROJECT, Tracker, environment


class Mlflow(Tracker):
    """An MLflow run for every arm and one for every training."""

    packages = "mlflow"
    module = "mlflow"

    def __init__(self, *rest: Any) -> None:
        super().__init__(*rest)
        self._ids: dict[str, str] = {}

    def log(
        self, arm: str, step: int, metrics: Mapping[str, float], chart: str | None = None
    ) -> None:
        from mlflow import MlflowClient

        client = MlflowClient()
        found = self._ids.get(arm) or self._open(client, arm)
        self._ids[arm] = found
        for name, value in metrics.items():
            client.log_metric(found, name, value, step=step)
        if chart is not None:
            client.log_text(found, chart, "accuracy_by_rung.html")
            client.set_terminated(found)

    def _open(self, client: Any, arm: str) -> str:
        """The arm's run: the one that this run folder already has, or a new one."""
        experiment = os.environ.get("MLFLOW_EXPERIMENT_NAME", PROJECT)
        held = client.get_experiment_by_name(experiment)
        place = held.experiment_id if held else client.create_experiment(experiment)
        tag = f"{self.folder.resolve()} {arm}".replace("'", "")
        for run in client.search_runs([place], f"tags.`saturate.arm` = '{tag}'", max_results=1):
            return str(run.info.run_id)
        tags = {"saturate.arm": tag, "mlflow.runName": f"{self.run} {arm}"}
        made = str(client.create_run(place, tags=tags).info.run_id)
        for name, value in self.config.items():
            client.log_param(made, name, str(value)[:250])
        return made

    @contextmanager
    def training(self, name: str) -> Iterator[None]:
        with environment(MLFLOW_EXPERIMENT_NAME=PROJECT):
            yield
