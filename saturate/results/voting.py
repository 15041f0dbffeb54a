"""One way of voting, measured: a part of the results' schema."""

from __future__ import annotations

from dataclasses import dataclass

from saturate.stats.intervals import Interval


@dataclass(frozen=True)
class Setting:
    """The first ``seats`` voters of a panel with a threshold, measured."""

    seats: int
    needed: int
    """Equal answers that make a label."""
    labels: int
    coverage: Interval
    """Share of problems that got a label."""
    precision: Interval | None
    """Share of right labels; ``None`` where there was none."""
    expected_precision: float
    """What voters with independent errors and the same accuracy would reach."""
    expected_coverage: float
    estimated_precision: float | None
    """What the ballots alone say of the precision, at least; ``None`` where it is not known."""
    tokens_per_label: float | None
    tokens_per_label_stopping: float | None = None
    """The same if votes stop once they are certain."""
    seconds_per_label: float | None = None
    chosen: bool = False
    """Whether the run voted like this."""
    why_unknown: str = ""
    """Why no precision can be estimated, in a clause; empty where it is."""
