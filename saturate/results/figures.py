"""The part of ``results.json`` that holds the figures papers compare by."""

from __future__ import annotations

from pydantic import Field

from saturate.results.base import ResultModel
from saturate.stats.frontier import Frontier
from saturate.stats.intervals import Interval


class Moved(ResultModel):
    """A figure of the base model and of an arm at its end, on the same items."""

    before: Interval
    after: Interval
    change: Interval
    """After minus before, paired item by item where items are at hand."""


class RungRead(ResultModel):
    """The rung at which the fitted accuracy curve reads a share."""

    share: float
    """0.5 is the frontier, here with an interval over items; 0.8 asks for reliable answers."""
    before: Frontier
    after: Frontier
    change: Interval
    """In rungs, paired; both ends clipped to half a rung beyond the rungs that were scored."""


class GoldShare(ResultModel):
    """How much of the gold arm's gain an arm reached, by area under accuracy."""

    round: int
    """The last round that both arms have."""
    gained: Interval
    """What the arm gained in area by then, in rungs."""
    gold_gained: Interval
    """What the gold arm gained by then."""
    share: Interval | None
    """The first divided by the second; ``None`` where gold's gain is not clear of zero."""
    undefined: str = ""
    """Why there is no share."""


class BaseSampled(ResultModel):
    """Answers of the base model to scored items, drawn at a temperature."""

    k: int
    """Answers to each item."""
    temperature: float
    items: int
    rungs: list[int]
    """The rungs of the items: those around the first rung to label."""
    avg_at_1: Interval
    """Chance that one answer is right."""
    maj_at_k: Interval
    """Chance that the most frequent answer is right; a tie is wrong."""
    pass_at: dict[int, Interval]
    """By number of answers: the chance that any of them is right."""
    vote_wins: Interval
    """``maj_at_k`` minus ``avg_at_1``: what a vote over samples wins there without training; too
    low by the ties, which the latter counts by their share of right answers."""


class Sampled(ResultModel):
    """The same of an arm at its end, beside the base model on the same items."""

    avg_at_1: Moved
    maj_at_k: Moved
    pass_at: dict[int, Moved]
    """By number of answers."""


class CollapseStep(ResultModel):
    """When label precision first fell below a floor.

    Each round is read by itself: the interval of its label precision covers the choice of
    proposals, with no correction for the number of rounds.
    """

    floor: float
    """Share of right labels among those trained on."""
    earliest: int | None
    """First round whose lower end is below the floor: it may have collapsed."""
    round: int | None
    """First round whose own precision is below the floor; ``None`` where none is."""
    sure: int | None
    """First round whose upper end is below the floor."""
    last: int
    """Last round that trained on labels: for so long it was watched."""


class ArmFigures(ResultModel):
    """The figures of one arm at its last round."""

    arm: str
    round: int
    paired: bool
    """Whether items were at hand; else counts, and intervals are wider."""
    area: Moved
    """Area under accuracy over the scored rungs, in rungs: the sum of the shares right."""
    rungs_read: list[RungRead]
    """At 50 % and at 80 %."""
    gold_share: GoldShare | None = None
    """``None`` for the gold arm itself, and where it did not run."""
    sampled: Sampled | None = None
    """``None`` where no answers were drawn at the last round."""
    collapse: list[CollapseStep] = Field(default_factory=list)
    """By floor; empty for arms whose labels are not answers of the model."""


class Figures(ResultModel):
    """All arms."""

    rungs: list[int]
    """Rungs that area and readings are over."""
    base: BaseSampled | None = None
    """``None`` where no answers of the base model were drawn."""
    arms: list[ArmFigures]
