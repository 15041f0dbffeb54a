"""A cache that does not copy what it holds at every token, and whose rows can be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from transformers.cache_utils import DynamicCache, DynamicLayer, DynamicSlidingWindowLayer

from saturate.models.library_keywords import CACHE, keyword

if TYPE_CHECKING:
    from transformers import PreTrainedModel

_ROOMY = (DynamicLayer, DynamicSlidingWindowLayer)
"""Stock layers that a roomy one takes the place of."""
_ROOM_TOKENS = 64
"""Tokens that a cache makes room for at a time."""


class RoomyLayer(DynamicLayer):  # type: ignore[misc]
    """Keys and values of one layer; ``keys`` and ``values`` are the filled parts of the buffers.

    Args:
        rows: Most rows that it will hold; what is not filled takes no memory yet.
    """

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def lazy_initialization(self, key_states: torch.Tensor, value_states: torch.Tensor) -> None:
        super().lazy_initialization(key_states, value_states)
        self._filled = 0
        self._buffers = [key_states[..., :0, :], value_states[..., :0, :]]

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, *_: Any, **__: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Add the states of new tokens; all states so far, shape (rows, heads, tokens, width)."""
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
        rows, start = len(key_states), self._filled
        end = start + key_states.shape[-2]
        if end > self._buffers[0].shape[-2]:
            self._buffers = [self._enlarged(buffer, rows, end) for buffer in self._buffers]
        keys, values = self._buffers
        keys[:rows, :, start:end] = key_states
        values[:rows, :, start:end] = value_states
        self._filled = end
        self.keys, self.values = keys[:rows, :, :end], values[:rows, :, :end]
        return self.keys, self.values

    def copy_rows(self, sources: torch.Tensor, targets: torch.Tensor) -> None:
        """Copy rows over others; no row is both source and target."""
        for buffer in self._buffers:
            buffer[targets, :, : self._filled] = buffer[sources, :, : self._filled]

    def _enlarged(self, buffer: torch.Tensor, rows: int, tokens: int) -> torch.Tensor:
        """A buffer with room for more tokens, and the first rows of the old one in it."""
        _, heads, _, width = buffer.shape
        larger = buffer.new_empty((self._rows, heads, tokens + _ROOM_TOKENS, width))
        larger[:rows, :, : self._filled] = buffer[:rows, :, : self._filled]
        return larger


def preallocated_cache(model: PreTrainedModel, rows: int) -> dict[str, DynamicCache]:
    """An empty cache of roomy layers, for models on a CPU.

    The stock one concatenates, which takes most of the time that a small model generates. Good for
    greedy decoding and sampling, which only ever add tokens. A layer with a sliding window keeps
    all tokens as well, and its mask hides those that it has left behind; layers of other special
    kinds stay the stock ones.

    Args:
        model: The model.
        rows: Most rows that it will hold.

    Returns:
        The cache under the name by which ``generate`` and the model take it; nothing where the
        model's own choice is best.
    """
    if model.device.type != "cpu" or not model._supports_default_dynamic_cache():
        return {}
    cache = DynamicCache(config=model.config)
    cache.layers = [RoomyLayer(rows) if type(layer) in _ROOMY else layer for layer in cache.layers]
    return {keyword(model.forward, CACHE): cache}
