"""Settings by subject, each said once: type, range, default, and the line that ``--help`` shows.

A run takes all of them (:class:`saturate.config.run_config.RunConfig`), other commands take the
subjects that they share with a run. cyclopts makes a flag of every field.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from saturate.config.cluster import ClusterOptions, WorkerEngine
from saturate.config.fields import (
    LATER,
    OPEN_ENDED,
    SWITCH,
    BatchSize,
    DataFolder,
    Engine,
    RoundCount,
    Rungs,
    Seed,
    Steps,
    ViewSource,
    VoterCounts,
)
from saturate.config.model_options import (
    THOUGHT_TOKENS,
    GenArguments,
    GenKwargs,
    ModelArgs,
    ModelArguments,
    ModelOptions,
    TemplateArguments,
)
from saturate.config.servers import REMOTE, ServerOptions, ServerUrls, is_remote
from saturate.config.vllm import VllmOptions
from saturate.config.voters import Voters
from saturate.errors import SaturateError

FULL_ITEMS = 100
"""Items of a rung that is scored in full, unless the setting names another number."""
NEWEST = 0.5
"""Share of a round's training pairs that its newest labels get; replay and earlier rounds share the
rest."""
SEED_MODEL = "seed"
"""The name under which the embedded seed model goes."""


class Settings(BaseModel):
    """What all subjects share: no change once made, no unknown name, help by docstrings."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", protected_namespaces=(), use_attribute_docstrings=True
    )

    def given(self) -> dict[str, Any]:
        """The settings that somebody gave; the others have their defaults."""
        return {name: getattr(self, name) for name in self.model_fields_set}

    @classmethod
    def open_ended(cls) -> frozenset[str]:
        """Names of the settings that may differ between calls that go on with one another."""
        fields = cls.model_fields.items()
        return frozenset(name for name, field in fields if OPEN_ENDED in field.metadata)

    def stage_settings(self) -> dict[str, Any]:
        """What a stage's output depends on, but for defaults: a new setting changes no stage."""
        return self.model_dump(mode="json", exclude=set(self.open_ended()), exclude_defaults=True)


class LadderSettings(Settings):
    """What is climbed."""

    benchmark: Annotated[str, LATER] = "gsm8k"
    """The benchmark whose ladder is climbed (default: the one that --ladder grows out of, or
    gsm8k)."""
    ladder: Annotated[str, LATER] = ""
    """The ladder (default: the one of the benchmark that suits the model; the plan says why)."""
    benchmark_data: DataFolder | None = None
    """Folder with the benchmark's train.jsonl and test.jsonl, where the hub is out of reach."""


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


class ServerSettings(ClusterSettings, VllmSettings):
    """What generates answers, and how servers are asked where it is one; lm-eval's names."""

    engine: Engine = "transformers"
    """What generates answers, for voting and for scoring: transformers, vllm (an extra, for GPUs),
    openai (an extra: servers with OpenAI's API, named by --base-url), or ray (an extra: workers on
    the machines of a Ray cluster)."""
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
        if (flag := self._set_of(ClusterSettings)) and self.engine != "ray":
            raise ValueError(f"{flag} is about workers of a Ray cluster; give --engine ray")
        return self

    @model_validator(mode="after")
    def _vllm_is_asked(self) -> Self:
        if (flag := self._set_of(VllmSettings)) and self.answering_engine != "vllm":
            raise ValueError(
                f"{flag} is about vLLM; give --engine vllm, or --engine ray --worker-engine vllm"
            )
        if self._spread and self.worker_gpus is not None:
            raise ValueError(
                f"A worker that spreads its model over {self.tensor_parallel_size} GPUs takes as "
                "many, whole ones; leave out --worker-gpus"
            )
        return self

    def _set_of(self, subject: type[Settings]) -> str | None:
        """The first flag of a subject that is not at its default."""
        for name, field in subject.model_fields.items():
            if getattr(self, name) != field.default:
                return "--" + name.replace("_", "-")
        return None

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
        if self.base_url and not asked:
            raise SaturateError(
                "--base-url names servers and no model is asked there; give --engine openai, or "
                f"{REMOTE}NAME in --model."
            )
        return found


