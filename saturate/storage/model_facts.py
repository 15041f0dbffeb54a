"""What saturate writes into a model's ``config.json``, so that the folder says how to use it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from saturate.errors import SaturateError
from saturate.storage.files import read_json
from saturate.storage.hub_check import ask_hub

if TYPE_CHECKING:
    from transformers import PreTrainedModel

BARE_PROMPTS_KEY = "saturate_bare_prompts"
"""Marks a model that was trained on bare prompts (the seed and its heirs)."""
KNOWN_RUNGS_KEY = "saturate_known_rungs"
"""Names the last rung of each ladder that was trained with true labels."""


class ModelFacts(NamedTuple):
    """What a model's configuration says, without its weights."""

    bare_prompts: bool
    """Whether prompts are bare questions; otherwise they carry the ladder's instruction."""
    known_rungs: dict[str, int]
    """By ladder, the last rung that the model was trained on with true labels."""


def model_facts(path: str, revision: str | None = None) -> ModelFacts:
    """Read the configuration of a model.

    Args:
        path: Its folder, or its name on the hub, where ``saturate push`` puts our facts as well.
        revision: Which one of the hub's; a folder has no revisions.

    Returns:
        The facts; those of any other model where the hub does not give a configuration, which
        loading will say, or where servers hold the model.

    Raises:
        SaturateError: The configuration is not JSON.
    """
    file = Path(path) / "config.json" if Path(path).is_dir() else _published(path, revision)
    if file is None or not file.is_file():
        return ModelFacts(False, {})
    config = read_json(file)
    if not isinstance(config, dict):
        raise SaturateError(f"{file} is not JSON; is the model folder whole?")
    return ModelFacts(bool(config.get(BARE_PROMPTS_KEY)), dict(config.get(KNOWN_RUNGS_KEY) or {}))


def _published(name: str, revision: str | None) -> Path | None:
    """The configuration of a model of the hub in its client's cache."""
    if name.count("/") != 1 or name.startswith((".", "/", "~")) or ":" in name:
        return None
    from huggingface_hub import hf_hub_download, try_to_load_from_cache

    held = try_to_load_from_cache(name, "config.json", revision=revision)
    if isinstance(held, str):
        return Path(held)
    try:
        ask_hub(name, "model")
        return Path(hf_hub_download(name, "config.json", revision=revision))
    except Exception:  # whatever the hub's client raises: loading the model says it in a sentence
        return None


def mark_as_seed(model: PreTrainedModel, known_rungs: dict[str, int]) -> None:
    """Write into the configuration that the model takes bare prompts, and what it was taught."""
    setattr(model.config, BARE_PROMPTS_KEY, True)
    setattr(model.config, KNOWN_RUNGS_KEY, known_rungs)


def mark_as_taught(model: PreTrainedModel, ladder: str, last: int) -> None:
    """Write into the configuration that the model was taught a ladder up to a rung."""
    setattr(
        model.config,
        KNOWN_RUNGS_KEY,
        {**(getattr(model.config, KNOWN_RUNGS_KEY, None) or {}), ladder: last},
    )
