"""Opens a model in the engine that was asked for."""

from __future__ import annotations

from typing import NamedTuple

from saturate.config.fields import Engine
from saturate.config.model_options import ModelOptions
from saturate.models.loading import load
from saturate.models.sampler import Sampler
from saturate.storage.model_facts import ModelFacts, model_facts


class Opened(NamedTuple):
    """A model that can be asked."""

    facts: ModelFacts
    sampler: Sampler


def open_model(path: str, engine: Engine, options: ModelOptions | None = None) -> Opened:
    """Load a model for voting and scoring.

    Raises:
        SaturateError: The model cannot be loaded, or the engine is not there.
    """
    if engine == "vllm":
        from saturate.models.vllm import VllmSampler

        facts = model_facts(path)
        return Opened(facts, VllmSampler(path, facts.bare_prompts, options))
    from saturate.models.transformers import TransformersSampler

    loaded = load(path, options)
    facts = ModelFacts(loaded.bare_prompts, loaded.known_rungs)
    return Opened(facts, TransformersSampler(loaded))
