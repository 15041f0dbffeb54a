"""What ``transformers.generate`` is given beside its settings: a recorder, a criterion, a cache."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import torch
from transformers import StoppingCriteria
from transformers.cache_utils import DynamicCache, DynamicLayer

from saturate.models.library_keywords import CACHE, keyword

if TYPE_CHECKING:
    from transformers import PreTrainedModel

_ROOM_TOKENS = 64
"""Tokens that a cache makes room for at a time."""


class LogprobRecorder:
    """A logits processor that changes nothing and keeps each chosen token's log-probability.

    It sees raw logits (generate puts temperature after it) and holds one step of them only, where
    ``output_logits`` would hold them all.
    """

    def __init__(self) -> None:
        self._last: torch.Tensor | None = None
        self._chosen: list[torch.Tensor] = []

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        self._choose(input_ids)
        self._last = scores.float().log_softmax(-1)
        return scores

    def logprobs(self, sequences: torch.Tensor) -> torch.Tensor:
        """Log-probability of each generated token, shape (rows, steps)."""
        self._choose(sequences)
        return torch.cat(self._chosen, dim=1)

    def _choose(self, ids: torch.Tensor) -> None:
        if self._last is not None:
            self._chosen.append(self._last.gather(1, ids[:, -1:]))


class StopWhenMostEnded(StoppingCriteria):  # type: ignore[misc]
    """Ends a batch once only so many of its rows have not ended by themselves.

    Args:
        ends: Tokens that end a row.
        max_running: So many rows may be left over.
    """

    def __init__(self, ends: Sequence[int], max_running: int) -> None:
        self._ends = torch.tensor(ends)
        self._max_running = max_running
        self._ended: torch.Tensor | None = None

    def __call__(self, input_ids: torch.Tensor, scores: Any, **_: Any) -> torch.Tensor:
        self._ends = self._ends.to(input_ids.device)
        now = torch.isin(input_ids[:, -1], self._ends)
        self._ended = now if self._ended is None else self._ended | now
        given_up = int((~self._ended).sum()) <= self._max_running
        return torch.full_like(self._ended, given_up)


def preallocated_cache(model: PreTrainedModel) -> dict[str, DynamicCache]:
    """An empty cache that does not copy what it holds at every token, for models on a CPU.

    The stock one concatenates, which takes most of the time that a small model generates. Good for
    greedy decoding and sampling, which only ever add tokens. Layers of special kinds (sliding
    windows) stay the stock ones.

    Returns:
        The cache under the name by which ``generate`` and the model take it; nothing where the
        model's own choice is best.
    """
    if model.device.type != "cpu" or not model._supports_default_dynamic_cache():
        return {}
    cache = DynamicCache(config=model.config)
    cache.layers = [
        _PreallocatedLayer() if type(layer) is DynamicLayer else layer for layer in cache.layers
    ]
    return {keyword(model.forward, CACHE): cache}


class _PreallocatedLayer(DynamicLayer):  # type: ignore[misc]
    """Keys and values of one layer; ``keys`` and ``values`` are the filled parts of the buffers."""

    def lazy_initialization(self, key_states: torch.Tensor, value_states: torch.Tensor) -> None:
        super().lazy_initialization(key_states, value_states)
        self._filled = 0
        self._buffers = (key_states[..., :0, :], value_states[..., :0, :])

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, *_: Any, **__: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Add the states of new tokens; all states so far, shape (rows, heads, tokens, width)."""
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
        start, end = self._filled, self._filled + key_states.shape[-2]
        keys, values = self._buffers
        if end > keys.shape[-2]:
            keys, values = (
                _enlarged(buffer, start, end + _ROOM_TOKENS) for buffer in (keys, values)
            )
            self._buffers = keys, values
        keys[..., start:end, :] = key_states
        values[..., start:end, :] = value_states
        self._filled = end
        self.keys, self.values = keys[..., :end, :], values[..., :end, :]
        return self.keys, self.values


def _enlarged(buffer: torch.Tensor, filled: int, size: int) -> torch.Tensor:
    """A buffer of ``size`` tokens, with the first ``filled`` ones moved there."""
    larger = buffer.new_empty((*buffer.shape[:-2], size, buffer.shape[-1]))
    larger[..., :filled, :] = buffer[..., :filled, :]
    return larger
