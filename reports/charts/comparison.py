"""The charts of a comparison, as inline SVG: no script, no style attribute, so a strict policy
holds. Colours come from classes of the page, which also knows dark mode."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from saturate.stats.intervals import Interval

_WIDTH, _LEFT, _RIGHT, _TOP = 640, 46, 14, 12
_PLOT = 260
_ROW = 34
SERIES = 8
"""Colours there are; further series repeat them with other dashes."""


class Bar(NamedTuple):
    """One row of a forest plot."""

    name: str
    value: Interval
    series: int


class Line(NamedTuple):
    """One line of a chart."""

    name: str
    points: Sequence[tuple[float, float]]
    intervals: Sequence[tuple[float, float, float]]
    """Place, low end, high end; empty where there are none."""
    series: int


def look(series: int) -> str:
    """The classes that give a series its colour and dash."""
    return f"s{series % SERIES} d{series // SERIES % 3}"


def forest(bars: Sequence[Bar], title: str, unit: str) -> Markup:
    """Values with intervals, a row each, around a line at zero."""
    low = min(0.0, *(bar.value.low for bar in bars))
    high = max(0.0, *(bar.value.high for bar in bars))
    pad = 0.06 * ((high - low) or 1.0)
    low, high = low - pad, high + pad
    height = _TOP + _ROW * len(bars) + 40

    def x(value: float) -> float:
        return 12 + (value - low) / (high - low) * (_WIDTH - 24)

    base = _TOP + _ROW * len(bars)
    parts = [_open(height, title)]
    for tick in _ticks(low, high):
        parts.append(_grid(x(tick), _TOP, x(tick), base))
        parts.append(_label(x(tick), base + 16, f"{tick:+g}" if tick else "0"))
    parts.append(Markup('<path class="zero" d="M{:.1f} {}V{}"/>').format(x(0), _TOP, base))
    parts.append(_label(_WIDTH / 2, base + 34, unit))
    for row, bar in enumerate(bars):
        y = _TOP + _ROW * row + 24
        parts.append(_label(14, y - 10, bar.name, "start"))
        parts.append(
            Markup(
                '<g class="{}"><path class="whisker" d="M{:.1f} {}H{:.1f}"/>'
                '<circle cx="{:.1f}" cy="{}" r="4.5"/></g>'
            ).format(
                look(bar.series), x(bar.value.low), y, x(bar.value.high), x(bar.value.value), y
            )
        )
    return _close(parts)


def lines(
    found: Sequence[Line],
    title: str,
    x_title: str,
    y_title: str,
    y_range: tuple[float, float] | None = None,
) -> Markup:
    """Lines over whole numbers, with whiskers where there are intervals."""
    xs = [x for line in found for x, _ in line.points]
    ys = [y for line in found for _, y in line.points]
    ys += [end for line in found for _, *ends in line.intervals for end in ends]
    left, right = min(xs), max(xs)
    low, high = y_range or (min(ys), max(ys))
    spread = (high - low) or 1.0
    low, high = low - 0.05 * spread, high + 0.05 * spread
    top = _TOP + 14  # the axis title has a line of its own above the plot
    height = top + _PLOT + 44

    def x(value: float) -> float:
        inner = _WIDTH - _LEFT - _RIGHT - 16
        return _LEFT + 8 + (value - left) / ((right - left) or 1) * inner

    def y(value: float) -> float:
        return top + (high - value) / (high - low) * _PLOT

    parts = [_open(height, title)]
    for tick in _ticks(low, high):
        parts.append(_grid(_LEFT, y(tick), _WIDTH - _RIGHT, y(tick)))
        parts.append(_label(_LEFT - 6, y(tick) + 4, f"{tick:g}", "end"))
    for tick in _ticks(left, right, most=12, whole=True):
        parts.append(_label(x(tick), top + _PLOT + 18, f"{tick:g}"))
    parts.append(_label(_WIDTH / 2, height - 6, x_title))
    parts.append(_label(_LEFT + 2, _TOP, y_title, "start"))
    for number, line in enumerate(found):
        # Whiskers of several lines at one place are set a little apart.
        shift = 3.0 * (number - (len(found) - 1) / 2) if len(found) <= 8 else 0.0
        whiskers = "".join(
            f"M{x(p) + shift:.1f} {y(a):.1f}V{y(b):.1f}" for p, a, b in line.intervals
        )
        path = "L".join(f"{x(p):.1f} {y(v):.1f}" for p, v in line.points)
        dots = Markup("").join(
            Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3"/>').format(x(p), y(v))
            for p, v in line.points
        )
        parts.append(
            Markup(
                '<g class="{}"><title>{}</title><path class="line" d="M{}"/>'
                '<path class="whisker" d="{}"/>{}</g>'
            ).format(look(line.series), line.name, path, whiskers, dots)
        )
    return _close(parts)


def _ticks(low: float, high: float, most: int = 7, whole: bool = False) -> list[float]:
    """Round numbers between two ends."""
    sizes = [size * 10.0**power for power in range(-3, 7) for size in (1, 2, 5)]
    step = next((s for s in sizes if (high - low) / s <= most and (not whole or s >= 1)), sizes[-1])
    first = -(-low // step)
    return [round((first + i) * step, 6) for i in range(most + 1) if (first + i) * step <= high]


def _open(height: int, title: str) -> Markup:
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">').format(
        _WIDTH, height, title
    )


def _grid(x1: float, y1: float, x2: float, y2: float) -> Markup:
    return Markup('<path class="grid" d="M{:.1f} {:.1f}L{:.1f} {:.1f}"/>').format(x1, y1, x2, y2)


def _label(x: float, y: float, text: str, anchor: str = "middle") -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
        x, y, anchor, text
    )


def _close(parts: list[Markup]) -> Markup:
    return Markup("").join(parts) + Markup("</svg>")