class ModelSettings(ServerSettings):
    """Who answers, and by what."""

    model: str = SEED_MODEL
    """"seed" (the embedded model), a local folder, or a hub id; for voters that are models, one
    each, with commas. openai:NAME is one that a server of --base-url holds."""
    max_new_tokens: Annotated[int, Field(ge=1, le=65_536), LATER] = 512
    """Longest completion, in tokens (default: 512; in a run of the embedded model, as many as the
    longest solution needs, and a quarter)."""
    max_thought_tokens: Annotated[int, Field(ge=0, le=65_536)] = THOUGHT_TOKENS
    """Longest thought of a reasoning model, in tokens beside those of its answer."""
    model_args: Annotated[ModelArguments, LATER] = ModelArgs()
    """How the model is loaded, as name=value with commas: dtype, revision, attn_implementation,
    max_length (tokens of prompt and answer together), load_in_4bit (with --lora)."""
    chat_template_args: Annotated[TemplateArguments, LATER] = {}
    """Variables of the model's chat template, as JSON: '{"enable_thinking": false}'."""
    system_instruction: Annotated[str, LATER] = ""
    """What the chat template's system role says, in voting, training and scoring alike."""
    gen_kwargs: Annotated[GenArguments, LATER] = GenKwargs()
    """How sampled answers are drawn, as name=value with commas: top_p, top_k, min_p."""
    trust_remote_code: Annotated[bool, SWITCH] = False
    """Run the code that the model's repository brings, on this machine."""

    @property
    def model_options(self) -> ModelOptions:
        """What the model is opened with."""
        return ModelOptions(
            self.model_args,
            self.chat_template_args,
            self.system_instruction,
            self.gen_kwargs,
            self.max_thought_tokens,
            self.trust_remote_code,
            self.server_options,
            self.cluster_options,
            self.vllm_options,
        )


class VoterSettings(Settings):
    """Who votes on a label, and how many must agree."""

    voters: Annotated[VoterCounts, LATER] = Voters(views=7)
    """Who answers a proposal: views:K (rewrites that change the computation), samples:K
    (temperature samples), models:K (models from different seeds); with commas they multiply:
    models:3,views:4. Default: views:7; on a ladder without views views:3,samples:3, or samples:7
    with the embedded model."""
    view_source: ViewSource = "auto"
    """Where views come from: the ladder's symmetry, the text alone, or rewrites by the model
    (auto: the ladder's where it declares any, else text and model; program: auto's, every
    second voter writing arithmetic that is worked out for it)."""
    agreement: Annotated[float, Field(gt=0, le=1)] = 0.7
    """Share of all ballots that a winner must exceed (or reach, at 1.0): at 0.7, 5 of 7."""
    every_view: Annotated[bool, LATER] = False
    """An answer also has to win in every view, with the most ballots of it alone (default: where
    each view is sampled several times, as by views:3,samples:3)."""
    temperature: Annotated[float, Field(gt=0, le=5)] = 0.8
    """Temperature of samples voters."""


class RoundSettings(Settings):
    """How many rounds, and how much is labelled in each."""

    rounds: Annotated[RoundCount, OPEN_ENDED] = 8
    """Rounds of propose, vote, filter, train, score."""
    proposals: Annotated[int, Field(ge=8, le=10_000_000), LATER] = 200
    """Labels wanted on each rung of a round; up to three times as many proposals are made
    (default: 200; with the embedded model, five for every three steps)."""


class TrainingSettings(Settings):
    """How a round trains."""

    steps: Annotated[Steps, LATER] = 120
    """Optimizer steps a round (default: as many as make --passes; with the embedded model, 120 to
    200, more where problems are short)."""
    batch_size: Annotated[BatchSize, LATER] = 64
    """Training pairs in a step (default: 32, with the embedded model 64)."""
    learning_rate: Annotated[float, Field(gt=0, lt=10), LATER] = 1e-3
    """Peak learning rate (default: 1e-5, with --lora 1e-4; the embedded model's follows from the
    length of solutions)."""
    lora: Annotated[bool, SWITCH] = False
    """Train low-rank adapters instead of all weights."""
    train_workers: Annotated[int | None, Field(ge=1, le=100_000), LATER] = None
    """With --engine ray: so many processes of the cluster train together, each on a share of every
    step's pairs (default: this process trains)."""


class ScoreSettings(Settings):
    """What is scored after every round."""

    score_items: Annotated[int, Field(ge=8, le=100_000)] | Literal["adaptive"] = FULL_ITEMS
    """Items scored on each rung after every round; adaptive: 100 near the frontier, 20
    elsewhere."""
    score_rungs: Annotated[Rungs, LATER] = (0, 0)
    """Rungs that are scored, as first:last (default: from the first one to where two rungs a round
    would lead)."""


class ChanceSettings(Settings):
    """What chance follows from."""

    seed: Seed = 0
    """Seed of every random choice."""


def refusal(error: ValidationError) -> SaturateError:
    """The sentence that names the setting which is wrong, what it was, and what is right."""
    first, *others = error.errors()
    if not first["loc"]:
        return SaturateError(first["msg"].removeprefix("Value error, ") + ".")
    setting = str(first["loc"][0])
    wanted = [first["msg"], *(one["msg"] for one in others if one["loc"][:1] == (setting,))]
    name = "--" + setting.replace("_", "-")
    return SaturateError(f"{name} {first['input']!r}: {', or: '.join(wanted)}.")
