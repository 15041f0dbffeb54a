"""What a trained model's folder has from the model that it was made of, beside what was trained."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saturate.models.published import hub_settings

if TYPE_CHECKING:
    from saturate.models.loading import Loaded

_PROCESSORS = (
    "preprocessor_config.json",
    "processor_config.json",
    "video_preprocessor_config.json",
)
"""How a model that reads more than text is given the rest; vLLM does not open one without."""
_CACHE = "use_cache"
"""Whether the model keeps a cache while it answers; trainers turn that off in its configuration."""


def write_model(model: Any, loaded: Loaded, use_cache: bool | None, out: Path) -> None:
    """Save a trained model with the tokenizer and the settings of the one that it was made of.

    Args:
        model: With its new weights.
        loaded: What it was made of.
        use_cache: What the configuration of that said, if it did.
        out: Folder for all.
    """
    if use_cache is None:
        vars(model.config).pop(_CACHE, None)
    else:
        setattr(model.config, _CACHE, use_cache)
    model.generation_config = loaded.generation
    model.save_pretrained(out)
    loaded.tokenizer.save_pretrained(out)
    for file in _processors(loaded):
        shutil.copyfile(file, out / file.name)


def named_cache(loaded: Loaded) -> bool | None:
    """What a model's configuration says of its cache, if it does."""
    return getattr(loaded.model.config, _CACHE, None)


def _processors(loaded: Loaded) -> Iterator[Path]:
    """Files of processors, where a model reads more than text."""
    from transformers.utils import cached_file

    config = loaded.model.config
    for name in _PROCESSORS if config.get_text_config() is not config else ():
        file = cached_file(
            loaded.path,
            name,
            revision=hub_settings(loaded.path, loaded.options).get("revision"),
            _raise_exceptions_for_missing_entries=False,
            _raise_exceptions_for_connection_errors=False,
        )
        if file is not None:
            yield Path(file)
