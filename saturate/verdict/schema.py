"""The part of ``results.json`` that says what a change was. docs/verdict.md states the rules."""

from __future__ import annotations

from typing import Literal

from saturate.frozen import Frozen
from saturate.stats import Interval

Finding = Literal["capability", "format", "familiarity", "noise", "collapse", "gain"]
"""``gain`` is a rise that is real but not shown to be capability; ``reason`` says what is missing.
The others are defined in docs/verdict.md."""
QuantityName = Literal[
    "original", "known", "trained", "unseen", "untouched", "redrawn", "familiarity"
]
"""What is compared: the original benchmark; rungs taught with true labels before the run; rungs
that this arm was trained on so far; rungs it was never trained on; a family that the run leaves
alone; fresh redraws of the original items; the original's change minus its redraws' change."""
Reading = Literal["strict", "flexible"]
Role = Literal["base", "control", "reference"]
"""``base``: the same arm before training. ``control``: an arm that a capability has to beat.
``reference``: an arm that it has not (``gold``, ``noise:P``)."""


class Contrast(Frozen):
    """One difference on the same items, at the same round."""

    against: str
    """``base``, or the name of an arm."""
    role: Role
    difference: Interval
    """Share of right answers now minus there, with the ends corrected for all looks."""
    gained: float
    """Items right here and wrong there; fractions where several items share one source."""
    lost: float
    """Items wrong here and right there."""
    p: float
    """Two-sided, not corrected."""


class Quantity(Frozen):
    """One thing that was looked at after a round."""

    name: QuantityName
    reading: Reading
    ladder: str | None
    """The ladder; ``None`` for the original benchmark and its redraws."""
    rungs: list[int]
    """Rungs that are pooled; empty for the original benchmark and its redraws."""
    items: int
    """Items (or sources of redraws) that were compared."""
    paired: bool
    """Whether item was compared with item; else only counts were at hand and intervals are wider."""
    before: float
    """Share right of the base model."""
    after: float
    """Share right after the round."""
    level: float
    """Error rate at which this quantity's intervals were read (alpha after all corrections)."""
    moved: Literal["rose", "fell", "held"]
    """Whether the interval against the base model is clear of zero."""
    detectable: float
    """Smallest difference to the base model that so many items show with 80 % power."""
    needed: int | None
    """Items that would show a difference of the size seen; ``None`` where it moved, or is zero."""
    contrasts: list[Contrast]
    """The base model first, then the other arms."""


class RoundVerdict(Frozen):
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


class Verdict(Frozen):
    """What the run's change was: the finding after the last round, and the way there."""

    arm: str
    """The arm that is judged."""
    controls: list[str]
    """Control arms that were run; a capability has to beat each. Empty: none was run."""
    references: list[str]
    """Arms that are shown beside it and need not be beaten."""
    finding: Finding
    reason: str
    sentence: str
    """One plain sentence for the top of the report."""
    doubts: list[str]
    looks: int
    """Rounds over which the error rate was spent."""
    rounds: list[RoundVerdict]
    """From round 1 on."""
