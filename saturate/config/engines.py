"""What generates answers: here, on a GPU by vLLM, on the machines of a cluster, or at servers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from saturate.config.base import Settings
from saturate.config.cluster import ClusterOptions, WorkerEngine
from saturate.config.fields import LATER, OPEN_ENDED, Engine
from saturate.config.servers import REMOTE, ServerOptions, ServerUrls, is_remote
from saturate.config.vllm import VllmOptions
from saturate.errors import SaturateError


class VllmSettings(Settings):
    """How vLLM runs a model; its own names and lm-eval's."""

    tensor_parallel_size: Annotated[int, Field(ge=1, le=1024), OPEN_ENDED] = VllmOptions().parallel
    """GPUs over which vLLM spreads the model; with --engine ray each worker takes as many."""
    gpu_memory_utilization: Annotated[float | None, Field(gt=0, le=1), LATER, OPEN_ENDED] = None
    """Share of a GPU's memory that vLLM takes (default: vLLM's own; without a GPU half of what is
    free on the machine)."""


class ClusterSettings(Settings):
    """Which Ray cluster --engine ray asks, and what its workers are."""

    ray_address: Annotated[str | None, LATER, OPEN_ENDED] = None
    """HOST:PORT of the head of the Ray cluster (default: the one that this machine is in, else this
    machine alone)."""
    workers: Annotated[int | None, Field(ge=1, le=100_000), LATER, OPEN_ENDED] = None
    """Most workers that answer (default: as many as the cluster holds, nodes that join too)."""
    worker_engine: WorkerEngine = "transformers"
    """What generates answers in each worker."""
    worker_gpus: Annotated[float | None, Field(ge=0, le=1), LATER, OPEN_ENDED] = None
    """Part of a GPU that each worker takes (default: 1 where the cluster has any)."""
    worker_cpus: Annotated[int, Field(ge=1, le=1024), OPEN_ENDED] = 1
    """Cores that each worker takes, and computes on where it has no GPU."""


class RequestSettings(Settings):
    """Where servers are, and how they are asked; lm-eval's names."""

    base_url: Annotated[ServerUrls, LATER, OPEN_ENDED] = ()
    """Where servers are: http://HOST:PORT/v1, several with commas. A key is read from
    OPENAI_API_KEY."""
    num_concurrent: Annotated[int, Field(ge=1, le=4096), OPEN_ENDED] = (
        ServerOptions().num_concurrent
    )
    """Requests at once to all servers."""
    max_retries: Annotated[int, Field(ge=0, le=1000), OPEN_ENDED] = ServerOptions().max_retries
    """Tries after one that fails, half a second to 8 seconds apart, before a server is left out."""
    timeout: Annotated[float, Field(gt=0), OPEN_ENDED] = ServerOptions().timeout
    """Seconds that one try may take."""
    tokenizer: Annotated[str | None, LATER] = None
    """Folder or hub id of the tokenizer of a server's model (default: the model's name, where that
    is one)."""
    apply_chat_template: Annotated[bool | None, LATER] = None
    """Send a server messages, for its chat template, or texts (default: messages, unless the
    tokenizer has no template)."""


class ServerSettings(RequestSettings, ClusterSettings, VllmSettings):
    """What generates answers, and how it does."""

    engine: Engine = "transformers"
    """What generates answers, for voting and for scoring: transformers, vllm (an extra, for GPUs),
    openai (an extra: servers with OpenAI's API, named by --base-url), or ray (an extra: workers on
    the machines of a Ray cluster)."""

    @property
    def answering_engine(self) -> Engine:
        """What generates answers in the end: here, or in each worker."""
        return self.worker_engine if self.engine == "ray" else self.engine

    @property
    def cluster_options(self) -> ClusterOptions:
        """Which cluster, and what its workers are."""
        return ClusterOptions(
            self.ray_address,
            self.workers,
            self.worker_engine,
            float(self.tensor_parallel_size) if self._spread else self.worker_gpus,
            self.worker_cpus,
        )

    @property
    def vllm_options(self) -> VllmOptions:
        """How vLLM runs the model."""
        return VllmOptions(self.tensor_parallel_size, self.gpu_memory_utilization)

    @property
    def server_options(self) -> ServerOptions:
        """How servers are asked."""
        return ServerOptions(
            self.base_url,
            self.num_concurrent,
            self.max_retries,
            self.timeout,
            self.tokenizer,
            self.apply_chat_template,
        )

    @model_validator(mode="after")
    def _workers_are_of_a_cluster(self) -> Self:
        if (flag := self.changed_flag(ClusterSettings.model_fields)) and self.engine != "ray":
            raise ValueError(f"{flag} is about workers of a Ray cluster; give --engine ray")
        return self

    @model_validator(mode="after")
    def _vllm_is_asked(self) -> Self:
        flag = self.changed_flag(VllmSettings.model_fields)
        if flag and self.answering_engine != "vllm":
            raise ValueError(
                f"{flag} is about vLLM; give --engine vllm, or --engine ray --worker-engine vllm"
            )
        if self._spread and self.worker_gpus is not None:
            raise ValueError(
                f"A worker that spreads its model over {self.tensor_parallel_size} GPUs takes as "
                "many, whole ones; leave out --worker-gpus"
            )
        return self

    @property
    def _spread(self) -> bool:
        """Whether a model takes several GPUs."""
        return self.tensor_parallel_size > 1

    def located(self, names: Sequence[str]) -> list[str]:
        """Names of models, with what says that a server holds them where one does.

        Raises:
            SaturateError: A server is to be asked and none is named, or the other way round.
        """
        remote = self.engine == "openai"
        found = [REMOTE + name if remote and not is_remote(name) else name for name in names]
        asked = any(map(is_remote, found))
        if asked and not self.base_url:
            raise SaturateError("No server is named; give --base-url http://HOST:PORT/v1.")
        if not asked and (flag := self.changed_flag(RequestSettings.model_fields)):
            raise SaturateError(
                f"{flag} is about servers, and no model is asked there; give --engine openai, or "
                f"{REMOTE}NAME in --model."
            )
        return found
