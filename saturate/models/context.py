"""How many tokens a model holds, and which texts leave an answer no room among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from saturate.config.model_options import ModelOptions
from saturate.models.sampler import Decoding, longest

_LENGTHS = ("max_position_embeddings", "n_positions", "n_ctx")
"""Fields of published configurations that tell it."""
LEAST_WRITTEN = 1
"""Tokens that vLLM and servers write behind every text, one that is only weighed among them."""


def context_of(config: Any, options: ModelOptions) -> int | None:
    """Most tokens of prompt and answer together: as asked for, else the model's own.

    Args:
        config: The model's configuration, whose text part counts where it has several.
        options: What the model was opened with.

    Returns:
        ``None`` where nothing limits it.
    """
    if options.args.max_length is not None:
        return options.args.max_length
    text = config.get_text_config()
    told = [getattr(text, name, None) for name in _LENGTHS]
    return next((length for length in told if isinstance(length, int) and length > 0), None)


def fitting(
    lengths: Sequence[int],
    decodings: Sequence[Decoding | None],
    context: int | None,
    least: int = 0,
) -> list[bool]:
    """Whether each text and what may be written behind it fit into a context.

    Args:
        lengths: Tokens of each text.
        decodings: What may be written behind it; ``None``: nothing.
        context: Most tokens; ``None`` where nothing limits them.
        least: Tokens that the engine writes behind a text where nothing is asked for.
    """
    return [
        context is None or length + (longest(length, asked) if asked else least) <= context
        for length, asked in zip(lengths, decodings, strict=True)
    ]
