"""Frontiers and intervals as text: one wording for terminal, report, tables and cards."""

from __future__ import annotations

from saturate.stats.frontier import Frontier
from saturate.stats.intervals import Interval


def frontier_text(frontier: Frontier) -> str:
    """A frontier with its interval, or the side on which it lies."""
    text = f"{frontier.rung:.1f} [{frontier.low:.1f}, {frontier.high:.1f}]"
    return text if frontier.place == "within" else f"{text} ({frontier.place})"


def interval_text(interval: Interval | None, scale: float = 1.0, sign: str = "") -> str:
    """A value with the ends of its interval; a dash where there is no value."""
    if interval is None:
        return "-"
    value, low, high = (f"{scale * x:{sign}.1f}" for x in interval)
    return f"{value} [{low}, {high}]"
