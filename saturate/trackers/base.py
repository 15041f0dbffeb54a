"""The contract of a tracker's adapter, and what a round says to it."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from saturate.results.labelling import RungLabelling
from saturate.results.labels import estimate_of
from saturate.results.schema import Round
from saturate.stats.intervals import Interval

PROJECT = "saturate"
"""Project or experiment that all runs go to, unless the library's own variable names another."""


class Tracker(ABC):
    """One tracking library. A round opens the library's run, logs, and closes it again: training
    opens runs of its own, and a run of ours left open would swallow them."""

    packages: str
    """What pip installs."""
    module: str
    """What Python imports."""

    def __init__(self, run: str, folder: Path, config: Mapping[str, Any]) -> None:
        """Track the run named ``run`` that lives in ``folder``."""
        self.run = run
        self.folder = folder
        self.config = dict(config)

    @abstractmethod
    def log(
        self, arm: str, step: int, metrics: Mapping[str, float], chart: str | None = None
    ) -> None:
        """Log one round of an arm.

        Args:
            arm: Each arm is a run of the library, so that arms overlay.
            step: The round's number.
            metrics: Figures by name; none when the tracker is only tried out.
            chart: A small HTML page with the chart so far.
        """

    @contextmanager
    def training(self, name: str) -> Iterator[None]:
        """Surround one training, whose losses the library's own callback logs under ``name``."""
        yield


@contextmanager
def environment(**defaults: str) -> Iterator[None]:
    """Set variables that are not set yet, for the time of the block."""
    added = [name for name in defaults if name not in os.environ]
    os.environ.update({name: defaults[name] for name in added})
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)


def round_metrics(result: Round) -> dict[str, float]:
    """The figures of a round, flat. Intervals have their ends beside the value."""
    found: dict[str, float] = {}
    _add(found, "frontier", Interval(*result.frontier[:3]))
    for score in result.scores:
        if score.strict.total:
            name = f"rung_{score.rung:02d}"
            found[f"accuracy/{name}"] = score.strict.right / score.strict.total
            found[f"accuracy_flexible/{name}"] = score.flexible.right / score.flexible.total
    for ladder, scores in result.untouched.items():
        for score in scores:
            if score.strict.total:
                share = score.strict.right / score.strict.total
                found[f"untouched/{ladder}_rung_{score.rung:02d}"] = share
    found |= _labelling([one for one in result.labelling if one.trained])
    if result.training:
        found["train/loss"] = sum(one.loss for one in result.training) / len(result.training)
    if result.original is not None:
        _add(found, "original/strict", result.original.strict)
        _add(found, "original/flexible", result.original.flexible)
    return found | {f"cost/{name}": value for name, value in result.cost.items()}


def _labelling(trained: Sequence[RungLabelling]) -> dict[str, float]:
    """The labels that a round trained on."""
    if not trained:
        return {}
    found: dict[str, float] = {
        "labels/kept": sum(one.kept for one in trained),
        "labels/top_rung": max(one.rung for one in trained),
    }
    if labels := sum(one.audit.total for one in trained):
        found["labels/precision"] = sum(one.audit.right for one in trained) / labels
    if (estimated := estimate_of(trained)) is not None:
        found["labels/precision_estimated"] = estimated
    return found


def _add(found: dict[str, float], name: str, interval: Interval) -> None:
    found |= {name: interval.value, f"{name}_low": interval.low, f"{name}_high": interval.high}
