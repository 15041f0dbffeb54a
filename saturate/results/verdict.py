"""The part of ``results.json`` that says what a change was. docs/verdict.md states the rules."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from saturate.results.base import ResultModel
from saturate.stats.intervals import Interval

Finding = Literal["capability", "sharpening", "format", "familiarity", "noise", "collapse", "gain"]
"""``gain`` is a rise that is real but not shown to be capability; ``reason`` says what is missing.
The others are defined in docs/verdict.md."""
QuantityName = Literal[
    "original",
    "redrawn",
    "known",
    "trained",
    "unseen",
    "untouched",
    "format",
    "familiarity",
    "readable",
    "avg@1",
    "pass@k",
]
"""What is compared: the original benchmark; fresh redraws of its items; rungs taught with true
labels before the run; rungs that this arm was trained on so far; rungs as they read before it was
ever trained on them; a family that the run leaves alone; the change by the strict reading minus
that by the flexible one (of the original, and of all scored rungs); the original's change minus its
redraws'; rungs that the arm's best earlier round read, against that round; one answer drawn to an
item of the rungs around the first one labelled, and any of several."""
Reading = Literal["strict", "flexible"]
Role = Literal["base", "best", "control", "reference"]
"""``base``: the same arm before training. ``best``: its best earlier round. ``control``: an arm
that a capability has to beat. ``reference``: one that it has not (``gold``, ``noise:P``)."""


class Contrast(ResultModel):
    """One difference on the same items, at the same round."""

    against: str
    """``base``, ``round N``, or the name of an arm."""
    role: Role
    difference: Interval
    """Share of right answers now minus there, with the ends corrected for all looks."""
    gained: float
    """Items right here and wrong there; fractions where several items share one source."""
    lost: float
    """Items wrong here and right there."""
    p: float
    """Two-sided, not corrected."""
    own: Interval | None
    """What that arm itself changed against the base model; ``None`` but for arms."""


class Quantity(ResultModel):
    """One thing that was looked at after a round."""

    name: QuantityName
    reading: Reading
    ladder: str | None
    """The ladder; ``None`` for the original benchmark and its redraws."""
    rungs: list[int]
    """Rungs that are pooled; empty for the original benchmark and its redraws."""
    items: int
    """Items (or sources of redraws) that were compared; over seeds the fewest of any run."""
    paired: bool
    """Whether item was compared with item; else only counts were at hand, and intervals are
    wider."""
    before: float
    """Share right of the base model (for ``readable``, of the best earlier round; for ``format``
    and ``familiarity``, the change that is taken off)."""
    after: float
    """Share right after the round (for ``format`` and ``familiarity``, the change it is taken off
    from)."""
    level: float
    """Error rate at which this quantity's intervals were read (alpha after all corrections)."""
    moved: Literal["rose", "fell", "held"]
    """Whether the first contrast's interval is clear of zero."""
    detectable: float
    """Smallest difference in the first contrast that so many items show with 80 % power."""
    needed: int | None
    """Items that would show a difference of the size seen; ``None`` where it moved, or is zero, and
    over seeds."""
    contrasts: list[Contrast]
    """The base model (for ``readable``, the best round) first, then the other arms."""


class RoundVerdict(ResultModel):
    """What had changed since the base model by the end of a round."""

    number: int
    finding: Finding
    reason: str
    """The rule that decided, in a few words; for ``gain``, why it is not called capability."""
    sentence: str
    """The finding in plain words, with its figures."""
    alpha: float
    """Error rate given to this round, before the correction within it."""
    quantities: list[Quantity]
    doubts: list[str]
    """Sentences: what weakens the finding, forgetting among them."""


class Judged(ResultModel):
    """What a change was, of one run or of several."""

    arm: str
    """The arm that is judged."""
    controls: list[str]
    """Control arms that were run (by every run, where there are several); a capability has to beat
    each. Empty: none was run."""
    references: list[str]
    """Arms that are shown beside it and need not be beaten."""
    saw_gold: list[str] = Field(default_factory=list)
    """Arms that learned from true answers, as labels or as rewards; empty in older files."""
    finding: Finding
    reason: str
    sentence: str
    """One plain sentence for the top of the report."""
    doubts: list[str]


class Verdict(Judged):
    """What the run's change was: the finding after the last round, and the way there."""

    looks: int
    """Rounds over which the error rate was spent."""
    rounds: list[RoundVerdict]
    """From round 1 on."""


class RunOfSeeds(ResultModel):
    """One of the runs that are judged together."""

    run: str
    seed: int
    finding: Finding
    """Of this run by itself."""


class SeedsQuantity(Quantity):
    """One thing that was looked at at the end of several runs."""

    by_run: list[float]
    """The first contrast's difference in each run."""


class SeedsVerdict(Judged):
    """What runs that differ in their seed alone show together: the luck of training counts."""

    runs: list[RunOfSeeds]
    quantities: list[SeedsQuantity]
    """Those that every run has; shares before and after are means over the runs."""
