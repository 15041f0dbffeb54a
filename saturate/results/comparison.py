"""Several runs side by side: what differs in settings and in outcome, and how sure that is.

Nothing is computed here, and nothing of it is stored: a page that compares runs shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from saturate.results.schema import ArmResult, Results
from saturate.results.verdict import SeedsVerdict
from saturate.stats.intervals import Interval

Items = Mapping[int, Mapping[str, bool]]
"""By rung and item key, whether the item was right (strict)."""


class Subject(NamedTuple):
    """One arm of one run."""

    run: str
    """A name that tells the run from the others."""
    results: Results
    folder: Path
    """Where its stages lie, if they are at hand."""
    arm: ArmResult
    items: Items | None
    """Scored items of the last round; ``None`` where the run folder does not hold them."""
    sources: Mapping[str, str] = {}
    """What scored items were made from, by key; those of which nothing is known are left out."""

    @property
    def name(self) -> str:
        """Run and arm."""
        return f"{self.run} / {self.arm.arm}"


class Paired(NamedTuple):
    """Two runs on the items that both were scored on."""

    items: int
    frontier: Interval | None
    """Second frontier minus the first, in rungs; ``None`` where one is beyond the shared rungs."""
    accuracy: Interval
    """Mean difference over all shared items."""
    by_rung: dict[int, Interval]
    """The same by rung, widened for the number of rungs."""


class Difference(NamedTuple):
    """One subject against the one it is compared with."""

    subject: Subject
    reference: Subject
    frontier: Interval | None
    """Last frontier minus the reference's, in rungs: on shared items where there are any, else from
    the two intervals; ``None`` where ``no_frontier`` says why."""
    no_frontier: str
    gain: Interval | None
    """Difference of the frontier gains, in rungs; ``None`` where the ladders differ."""
    precision: Interval | None
    """Difference of label precision; ``None`` where one of them kept no labels."""
    paired: Paired | None
    """On shared items; ``None`` where there are none or the ladders differ."""


class SeedGroup(NamedTuple):
    """Runs that differ in their seed alone: one of each seed, complete."""

    arm: str
    subjects: list[Subject]
    gain: Interval
    """Mean frontier gain with a t interval over seeds."""
    verdict: SeedsVerdict | None
    """What the runs show together; ``None`` but for the arm that is judged, and where ``notes`` say
    why they cannot be judged together."""
    notes: list[str]
    """Sentences: runs that were left out, and what to doubt where there is no verdict."""


class Comparison(NamedTuple):
    """Everything that a comparison shows."""

    subjects: list[Subject]
    differences: list[Difference]
    looks: int
    """How many comparisons the intervals of the differences are widened for."""
    groups: list[SeedGroup]
    settings: dict[str, list[str]]
    """Settings, versions and model facts that differ, by name: a value for each run."""
    same: dict[str, str]
    """Settings that all runs share."""
    runs: list[tuple[str, Results]]
    """Names and results, one each."""
    caveats: list[str]
    """Sentences: what a careful reader would hold against it."""
