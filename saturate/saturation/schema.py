"""The part of ``results.json`` that says how far a benchmark is from saturation."""

from __future__ import annotations

from typing import Literal

from saturate.frozen import Frozen
from saturate.stats import Interval

Model = Literal["linear", "saturating"]


class Headroom(Frozen):
    """What is left between the score and the benchmark's ceiling."""

    benchmark: str
    reading: Literal["strict", "flexible"]
    items: int
    score: Interval
    """Share right of the judged arm's last round."""
    ceiling: float
    """1 minus the known share of faulty items; 1 where none is known."""
    source: str
    """Where the share of faulty items comes from; empty where none is known."""
    headroom: Interval
    """Ceiling minus score."""


class ForecastPoint(Frozen):
    """A round to come."""

    round: int
    value: Interval
    """Expected value with a prediction interval."""


class Forecast(Frozen):
    """Where a course goes if the rounds to come are like the last ones."""

    quantity: Literal["frontier", "original"]
    model: Model
    rounds: list[int]
    """Rounds that were fitted."""
    points: list[ForecastPoint]
    target: float
    """The ceiling: of the benchmark's score, or the highest rung that was scored."""
    rounds_to_target: Interval | None
    """Rounds still to go; the high end is infinite (``null``) where the interval holds a stop."""
    seconds_to_target: float | None
    """At the arm's mean cost of a round."""
    tokens_to_target: float | None
    reason: str
    """Why this model was chosen, or why the target is out of sight."""


class Discrimination(Frozen):
    """Whether a set of items tells the last two rounds apart."""

    name: str
    """The benchmark, or ``rung N``."""
    rung: int | None
    items: int
    score: float
    """Share right after the last round."""
    difference: Interval
    """Last round minus the one before, on the same items."""
    detectable: float
    """Smallest difference that so many items show with 80 % power."""
    tells: bool
    """Whether the interval is clear of zero."""


class Saturation(Frozen):
    """How far the benchmark is from saturation for this model."""

    arm: str
    state: Literal["tells", "saturated", "undecided", "not scored"]
    """``saturated``: it cannot tell two neighbouring rounds apart while a rung can, or too little
    is left below its ceiling. ``undecided``: neither it nor any rung can."""
    sentence: str
    headroom: Headroom | None
    benchmark: Discrimination | None
    rungs: list[Discrimination]
    rung: int | None
    """The rung that tells the last two rounds apart best."""
    forecasts: list[Forecast]
