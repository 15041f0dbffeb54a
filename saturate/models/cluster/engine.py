"""The engine over many machines: a model's shards are answered by the workers of a Ray cluster.

Every shard has a seed of its own, so that answers are those of one process, whoever gives them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from saturate.config.cluster import ClusterOptions
from saturate.config.model_options import ModelOptions
from saturate.config.servers import ServerOptions
from saturate.models.cluster.files import pack
from saturate.models.cluster.pool import Pool, pool_of
from saturate.models.cluster.worker import SharedModel
from saturate.models.front import TokenizerFront
from saturate.models.sampler import Progress
from saturate.models.shards import Answers, Shard, ShardedSampler
from saturate.storage.model_files import files_of_model


class RayWorkers:
    """The workers of a cluster, asked about one model."""

    def __init__(self, path: str, options: ModelOptions) -> None:
        """Take part in the cluster, and put the model where its workers reach it.

        Args:
            path: A folder, whose files they get through the object store, or a hub id, which each
                node loads by itself.
            options: What it is opened with, and which cluster.

        Raises:
            SaturateError: There is no cluster, or it does not hold what is asked for.
        """
        self._pool: Pool = pool_of(options.cluster)
        key = uuid.uuid4().hex
        folder = Path(path)
        source = pack(self._pool.ray, key, files_of_model(folder)) if folder.is_dir() else path
        local = options._replace(server=ServerOptions(), cluster=ClusterOptions())
        self._model = SharedModel(key, source, options.cluster.engine, local)

    def answer(
        self, shards: Sequence[Shard], progress: Progress | None = None
    ) -> Iterator[tuple[int, Answers]]:
        """The place of every shard with its answers, in the order in which they come."""
        for place, answers in self._pool.answers(self._model, shards):
            if progress is not None:
                progress(shards[place].completions)
            yield place, answers

    def close(self) -> None:
        """Let the workers give back what the model holds; they stay."""
        self._pool.close_model(self._model.key)


def open_on_cluster(path: str, options: ModelOptions) -> ShardedSampler:
    """A model that the workers of a cluster answer for.

    Raises:
        SaturateError: As by :class:`RayWorkers`, or its tokenizer cannot be loaded.
    """
    return ShardedSampler(TokenizerFront(path, options), RayWorkers(path, options))
