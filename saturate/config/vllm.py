"""How vLLM runs a model: over how many GPUs, in how much of their memory."""

from __future__ import annotations

from typing import NamedTuple


class VllmOptions(NamedTuple):
    """What changes no answer but for its last digits."""

    parallel: int = 1
    """GPUs over which the model is spread."""
    memory: float | None = None
    """Share of each GPU's memory for weights and cache, of the machine's where there is no GPU;
    ``None``: vLLM's own, and without a GPU half of what is free."""
