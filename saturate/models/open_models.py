"""The models that a run has open, each at its workers."""

from __future__ import annotations

from saturate.config.fields import Engine
from saturate.config.model_options import ModelOptions
from saturate.config.servers import is_remote
from saturate.models.engines import Opened, open_model
from saturate.models.loading import device
from saturate.models.memory import free_memory
from saturate.models.pool import Pool
from saturate.models.shards import Here, ModelPlace, ShardedSampler, Workers


class OpenModels:
    """Opens models where they are not open already, and holds few at a time.

    Args:
        engine: What answers.
        options: What every model is opened with.
        most: Models held at a time; where one more is asked for, all others are let go of.
        pool: Processes that answer beside this one, if any.
    """

    def __init__(
        self, engine: Engine, options: ModelOptions, most: int, pool: Pool | None = None
    ) -> None:
        self._engine = engine
        self._options = options
        self._most = most
        self._pool = pool
        self._open: dict[str, Opened] = {}

    def opened(self, path: str, digest: str) -> Opened:
        """A model that can be asked.

        Args:
            path: A folder, a hub id or a name of servers.
            digest: Tells it from every other model, also at the same path.
        """
        if digest not in self._open:
            if len(self._open) >= self._most:
                self.release()
            self._open[digest] = self._opened(path, digest)
        return self._open[digest]

    def release(self) -> None:
        """Let go of the open models, to make room for others or for training."""
        while self._open:
            self._open.popitem()[1].sampler.close()
        free_memory()

    def _opened(self, path: str, digest: str) -> Opened:
        """The same, opened now; a GPU, a server and vLLM take all that they are asked at once."""
        facts, sampler = open_model(path, self._engine, self._options)
        if self._engine != "transformers" or is_remote(path) or device() != "cpu":
            return Opened(facts, sampler)
        workers: Workers = Here(sampler)
        if self._pool is not None:
            place = ModelPlace(path, digest, self._engine, self._options)
            workers = self._pool.bound(place, sampler)
        return Opened(facts, ShardedSampler(sampler, workers))
