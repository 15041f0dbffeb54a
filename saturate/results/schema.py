"""The schema of ``results.json``: every figure of a run, typed, documented, versioned.

Times and costs sit in fields named ``cost``, ``duration``, ``speed`` and ``created``; everything
else is the same for the same command, seed and machine.

A file may leave out whatever has a default here, which a report then calls missing.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from saturate.config.reinforcement import parse_plan
from saturate.results.base import ResultModel
from saturate.results.figures import Figures
from saturate.results.labelling import DesignEffects, RungLabelling, RungWriting
from saturate.results.reinforcement import Reinforced, StagePart
from saturate.results.samples import Sample
from saturate.results.saturation import Saturation
from saturate.results.verdict import Verdict
from saturate.results.voting import Setting
from saturate.results.watch import Watch
from saturate.stats.frontier import Frontier
from saturate.stats.intervals import Count, Interval, share_of

SCHEMA_VERSION = 3
"""Of files that this release writes, and reads."""


class RungScore(ResultModel):
    """Accuracy on one rung."""

    rung: int
    strict: Count
    """Right by the ladder's own answer format."""
    flexible: Count
    """Right when the last number counts, whatever the format."""
    left_out: int = 0
    """Items that the model's context does not hold with their answer; they are in no count."""


class Training(ResultModel):
    """One round's training of one model."""

    steps: int
    tokens: int
    loss: float
    digest: str = ""
    """Hash over the files that it wrote, the model's among them."""


class OtherShots(ResultModel):
    """The same items of the original benchmark with another number of few-shot examples."""

    shots: int
    """Examples before each question."""
    strict: Interval
    flexible: Interval
    strict_change: Interval | None
    """Paired difference to the base model on the same items; ``None`` for the base model."""
    metrics: dict[str, float] = Field(default_factory=dict)
    """Every figure of the task, by metric and filter."""


class OriginalScore(ResultModel):
    """The original benchmark, scored by its own lm-eval task."""

    items: int
    strict: Interval
    flexible: Interval
    strict_change: Interval | None
    """Paired difference to the base model on the same items; ``None`` for the base model."""
    flexible_change: Interval | None
    """The same by the flexible filter."""
    metrics: dict[str, float] = Field(default_factory=dict)
    """Every figure of the task, by metric and filter: ``exact_match,strict-match``."""
    shots: int | None = None
    """Few-shot examples that its task shows; ``None`` in runs of older versions."""
    beside: OtherShots | None = None
    """Zero-shot where the task shows examples, with examples where it shows none; ``None`` where
    it was not scored so."""
    left_out: int = 0
    """Items that the model's context does not hold with their answer; they are not in ``items``."""
    guessed: float | None = None
    """Share of items on which an option drawn blindly is right; ``None`` where answers are free,
    and in runs of older versions."""


class Round(ResultModel):
    """One round of one arm; round 0 is the base model."""

    number: int
    labelling: list[RungLabelling] = Field(default_factory=list)
    writing: list[RungWriting] = Field(default_factory=list)
    """What the model wrote as questions, by rung; empty where the ladder drew them."""
    labels_design_effect: float = 1.0
    """Design effect of the labels of all rungs that it trained on."""
    replayed: list[int] = Field(default_factory=list)
    """Rungs below the first to label on which the base model's own voted answers went into this
    round's training; empty where nothing was trained, and in older files."""
    reinforcement: Reinforced | None = None
    """Training by rewards; ``None`` in a round with labels."""
    training: list[Training] = Field(default_factory=list)
    watch: Watch | None = None
    """``None`` where nothing was trained, and in arms that are not watched."""
    scores: list[RungScore]
    frontier: Frontier
    untouched: dict[str, list[RungScore]] = Field(default_factory=dict)
    """Ladders that were not trained on, where they were scored."""
    original: OriginalScore | None = None
    cost: dict[str, float] = Field(default_factory=dict)
    """Seconds and tokens by stage."""

    @property
    def undone(self) -> bool:
        """Whether it was undone: the model scored is that of the round before."""
        return self.watch is not None and self.watch.undone

    @property
    def taught(self) -> set[int]:
        """Rungs that the round trained the model on: none where it was undone."""
        if self.undone:
            return set()
        rewarded = self.reinforcement.rungs if self.reinforcement else []
        labelled = {one.rung for one in self.labelling if one.trained}
        return labelled.union(rewarded, self.replayed)

    @property
    def labels(self) -> Count:
        """Right labels among those that it trained on and whose true answer is known."""
        held = [one.audit for one in self.labelling if one.trained]
        return Count(sum(one.right for one in held), sum(one.total for one in held))

    @property
    def label_precision(self) -> Interval | None:
        """The same as a share; ``None`` where there is none."""
        return share_of(self.labels, self.labels_design_effect) if self.labels.total else None

    @property
    def strict(self) -> dict[int, Count]:
        """Right and asked by the strict reading, by rung."""
        return {score.rung: score.strict for score in self.scores}


