"""Settings by subject, each said once: type, range, default, and the line that ``--help`` shows.

A run takes all of them (:class:`saturate.config.run_config.RunConfig`), other commands take the
subjects that they share with a run. cyclopts makes a flag of every field.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from saturate.config.base import Settings
from saturate.config.engines import ServerSettings
from saturate.config.fields import (
    LATER,
    OPEN_ENDED,
    SWITCH,
    BatchSize,
    DataFolder,
    RoundCount,
    Rungs,
    Seed,
    Steps,
    ViewSource,
    VoterCounts,
)
from saturate.config.model_options import (
    ANSWER_TOKENS,
    MOST_TOKENS,
    THOUGHT_TOKENS,
    GenArguments,
    GenKwargs,
    ModelArgs,
    ModelArguments,
    ModelOptions,
    TemplateArguments,
)
from saturate.config.voters import Voters

FULL_ITEMS = 100
"""Items of a rung that is scored in full, unless the setting names another number."""
NEWEST = 0.5
"""Share of a round's training pairs that its newest labels get; replay and earlier rounds share the
rest."""
SEED_MODEL = "seed"
"""The name under which the embedded seed model goes."""
_NO_VARIABLES: dict[str, Any] = {}


class LadderSettings(Settings):
    """What is climbed."""

    benchmark: Annotated[str, LATER] = "gsm8k"
    """The benchmark whose ladder is climbed (default: the one that --ladder grows out of, or
    gsm8k)."""
    ladder: Annotated[str, LATER] = ""
    """The ladder (default: the one of the benchmark that suits the model; the plan says why)."""
    benchmark_data: DataFolder | None = None
    """Folder with the benchmark's train.jsonl and test.jsonl, where the hub is out of reach."""


class OpeningSettings(Settings):
    """How a model is opened and prompted, to answer or to be trained."""

    max_thought_tokens: Annotated[int, Field(ge=0, le=MOST_TOKENS)] = THOUGHT_TOKENS
    """Longest thought of a reasoning model, in tokens beside those of its answer."""
    model_args: Annotated[ModelArguments, LATER] = ModelArgs()
    """How the model is loaded, as name=value with commas: dtype, revision, attn_implementation,
    max_length (tokens of prompt and answer together), load_in_4bit (to train it: with --lora)."""
    chat_template_args: Annotated[TemplateArguments, LATER] = _NO_VARIABLES
    """Variables of the model's chat template, as JSON: '{"enable_thinking": false}'."""
    system_instruction: Annotated[str, LATER] = ""
    """What the chat template's system role says, in voting, training and scoring alike."""
    trust_remote_code: Annotated[bool, SWITCH] = False
    """Run the code that the model's repository brings, on this machine."""

    @property
    def model_options(self) -> ModelOptions:
        """What the model is opened with."""
        return ModelOptions(
            self.model_args,
            self.chat_template_args,
            self.system_instruction,
            thought_tokens=self.max_thought_tokens,
            trust=self.trust_remote_code,
        )


class AnsweringSettings(ServerSettings, OpeningSettings):
    """How a model is opened and prompted, and by what it answers."""

    @property
    def model_options(self) -> ModelOptions:
        """What the model is opened with."""
        return super().model_options._replace(
            server=self.server_options, cluster=self.cluster_options, vllm=self.vllm_options
        )


class ModelSettings(AnsweringSettings):
    """Who answers, and by what."""

    model: str = SEED_MODEL
    """"seed" (the embedded model), a local folder, or a hub id; for voters that are models, one
    each, with commas. openai:NAME is one that a server of --base-url holds."""
    max_new_tokens: Annotated[int, Field(ge=1, le=MOST_TOKENS), LATER] = ANSWER_TOKENS
    """Longest completion, in tokens (default: 512, or as many as the benchmark's own task lets an
    answer take; in a run of the embedded model, as many as the longest solution needs, and a
    quarter; of a turn 128)."""
    gen_kwargs: Annotated[GenArguments, LATER] = GenKwargs()
    """How sampled answers are drawn, as name=value with commas: top_p, top_k, min_p."""

    @property
    def model_options(self) -> ModelOptions:
        """What the model is opened with."""
        return super().model_options._replace(gen=self.gen_kwargs)


class RungSettings(ModelSettings):
    """The model, and which items of which rungs it is asked."""

    rungs: Rungs | None = None
    """Rungs to score, as first:last (default: the ladder's; 40 of an open-ended one)."""
    benchmark_data: DataFolder | None = None
    """Folder of published items, for ladders that grow out of them."""
    seed: Seed = 0
    """Which items; 0 for those that runs score and that lm_eval's tasks hold."""


class VoterSettings(Settings):
    """Who votes on a label, and how many must agree."""

    voters: Annotated[VoterCounts, LATER] = Voters(views=7)
    """Who answers a proposal: views:K (rewrites that change the computation), samples:K
    (temperature samples), models:K (models from different seeds); with commas they multiply:
    models:3,views:4. Default: views:7; without views views:3,samples:3, or samples:7 (embedded
    model, and answers that are tried in their problem: rg:, rc:, game:)."""
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


class WeightSettings(Settings):
    """Which weights are trained."""

    lora: Annotated[bool, SWITCH] = False
    """Train low-rank adapters instead of all weights."""


class TrainingSettings(WeightSettings):
    """How a round trains."""

    steps: Annotated[Steps, LATER] = 120
    """Optimizer steps a round (default: as many as make --passes, by --trainer grpo at most 100
    where both are left open; with the embedded model, 120 to 200, more where problems are
    short)."""
    batch_size: Annotated[BatchSize, LATER] = 64
    """Training pairs in a step (default: 32, with the embedded model 64)."""
    learning_rate: Annotated[float, Field(gt=0, lt=10), LATER] = 1e-3
    """Peak learning rate (default: 1e-5, with --lora 1e-4; the embedded model's follows from the
    length of solutions)."""
    train_workers: Annotated[int | None, Field(ge=1, le=100_000), LATER] = None
    """With --engine ray: so many processes of the cluster train together, each on a share of every
    step's pairs (default: this process trains)."""
    fsdp: Annotated[bool, SWITCH] = False
    """With --train-workers: these processes part weights, gradients and moments among them, where
    each would hold all of them."""


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
