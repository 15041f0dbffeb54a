"""How many processes a run takes, how many arms go side by side, and on how many threads each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from saturate.config.run_config import RunConfig
from saturate.models.dtypes import LARGE
from saturate.models.loading import Loaded
from saturate.run.time_left import Expected, Processes, TimeLeft

_START_SECONDS = 30.0
"""What a process of its own costs before it works, with what it loads; it has to save more."""
_BYTES_A_PROCESS = 1_500_000_000
"""What a process holds beside its model."""
_BYTES_A_PARAMETER = 20
"""Weights in two types, gradients and the optimizer's two moments."""


def processes_for(
    config: RunConfig, loaded: Loaded, stages: list[Expected], jobs: int | None
) -> Processes:
    """What works on a run.

    Arms go side by side, as far as there are processes; those left help to answer and to train,
    where models are small and answer on this machine's cores. Arms that share a tracker or the
    workers of a cluster never part: those are this process's.

    Args:
        config: The run.
        loaded: Its model.
        stages: The stages ahead.
        jobs: Most processes that the user allows; by default as many as there are cores and as fit
            into memory, and one where arms share a GPU, or where more would save less time than
            processes take to start.
    """
    alone = config.report_to or config.engine == "ray"
    arms = 1 if alone else len(config.training_arms)
    parameters = loaded.model.num_parameters()
    here = loaded.model.device.type == "cpu" and config.engine == "transformers"

    def of(count: int) -> Processes:
        pooled = here and parameters < LARGE and count > 1
        lanes = max(1, min(count, arms))
        return Processes(lanes, count if pooled else lanes, pooled)

    if jobs is not None:
        return of(jobs)
    each = _BYTES_A_PROCESS + _BYTES_A_PARAMETER * parameters
    most = of(min(_cores(), max(1, psutil.virtual_memory().available // each)) if here else 1)
    saved = TimeLeft(stages).seconds() - TimeLeft(stages, most).seconds()
    return most if saved > _START_SECONDS else of(1)


def processes_text(processes: Processes) -> str:
    """What works on a run, in words behind its time."""
    lanes, jobs, pooled = processes
    return (f", {lanes} arms side by side" if lanes > 1 else "") + (
        f", {jobs} processes at work" if pooled and jobs > lanes else ""
    )


def threads_for(parameters: int, lanes: int) -> int:
    """Threads of one lane; small models get one, so that their results don't hang on the lanes."""
    return 1 if parameters < LARGE else max(1, _cores() // lanes)


@contextmanager
def on_threads(count: int) -> Iterator[None]:
    """Let PyTorch compute on so many threads while the block runs."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _cores() -> int:
    """Cores that this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1
