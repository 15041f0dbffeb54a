"""How workers on a Ray cluster are asked for: where the cluster is, how many, what each takes."""

from __future__ import annotations

from typing import Literal, NamedTuple

WorkerEngine = Literal["transformers", "vllm"]
"""What generates answers inside a worker."""


class ClusterOptions(NamedTuple):
    """Which cluster, and what its workers are."""

    address: str | None = None
    """``HOST:PORT`` of its head, or ``auto``: the one that this machine is in; ``None``: that one,
    else this machine alone."""
    workers: int | None = None
    """How many, at most; as many as the cluster holds where ``None``."""
    engine: WorkerEngine = "transformers"
    """What generates answers in each."""
    gpus: float | None = None
    """Part of a GPU that each takes; ``None``: a whole one where the cluster has any."""
    cpus: int = 1
    """Processor cores that each takes, and threads that it computes on."""
