"""The part of ``results.json`` that says how far a benchmark is from saturation."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from saturate.results.base import ResultModel
from saturate.stats.intervals import Interval


class Headroom(ResultModel):
    """What is left between the score and the benchmark's ceiling."""

    benchmark: str
    reading: Literal["strict", "flexible"]
    items: int
    score: Interval
    """Share right of the judged arm's last round."""
    guessed: float | None = None
    """Share right of guesses among the options; ``None`` where answers are free, or not known."""
    ceiling: float
    """1 minus the known share of faulty items; 1 where none is known. A lucky guess at a faulty
    item can pass it."""
    source: str
    """Where the share of faulty items comes from; empty where none is known."""
    headroom: Interval
    """Ceiling minus score."""


class ForecastPoint(ResultModel):
    """A round to come."""

    round: int
    value: Interval
    """Expected value with a prediction interval."""


class Ahead(ResultModel):
    """Rounds until a target; ``None`` where it is out of sight of the forecast."""

    expected: int | None
    soonest: int | None
    """By the upper end of the prediction interval."""
    latest: int | None
    """By its lower end."""


class Forecast(ResultModel):
    """Where a course goes if the rounds to come are like those that were."""

    quantity: Literal["frontier", "original"]
    rounds: list[int]
    """Rounds that were fitted."""
    points: list[ForecastPoint]
    """As many rounds ahead as were seen, as no further was back-tested."""
    target: float
    """The ceiling: of the benchmark's score, or the highest rung that was scored."""
    to_target: Ahead
    cost: dict[str, float] = Field(default_factory=dict)
    """Seconds and tokens of the expected rounds to the target, at the arm's mean round so far;
    empty where it is out of sight."""
    sentence: str


class Discrimination(ResultModel):
    """Whether a set of items tells two rounds apart: the last two whose models differ."""

    name: str
    """The benchmark, or ``rung N``."""
    rung: int | None
    items: int
    score: float
    """Share right after the last round."""
    since: int
    """The earlier round: the one before the last that changed the model, or 0 where a benchmark is
    scored at the ends alone."""
    difference: Interval
    """Last round minus the earlier one, on the same items."""
    detectable: float
    """Smallest difference that so many items show with 80 % power."""
    tells: bool
    """Whether the interval is clear of zero."""


class Saturation(ResultModel):
    """How far the benchmark is from saturation for this model."""

    arm: str
    state: Literal["tells", "saturated", "too hard", "does not tell", "undecided", "not scored"]
    """``saturated``: near its ceiling, less is left below it than the items can show. ``too hard``:
    it does not tell the rounds apart, near or at what guesses are worth. ``does not tell``: nor
    does it between the two, while a rung does. ``undecided``: neither it nor any rung does."""
    sentence: str
    headroom: Headroom | None
    benchmark: Discrimination | None
    rungs: list[Discrimination]
    rung: int | None
    """The rung that tells them apart best."""
    forecasts: list[Forecast]
