"""The tokenizer of a model that servers hold: it counts, and says what the chat template can."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from saturate.config.model_options import ModelOptions
from saturate.errors import SaturateError, first_line
from saturate.models.published import hub_settings
from saturate.models.shared_tokenizers import shared_tokenizer
from saturate.storage.hub_check import HubError, ask_hub


def tokenizer_name(model: str, options: ModelOptions) -> str | None:
    """What tokenizer counts: the one named, or the model's where its name is a folder or hub id."""
    if options.server.tokenizer is not None or Path(model).is_dir():
        return options.server.tokenizer or model
    if model.count("/") != 1 or model.startswith(("/", ".")):
        return None
    from huggingface_hub import try_to_load_from_cache

    if isinstance(try_to_load_from_cache(model, "tokenizer_config.json"), str):
        return model
    try:
        ask_hub(model, "model")
    except HubError:
        return None
    return model


def load_tokenizer(name: str | None, options: ModelOptions) -> Any:
    """A tokenizer, or none.

    Raises:
        SaturateError: It cannot be loaded.
    """
    if name is None:
        return None
    try:
        return shared_tokenizer(name, hub_settings(name, options))
    except Exception as error:  # whatever the library and its readers raise of what they find
        raise SaturateError(
            f"Tokenizer {name!r} could not be loaded: {first_line(error)}"
        ) from error