class ArmResult(ResultModel):
    """One policy through all rounds."""

    arm: str
    rounds: list[Round]
    frontier_gain: Interval | None = None
    """Last frontier minus the base model's, in rungs."""
    label_precision: Interval | None = None
    """Right labels among those that its last model was trained on, which rounds that were undone
    are not in; ``None`` where there were none."""
    labels_design_effect: float = 1.0
    """Design effect of these labels."""
    rung_design_effects: dict[int, DesignEffects] = Field(default_factory=dict)
    """By rung, those of its labels and ballots in all rounds."""
    stopped: bool = False
    """Whether it ended before its last round, as rounds were undone one after another."""
    parts: list[StagePart] = Field(default_factory=list)
    """What reinforcement and the rounds after it added and cost; empty without reinforcement."""

    @property
    def kept_rounds(self) -> list[Round]:
        """The rounds whose training is in the last model: all but those that were undone."""
        return [one for one in self.rounds[1:] if not one.undone]

    @property
    def supervised(self) -> bool:
        """Whether it was reinforced by true answers."""
        return any(one.reinforcement and one.reinforcement.supervised for one in self.rounds)

    @property
    def unaudited(self) -> int:
        """Labels that its last model was trained on whose true answer is not known."""
        return sum(label.unaudited for one in self.kept_rounds for label in one.labelling)


class LadderResult(ResultModel):
    """What the ladder said of itself."""

    name: str
    benchmark: str
    axis: str
    licence: str
    source: str
    symmetry: str
    choices: bool = False
    """Whether its answers are given choices, read by likelihood; ``False`` in older files."""
    guessed: dict[int, float] = Field(default_factory=dict)
    """By scored rung, the share of items on which an option drawn blindly is right; without rungs
    of free answers, and empty in older files."""
    notes: str = ""
    """What was left out of its data and why; empty where nothing was."""
    left_out: dict[str, int] = Field(default_factory=dict)
    """By reason, how many published items none of ``train`` and ``vote`` holds."""


class ModelResult(ResultModel):
    """The model that was trained."""

    name: str
    parameters: int
    digest: str
    """Hash of its weights, or the hub's commit."""
    known_rungs: dict[str, int]
    """Rungs it was taught with true labels, by ladder."""


class Duration(ResultModel):
    """How long a run was to take, and how long it took."""

    planned: float | None = None
    """Seconds that the plan expected of all stages but the original benchmark's; ``None`` in runs
    that kept no plan."""
    taken: float
    """Seconds that these stages took so far."""


class Results(ResultModel):
    """Everything that a report shows."""

    schema_version: int
    complete: bool = False
    """Whether all rounds of all arms are in."""
    command: str = ""
    config: dict[str, Any] = Field(default_factory=dict)
    versions: dict[str, str] = Field(default_factory=dict)
    ladder: LadderResult
    model: ModelResult
    detectable: float | None = None
    """Smallest paired difference that the scored items of one rung can show."""
    detectable_items: int | None = None
    """Of how many items that is: half of the rungs or more hold so many; ``None`` from an older
    saturate, which took each to hold as many as were asked for."""
    arms: list[ArmResult]
    majority: dict[int, Count] | None = None
    """The base model's own majority vote on the scored items, by rung, a tie being wrong; ``None``
    where not asked."""
    original_skipped: str | None = None
    """Why the original benchmark was not scored."""
    created: str = ""
    cost: dict[str, float] = Field(default_factory=dict)
    """Seconds and tokens of the whole run, by stage."""
    duration: Duration | None = None
    """Time planned and taken; ``None`` from an older saturate."""
    verdict: Verdict | None = None
    """What the change was; ``None`` before the first round, or from an older saturate."""
    saturation: Saturation | None = None
    """How far the benchmark is from saturation; ``None`` likewise."""
    figures: Figures | None = None
    """Figures that papers compare by; ``None`` likewise."""
    voters: list[Setting] | None = None
    """Numbers of voters and thresholds, measured on the ballots of ``voted``; ``None`` until a run
    is complete, and where there is no vote."""
    samples: list[Sample] | None = None
    """Some labelled proposals of every arm, round, rung and outcome, drawn by hash."""

    @property
    def planned_rounds(self) -> int:
        """Rounds that each arm was set up for, those of reinforcement among them."""
        before = parse_plan(str(self.config.get("stages", "none"))).stages.parts
        return len(before) + int(self.config["rounds"])
