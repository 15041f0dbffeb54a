"""Opens a model in the engine that was asked for."""

from __future__ import annotations

from typing import NamedTuple

from saturate.config.fields import Engine
from saturate.config.model_options import ModelOptions
from saturate.config.servers import REMOTE, is_remote
from saturate.errors import SaturateError
from saturate.models.loading import load
from saturate.models.sampler import Sampler
from saturate.storage.model_facts import ModelFacts, model_facts

_LOADING = {"dtype", "attn_implementation", "revision", "load_in_4bit"}
"""Arguments of loading."""


class Opened(NamedTuple):
    """A model that can be asked."""

    facts: ModelFacts
    sampler: Sampler


def open_model(path: str, engine: Engine, options: ModelOptions | None = None) -> Opened:
    """Load a model for voting and scoring, or find the servers that hold it.

    Raises:
        SaturateError: The model cannot be loaded, or the engine is not there.
    """
    if is_remote(path):
        from saturate.models.remote.openai import OpenAISampler

        if engine == "openai":
            _refuse_loading(options)
        sampler = OpenAISampler(path.removeprefix(REMOTE), options)
        return Opened(model_facts(path), sampler)
    if engine == "ray":
        from saturate.models.cluster.engine import open_on_cluster

        options = options or ModelOptions()
        return Opened(model_facts(path, options.args.revision), open_on_cluster(path, options))
    if engine == "vllm":
        from saturate.models.vllm import VllmSampler

        facts = model_facts(path, options.args.revision if options else None)
        return Opened(facts, VllmSampler(path, options))
    from saturate.models.transformers import TransformersSampler

    loaded = load(path, options)
    facts = ModelFacts(loaded.bare_prompts, loaded.known_rungs)
    return Opened(facts, TransformersSampler(loaded))


def be_ready(engine: Engine, options: ModelOptions) -> None:
    """See, before anything else is done, that the workers of a cluster can be had.

    Raises:
        SaturateError: They cannot.
    """
    if engine == "ray":
        from saturate.models.cluster.pool import pool_of

        pool_of(options.cluster)


def _refuse_loading(options: ModelOptions | None) -> None:
    """See that nothing is asked for that only who loads a model decides.

    Raises:
        SaturateError: Something is.
    """
    for name in _LOADING & (options.args.given().keys() if options else set()):
        raise SaturateError(f"A server loads its model itself; leave {name} out of --model-args.")
