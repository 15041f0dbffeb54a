"""What a run is: every setting, checked, with the sentence that says what is wrong with it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    model_validator,
)

from saturate.config.arms import UNFILTERED, VOTED, Arm, ArmKind, parse_arm
from saturate.config.voters import StopRule, Voters, parse_voters
from saturate.errors import SaturateError, nearest
from saturate.storage.stages import FolderSettings

FULL_ITEMS = 100
"""Items of a rung that is scored in full, unless the setting names another number."""
SEED_MODEL = "seed"
"""The name under which the embedded seed model goes."""

ArmName = Annotated[
    Arm,
    BeforeValidator(lambda value: parse_arm(value) if isinstance(value, str) else value),
    PlainSerializer(str),
]
"""An arm, written by its name in JSON."""

OPEN_ENDED = frozenset({"rounds", "arms", "report_to", "ladder_reason"})
"""Settings that may differ between calls: more rounds or arms add stages and change none, and
trackers only read."""

Filter = Literal["vote", "length"]
Engine = Literal["transformers", "vllm"]
ViewSource = Literal["auto", "ladder", "text", "model"]


def _read_voters(value: object) -> object:
    """Voters as text, as run and result files hold them."""
    return parse_voters(value) if isinstance(value, str) else value


class RunConfig(BaseModel):
    """The settings of one run. All of them go into the results; all but a few define the run."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    benchmark: str = "gsm8k"
    """The benchmark whose ladder is climbed."""
    ladder: str
    """The ladder; by default the one that grows out of the benchmark and suits the model."""
    ladder_reason: str = ""
    """Why this ladder, in words."""
    model: str = SEED_MODEL
    """``seed``, a hub id or a local folder; for voters that are models, one each, with commas."""
    rounds: Annotated[int, Field(ge=1, le=1000)] = 8
    """Rounds of propose, vote, filter, train, score."""
    arms: tuple[ArmName, ...] = (VOTED, UNFILTERED)
    """The policies to run, each through the same rounds."""
    voters: Annotated[Voters, BeforeValidator(_read_voters), PlainSerializer(str)] = Voters(views=7)
    """Who answers each proposal."""
    view_source: ViewSource = "auto"
    """Where views come from: the ladder's symmetry, the question's text, or the model itself."""
    filters: tuple[Filter, ...] = ("vote", "length")
    """What the voted arm keeps by; each filter works without the other."""
    stop_voting: StopRule = "never"
    """When a problem's remaining voters are not asked any more."""
    agreement: Annotated[float, Field(gt=0, le=1)] = 0.7
    """Share of all ballots that a winner must exceed (or reach, at 1.0)."""
    coverage_floor: Annotated[float, Field(ge=0, le=1)] = 0.5
    """A rung is labelled only if at least this share of its proposals is kept."""
    precision_floor: Annotated[float, Field(ge=0, le=1)] = 0.95
    """A rung is trained on only if its estimated label precision reaches this."""
    rungs_per_round: Annotated[int, Field(ge=1, le=50)] = 3
    """Most rungs that a round may label."""
    rollback: bool = True
    """Undo a round after which the voted arm answers otherwise than it was taught."""
    proposals: Annotated[int, Field(ge=8, le=100_000)] = 200
    """Labels wanted on each rung of a round; up to three times as many proposals are made."""
    score_items: Annotated[int, Field(ge=8, le=100_000)] | Literal["adaptive"] = FULL_ITEMS
    """Items scored on each rung after every round; ``adaptive``: in full near the frontier, few on
    other rungs (:mod:`saturate.scoring.adaptive`)."""
    score_rungs: tuple[int, int]
    """First and last rung that are scored."""
    start_rung: Annotated[int, Field(ge=1)]
    """First rung to label: one above those that the model knows."""
    steps: Annotated[int, Field(ge=1, le=1_000_000)] = 120
    """Optimizer steps a round."""
    batch_size: Annotated[int, Field(ge=1, le=65_536)] = 64
    """Pairs in a step."""
    learning_rate: Annotated[float, Field(gt=0, lt=10)] = 1e-3
    """Peak learning rate."""
    temperature: Annotated[float, Field(gt=0, le=5)] = 0.8
    """Temperature of ``samples`` voters."""
    max_new_tokens: Annotated[int, Field(ge=1, le=65_536)] = 512
    """Longest completion."""
    engine: Engine = "transformers"
    """What generates answers, for voting and for scoring."""
    lora: bool = False
    """Train low-rank adapters instead of all weights."""
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0
    """Seed of every random choice of the run."""
    score_original: Literal["every", "ends", "never"] = "ends"
    """When the original benchmark is scored as well."""
    benchmark_data: Path | None = None
    """Folder with the benchmark's published files, where the hub is out of reach."""
    original_items: Annotated[int, Field(ge=1)] | None = None
    """Score only the first items of the original benchmark; all by default."""
    report_to: tuple[str, ...] = ()
    """Experiment trackers that rounds and training losses go to."""

    def stage_settings(self) -> dict[str, Any]:
        """What a stage of the run depends on, but for defaults: a new setting changes no stage."""
        return self.model_dump(mode="json", exclude=set(OPEN_ENDED), exclude_defaults=True)

    @property
    def stopping(self) -> StopRule:
        """The rule in force: where nothing is voted on, every ballot counts and all are asked."""
        return self.stop_voting if "vote" in self.filters else "never"

    @property
    def full_items(self) -> int:
        """Items of a rung that is scored in full, as the base model's all are."""
        return FULL_ITEMS if self.score_items == "adaptive" else self.score_items

    @property
    def lineages(self) -> int:
        """Models that are trained side by side in an arm."""
        return self.voters.members

    @property
    def model_names(self) -> list[str]:
        """The model of every lineage."""
        names = [name.strip() for name in self.model.split(",")]
        return names * self.lineages if names == [SEED_MODEL] else names

    @property
    def training_arms(self) -> tuple[Arm, ...]:
        """The arms that go through rounds; ``voted`` first, as its controls follow its rungs."""
        return tuple(sorted((a for a in self.arms if a.trains), key=lambda arm: arm != VOTED))

    @model_validator(mode="after")
    def _format_needs_a_known_rung(self) -> Self:
        if self.start_rung == 1 and any(arm.kind is ArmKind.FORMAT for arm in self.arms):
            raise ValueError(
                "Arm format trains on rungs below the first one to label; give a higher "
                "--start-rung"
            )
        return self

    @model_validator(mode="after")
    def _one_model_a_lineage(self) -> Self:
        if len(self.model_names) != self.lineages:
            raise ValueError(
                f"voters {self.voters} need {self.lineages} different models, "
                f"comma-separated in --model; {len(self.model_names)} named"
            )
        return self


