"""What a run is: every setting, checked, with the sentence that says what is wrong with it."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from saturate.errors import SaturateError, nearest

SEED_MODEL = "seed"
"""The name under which the embedded seed model goes."""


class Arm(StrEnum):
    """A policy that is run through the rounds."""

    VOTED = "voted"
    """Vote, filter, pace by agreement."""
    UNFILTERED = "unfiltered"
    """Keep every answer, one rung up each round: shows the error avalanche."""


class VoterKind(StrEnum):
    """Where the ballots come from."""

    VIEWS = "views"
    """One model answers rewrites of the problem that change the computation."""
    SAMPLES = "samples"
    """One model answers several times at a temperature."""
    MODELS = "models"
    """Models from different seeds answer, each with a lineage of its own."""


class Voters(NamedTuple):
    """Who votes, and how many."""

    kind: VoterKind
    seats: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.seats}"


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
    arms: tuple[Arm, ...] = (Arm.VOTED, Arm.UNFILTERED)
    """The policies to run, each through the same rounds."""
    voters: Voters = Voters(VoterKind.VIEWS, 7)
    """Who answers each proposal."""
    agreement: Annotated[float, Field(gt=0, le=1)] = 0.7
    """Share of all ballots that a winner must exceed (or reach, at 1.0)."""
    coverage_floor: Annotated[float, Field(ge=0, le=1)] = 0.15
    """A rung is labelled only if at least this share of its proposals is kept."""
    precision_floor: Annotated[float, Field(ge=0, le=1)] = 0.95
    """A rung is trained on only if its estimated label precision reaches this."""
    rungs_per_round: Annotated[int, Field(ge=1, le=50)] = 3
    """Most rungs that a round may label."""
    proposals: Annotated[int, Field(ge=8, le=100_000)] = 300
    """Labels wanted on each rung of a round; up to three times as many proposals are made."""
    score_items: Annotated[int, Field(ge=8, le=100_000)] = 100
    """Items scored on each rung after every round."""
    score_rungs: tuple[int, int]
    """First and last rung that are scored."""
    start_rung: Annotated[int, Field(ge=1)]
    """First rung to label: one above those that the model knows."""
    steps: Annotated[int, Field(ge=1, le=1_000_000)] = 200
    """Optimizer steps a round."""
    batch_size: Annotated[int, Field(ge=1, le=65_536)] = 64
    """Pairs in a step."""
    learning_rate: Annotated[float, Field(gt=0, lt=10)] = 1e-3
    """Peak learning rate."""
    temperature: Annotated[float, Field(gt=0, le=5)] = 0.8
    """Temperature of ``samples`` voters."""
    max_new_tokens: Annotated[int, Field(ge=1, le=65_536)] = 512
    """Longest completion."""
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

    @property
    def lineages(self) -> int:
        """Models that are trained side by side in an arm."""
        return self.voters.seats if self.voters.kind is VoterKind.MODELS else 1

    @property
    def model_names(self) -> list[str]:
        """The model of every lineage."""
        names = [name.strip() for name in self.model.split(",")]
        return names * self.lineages if names == [SEED_MODEL] else names

    @model_validator(mode="after")
    def _one_model_a_lineage(self) -> Self:
        if len(self.model_names) != self.lineages:
            raise ValueError(
                f"voters {self.voters} need {self.lineages} different models, "
                f"comma-separated in --model; {len(self.model_names)} named"
            )
        return self


_SPEC = re.compile(r"([a-z]+):([0-9]{1,4})")


def parse_voters(text: str) -> Voters:
    """Read ``views:7``.

    Raises:
        SaturateError: The kind is unknown, or the count is not between 1 and 256.
    """
    match = _SPEC.fullmatch(text.strip())
    if match is None:
        raise SaturateError(f"Voters {text!r} cannot be read; write kind:count, e.g. views:7.")
    kinds = [str(kind) for kind in VoterKind]
    if match[1] not in kinds:
        raise SaturateError(f"Unknown kind of voters {match[1]!r}; {nearest(match[1], kinds)}")
    if not 1 <= int(match[2]) <= 256:
        raise SaturateError(f"{text}: the number of voters must be between 1 and 256.")
    return Voters(VoterKind(match[1]), int(match[2]))


def parse_arms(text: str) -> tuple[Arm, ...]:
    """Read ``voted,unfiltered``.

    Raises:
        SaturateError: An arm is unknown, or none is named.
    """
    names = [name.strip() for name in text.split(",") if name.strip()]
    valid = [str(arm) for arm in Arm]
    for name in names:
        if name not in valid:
            raise SaturateError(f"Unknown arm {name!r}; {nearest(name, valid)}")
    if not names:
        raise SaturateError(f"No arm is named. Valid: {', '.join(valid)}.")
    return tuple(dict.fromkeys(Arm(name) for name in names))


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
    """Read ``3:12``.

    Raises:
        SaturateError: It is not two rungs, the first no larger than the last.
    """
    match = re.fullmatch(r"([0-9]{1,6}):([0-9]{1,6})", text.strip())
    if match is None or int(match[1]) > int(match[2]):
        raise SaturateError(f"Rungs {text!r} cannot be read; write first:last, e.g. 3:12.")
    return int(match[1]), int(match[2])
