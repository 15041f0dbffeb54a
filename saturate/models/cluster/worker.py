"""What runs in a worker of a Ray cluster: it opens models as they are asked for, and answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from saturate.config.cluster import WorkerEngine
from saturate.config.model_options import ModelOptions
from saturate.models.cluster.files import NodeFolder, Packed
from saturate.models.cluster.nodes import import_ray, releases
from saturate.models.memory import free_memory
from saturate.models.sampler import Sampler
from saturate.models.shards import Answers, Shard


class SharedModel(NamedTuple):
    """A model as workers get it."""

    key: str
    """Names it, and no other."""
    source: str | Packed
    """Its hub id, or its folder in the object store."""
    engine: WorkerEngine
    options: ModelOptions


class _Held(NamedTuple):
    """An open model, and its folder where it has one here."""

    sampler: Sampler
    folder: NodeFolder | None


class Worker:
    """One process of the cluster, as an actor that :mod:`saturate.models.cluster.pool` makes."""

    def __init__(self, threads: int) -> None:
        """Load the libraries.

        Args:
            threads: So many it computes on, as in one process whatever the node.
        """
        import torch

        torch.set_num_threads(threads)
        self._models: dict[str, _Held] = {}

    def releases(self) -> Mapping[str, str]:
        """Releases of the libraries of this node."""
        return releases()

    def answer(self, model: SharedModel, shard: Shard) -> Answers:
        """Open the model where it is not open, and answer a shard by it."""
        if model.key not in self._models:
            self._models[model.key] = self._open(model)
        return shard.answered_by(self._models[model.key].sampler)

    def close(self, key: str) -> None:
        """Give back what a model holds."""
        held = self._models.pop(key, None)
        if held is not None:
            held.sampler.close()
            folder = held.folder
            del held
            free_memory()
            if folder is not None:
                folder.close()

    def _open(self, model: SharedModel) -> _Held:
        from saturate.models.engines import open_model

        if isinstance(model.source, str):
            return _Held(open_model(model.source, model.engine, model.options).sampler, None)
        folder = NodeFolder(import_ray(), model.source)
        return _Held(open_model(str(folder.path), model.engine, model.options).sampler, folder)
