"""Shares, frontiers and intervals as text: one wording for terminal, report, tables and cards."""

from __future__ import annotations

from saturate.stats.frontier import Frontier
from saturate.stats.intervals import Interval

BRACKETS = (
    "Brackets hold intervals of at least 95 %: the verdict's and those of changes on the original "
    "benchmark are wider, corrected for the number of looks."
)
"""What a page with intervals says of them."""
_EXACT = 1e-9
"""A share that is nearer to none or all than this is so."""


def percent_text(share: float, digits: int = 1) -> str:
    """A share in percent, with as many digits more as it takes not to read 0 or 100 by rounding.

    7,612 of 7,614 are 99.97 %, not 100.0 %: two are wrong.
    """
    text = f"{100 * share:.{digits}f}"
    while float(text) in (0.0, 100.0) and abs(share - float(text) / 100) > _EXACT:
        digits += 1
        text = f"{100 * share:.{digits}f}"
    return text.removeprefix("-") if float(text) == 0 else text


def frontier_text(frontier: Frontier) -> str:
    """A frontier with its interval, or the side on which it lies."""
    text = f"{frontier.rung:.1f} [{frontier.low:.1f}, {frontier.high:.1f}]"
    return text if frontier.place == "within" else f"{text} ({frontier.place})"


def interval_text(interval: Interval | None, scale: float = 1.0, sign: str = "") -> str:
    """A value with the ends of its interval; a dash where there is no value.

    With a scale of 100 and no sign it is a share in percent.
    """
    if interval is None:
        return "-"
    is_share = scale == 100 and not sign
    value, low, high = (percent_text(x) if is_share else f"{scale * x:{sign}.1f}" for x in interval)
    return f"{value} [{low}, {high}]"
