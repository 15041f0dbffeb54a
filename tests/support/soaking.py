"""A run of many small rounds, measured after each: time, memory, open files, threads."""

import io
import os
import threading
import time
from pathlib import Path
from typing import NamedTuple

import psutil
from rich.console import Console

from saturate.config.run_config import build_config
from saturate.models import open_models
from saturate.run import execute as executing
from saturate.run.defaults import resolve_config
from support.solvers import BesideAModel, facts_and
from support.tiny_models import write_tiny_model

_LADDER = "addition"
_RIGHT = 0.75
"""So few that the arm stays on its rung, where the labels of all rounds pile up."""


class Reading(NamedTuple):
    """The process after one round."""

    number: int
    seconds: float
    cpu: float
    """Seconds of computing, all of the process."""
    resident: int
    """Bytes."""
    files: int
    threads: int


def soak(rounds: int, folder: Path, patch, told=lambda _: None) -> list[Reading]:
    """Run a tiny random Llama through so many rounds of two steps; what its voters say is told.

    Args:
        rounds: How many.
        folder: Of model and run.
        patch: Sets an attribute of a module, as ``monkeypatch.setattr`` does.
        told: Hears of each reading.
    """
    model = write_tiny_model(folder / "model", positions=512)
    readings: list[Reading] = []
    opening, reading = open_models.open_model, executing.read_round

    def opened(path, *words):
        real = opening(path, *words)
        return facts_and(path, BesideAModel(_LADDER, _RIGHT, real))

    def read(*words):
        found = reading(*words)
        if found.result.number < len(readings):  # the base model, once more at the end
            return found
        here, spent = psutil.Process(), os.times()
        readings.append(
            Reading(
                found.result.number, time.monotonic(), spent.user + spent.system,
                here.memory_info().rss, here.num_fds(), threading.active_count(),
            )
        )  # fmt: skip
        told(readings[-1])
        return found

    patch(open_models, "open_model", opened)
    patch(executing, "read_round", read)
    config = resolve_config(
        build_config(
            ladder=_LADDER, model=str(model), rounds=rounds, arms=["voted"], proposals=24, steps=2,
            batch_size=4, voters="views:7", start_rung=8, rungs_per_round=1, score_items=8,
            score_rungs=(8, 9), score_original="never", precision_floor=0.0, max_new_tokens=16,
        )
    )  # fmt: skip
    executing.execute(config, folder / "run", "saturate", Console(file=io.StringIO()), jobs=1)
    return readings