def folder_settings(config: RunConfig) -> FolderSettings:
    """What a run folder remembers of a run, so that the same command goes on and no other does."""
    fields = RunConfig.model_fields.items()
    newer = {name: field.default for name, field in fields if not field.is_required()}
    defaults = config.model_copy(update=newer).model_dump(mode="json", include=set(newer))
    return FolderSettings(config.model_dump(mode="json"), OPEN_ENDED, defaults)


def parse_filters(text: str) -> tuple[Filter, ...]:
    """Read ``vote,length``, or ``none``.

    Raises:
        SaturateError: A filter is unknown.
    """
    names = [name.strip() for name in text.split(",") if name.strip()]
    valid = get_args(Filter)
    for name in names if names != ["none"] else []:
        if name not in valid:
            raise SaturateError(f"Unknown filter {name!r}; {nearest(name, [*valid, 'none'])}")
    return tuple(name for name in valid if name in names)


def build_config(**settings: object) -> RunConfig:
    """A checked configuration.

    Raises:
        SaturateError: A setting is out of its range; the sentence names it.
    """
    try:
        return RunConfig.model_validate(settings)
    except ValidationError as error:
        first = error.errors()[0]
        if not first["loc"]:
            raise SaturateError(first["msg"].removeprefix("Value error, ") + ".") from None
        name = "--" + str(first["loc"][0]).replace("_", "-")
        raise SaturateError(f"{name} {first['input']!r}: {first['msg']}.") from None


def parse_range(text: str) -> tuple[int, int]:
    """Read ``3:12``, or ``3`` for one rung.

    Raises:
        SaturateError: It is not two rungs, the first no larger than the last, nor one.
    """
    match = re.fullmatch(r"([0-9]{1,6})(?::([0-9]{1,6}))?", text.strip())
    if match is None or int(match[1]) > int(match[2] or match[1]):
        raise SaturateError(
            f"Rungs {text!r} cannot be read; write first:last, e.g. 3:12, or one rung."
        )
    return int(match[1]), int(match[2] or match[1])
