"""What a run is: every setting, checked, with the sentence that says what is wrong with it.

A setting is added by writing its field, here or in :mod:`saturate.config.settings`: the flag, its
help, its check, its place in ``run.json`` and in every stage's hash follow. Where its default
depends on other settings, :mod:`saturate.run.defaults` fills it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from cyclopts import Parameter
from pydantic import Field, ValidationError, model_validator

from saturate.config.arms import ROUNDS_ONLY, UNFILTERED, VOTED, VOTED_LADDER, Arm, ArmKind
from saturate.config.base import Settings, refusal
from saturate.config.fields import (
    LATER,
    OPEN_ENDED,
    SWITCH,
    AgreementBand,
    Arms,
    Filters,
    Names,
    PlayMode,
    ProposerName,
    Share,
)
from saturate.config.reinforcement import ReinforcementSettings, parse_plan
from saturate.config.settings import (
    FULL_ITEMS,
    NEWEST,
    SEED_MODEL,
    ChanceSettings,
    LadderSettings,
    ModelSettings,
    RoundSettings,
    ScoreSettings,
    TrainingSettings,
    VoterSettings,
)
from saturate.config.voters import StopRule


class RunConfig(
    ChanceSettings,
    ScoreSettings,
    ReinforcementSettings,
    TrainingSettings,
    VoterSettings,
    RoundSettings,
    ModelSettings,
    LadderSettings,
):
    """The settings of one run. All of them go into the results; all but a few define the run.

    ``ladder``, ``start_rung`` and ``score_rungs`` are known once the settings are resolved
    (:func:`saturate.run.defaults.resolve_config`); until then they are empty or 0.
    """

    arms: Annotated[Arms, OPEN_ENDED] = (VOTED, UNFILTERED)
    """Policies to run, each through the same rounds, comma-separated: voted, unfiltered,
    random-label, format, gold, noise:P (a share P of wrong labels), maj (the base model's vote,
    untrained), voted-ladder (with --proposer model: voted, on the ladder's problems), rounds-only
    (with --stages: voted, not reinforced)."""
    proposer: ProposerName = "ladder"
    """Who makes the questions that voted and unfiltered answer: the ladder draws them, or the model
    writes them after examples of the ladder's train split."""
    play: PlayMode = "whole"
    """How problems of a ladder with a world are asked, in voting, training and scoring alike: whole
    (all calls or moves at once), or turns (one at a time, after what came of the one before)."""
    band: Annotated[AgreementBand, LATER] = None
    """Agreement of the labels that are trained on, as least:most, or none (default: none; .3:.9
    where the model writes the questions)."""
    stop_voting: StopRule = "never"
    """When a problem's remaining voters are not asked: never, once its label is lost, once its
    outcome is certain, or once it is likely."""
    filters: Filters = ("vote", "length")
    """What the voted arm keeps by: vote,length, either alone, or none."""
    coverage_floor: Share = 0.5
    """A rung is labelled only if at least this share of its proposals is kept."""
    precision_floor: Annotated[Share, LATER] = 0.95
    """A rung is trained on only if its estimated label precision reaches this (default: 0.95, or 0
    where nothing is voted on)."""
    rungs_per_round: Annotated[int, Field(ge=1, le=50)] = 3
    """Most rungs that a round may label."""
    start_rung: Annotated[int, Field(ge=0), LATER] = 0
    """First rung to label (default: one above those that the model was taught)."""
    passes: Annotated[float, Field(gt=0, le=1000)] | None = None
    """Most passes over the labels of a round; a round takes no more steps than make them (default:
    2.5 where --steps is left open, but with the embedded model no limit)."""
    traces: Annotated[Literal["all", "shortest"], LATER] = "all"
    """Answers of a problem that are trained on: all that agree, or the shortest of them (default:
    shortest, but all with the embedded model and by --trainer dpo)."""
    replay: Annotated[float, Field(ge=0, le=NEWEST)] = 0.25
    """Share of a round's training pairs that is replayed from rungs which the model reads before
    the run: with true labels where it was taught them, else its own voted answers on up to three
    rungs below the first to label."""
    merge: Annotated[bool, SWITCH] = False
    """After a round, keep the mean of the weights before and after it."""
    rollback: bool = True
    """Undo a round after which the voted arm answers otherwise than it was taught."""
    score_original: Literal["every", "ends", "never"] = "ends"
    """When the original benchmark is scored as well."""
    original_items: Annotated[int, Field(ge=1)] | None = None
    """Score only the first items of the original benchmark; all by default."""
    report_to: Annotated[Names, LATER, OPEN_ENDED] = ()
    """Trackers that rounds and training losses go to, comma-separated: wandb, trackio, mlflow,
    tensorboard."""
    ladder_reason: Annotated[str, OPEN_ENDED, Parameter(parse=False)] = ""
    """Why this ladder, in words."""

    @property
    def stopping(self) -> StopRule:
        """The rule in force: where nothing is voted on, every ballot counts and all are asked."""
        return self.stop_voting if "vote" in self.filters else "never"

    @property
    def by_turns(self) -> bool:
        """Whether problems are played turn by turn."""
        return self.play == "turns"

    @property
    def full_items(self) -> int:
        """Items of a rung that is scored in full, as the base model's all are."""
        return FULL_ITEMS if self.score_items == "adaptive" else self.score_items

    @property
    def pairs_of_step(self) -> int:
        """Training pairs that a step takes: with ``grpo`` several answers are drawn to each."""
        return self.batch_size // (self.group if self.trainer == "grpo" else 1)

    @property
    def lineages(self) -> int:
        """Models that are trained side by side in an arm."""
        return self.voters.members

    @property
    def model_names(self) -> list[str]:
        """The model of every lineage."""
        names = [name.strip() for name in self.model.split(",")]
        return self.located(names * self.lineages if names == [SEED_MODEL] else names)

    @property
    def last_round(self) -> int:
        """How many rounds an arm has, those of reinforcement and the others."""
        return len(self.stages.parts) + self.rounds

    def reinforced(self, arm: Arm) -> tuple[int, ...]:
        """The steps of each round of reinforcement that an arm begins with."""
        return () if arm == ROUNDS_ONLY else self.stages.parts

    def contrasts(self, arm: Arm) -> bool:
        """Whether an arm trains on answers against worse ones: what a vote decided, by ``dpo``."""
        return self.trainer == "dpo" and arm.votes and "vote" in self.filters

    @property
    def training_arms(self) -> tuple[Arm, ...]:
        """The arms that go through rounds; ``voted`` first, as its controls follow its rungs."""
        return tuple(sorted((a for a in self.arms if a.trains), key=lambda arm: arm != VOTED))

    @model_validator(mode="before")
    @classmethod
    def _rounds_of_stages(cls, given: Any) -> Any:
        """Let ``--stages`` set the number of rounds."""
        if not isinstance(given, dict) or not isinstance(given.get("stages"), str):
            return given
        if (rounds := parse_plan(given["stages"]).rounds) is None:
            return given
        if given.get("rounds", rounds) != rounds:
            raise ValueError(
                f"--stages {given['stages']} and --rounds {given['rounds']} differ; name one of "
                "them"
            )
        return given | {"rounds": rounds}

    @model_validator(mode="after")
    def _group_fills_a_step(self) -> Self:
        if (self.stages.steps or self.trainer == "grpo") and self.batch_size % self.group:
            raise ValueError(
                f"A step of {self.batch_size} answers (--batch-size) cannot be parted into groups "
                f"of {self.group} (--group)"
            )
        return self

    @model_validator(mode="after")
    def _a_step_is_parted_evenly(self) -> Self:
        if self.fsdp and (self.train_workers or 1) == 1:
            raise ValueError(
                "--fsdp parts a model among processes that train together; give --train-workers 2 "
                "or more"
            )
        if self.train_workers is None:
            return self
        if self.engine != "ray":
            raise ValueError("--train-workers are processes of a Ray cluster; give --engine ray")
        if self.trainer != "sft" or self.stages.steps:
            raise ValueError(
                "--train-workers train on labels alone; leave out --trainer and --stages, or let "
                "this process train"
            )
        if self.batch_size % self.train_workers:
            raise ValueError(
                f"A step of {self.batch_size} pairs (--batch-size) cannot be parted evenly among "
                f"--train-workers {self.train_workers}"
            )
        if self.fsdp and self.model_args.load_in_4bit:
            raise ValueError(
                "--fsdp parts no weights of 4 bits; leave out load_in_4bit of --model-args"
            )
        return self

    @model_validator(mode="after")
    def _rounds_only_is_another_arm(self) -> Self:
        if ROUNDS_ONLY in self.arms and not self.stages.steps:
            raise ValueError("Arm rounds-only would be voted again; it goes with --stages rl:STEPS")
        return self

    @model_validator(mode="after")
    def _format_needs_a_known_rung(self) -> Self:
        if self.start_rung == 1 and any(arm.kind is ArmKind.FORMAT for arm in self.arms):
            raise ValueError(
                "Arm format trains on rungs below the first one to label; give a higher "
                "--start-rung"
            )
        return self

    @model_validator(mode="after")
    def _voted_ladder_is_another_arm(self) -> Self:
        if VOTED_LADDER in self.arms and self.proposer == "ladder":
            raise ValueError("Arm voted-ladder would be voted again; it goes with --proposer model")
        return self

    @model_validator(mode="after")
    def _band_needs_whole_votes(self) -> Self:
        if self.band is not None and self.stop_voting in ("certain", "likely"):
            raise ValueError(
                f"A vote that stops once it is {self.stop_voting} does not tell how many agree; "
                "leave out --stop-voting, or give --band none"
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


def build_config(**settings: object) -> RunConfig:
    """A checked configuration.

    Raises:
        SaturateError: A setting is out of its range; the sentence names it.
    """
    try:
        return RunConfig.model_validate(settings)
    except ValidationError as error:
        raise refusal(error) from None


def config_of(settings: Settings, **fixed: object) -> RunConfig:
    """A run's configuration from another command's settings, as far as somebody gave them.

    Args:
        settings: Those of the command; names that a run does not have are left out.
        fixed: Settings that the command decides.

    Raises:
        SaturateError: They do not fit together.
    """
    shared = {k: v for k, v in settings.given().items() if k in RunConfig.model_fields}
    return build_config(**shared | fixed)
