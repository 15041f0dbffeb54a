"""How many arms go side by side, and on how many threads each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from saturate.config.run_config import RunConfig
from saturate.models.dtypes import LARGE
from saturate.models.loading import Loaded
from saturate.run.time_left import Expected, TimeLeft

_START_SECONDS = 30.0
"""What a process of its own costs before it works, with what it loads; an arm has to save more."""
_BYTES_A_PROCESS = 1_500_000_000
"""What a process holds beside its model."""
_BYTES_A_PARAMETER = 20
"""Weights in two types, gradients and the optimizer's two moments."""


def lanes_for(config: RunConfig, loaded: Loaded, stages: list[Expected], jobs: int | None) -> int:
    """How many arms go side by side.

    Args:
        config: The run.
        loaded: Its model.
        stages: The stages ahead.
        jobs: Most that the user allows; by default as many as there are cores and as fit into
            memory, and one where arms share a GPU, or where it would save less time than processes
            take to start. Arms that share a tracker never part: it is this process's.
    """
    arms = len(config.training_arms)
    if config.report_to:
        return 1
    if jobs is not None or arms < 2:
        return max(1, min(jobs or 1, arms))
    if loaded.model.device.type != "cpu" or config.engine != "transformers":
        return 1
    each = _BYTES_A_PROCESS + _BYTES_A_PARAMETER * loaded.model.num_parameters()
    lanes = min(arms, _cores(), max(1, psutil.virtual_memory().available // each))
    saved = TimeLeft(stages).seconds() - TimeLeft(stages, lanes).seconds()
    return lanes if saved > _START_SECONDS else 1


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
