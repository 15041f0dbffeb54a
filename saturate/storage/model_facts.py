"""What saturate writes into a model's ``config.json``, so that the folder says how to use it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from saturate.errors import SaturateError
from saturate.storage.files import read_json

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


def model_facts(path: str) -> ModelFacts:
    """Read the configuration of a model folder; a model of the hub has no facts of ours.

    Raises:
        SaturateError: The configuration is not JSON.
    """
    if not (file := Path(path) / "config.json").is_file():
        return ModelFacts(False, {})
    config = read_json(file)
    if not isinstance(config, dict):
        raise SaturateError(f"{file} is not JSON; is the model folder whole?")
    return ModelFacts(bool(config.get(BARE_PROMPTS_KEY)), dict(config.get(KNOWN_RUNGS_KEY) or {}))


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
