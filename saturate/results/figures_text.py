"""The figures as lines for the terminal."""

from __future__ import annotations

from itertools import groupby

from saturate.analysis.figures.rows import Row, figure_rows, note_without_samples
from saturate.results.figures import Figures
from saturate.stats.intervals import Interval


def figure_lines(figures: Figures | None) -> list[str]:
    """A line an arm and figure, each under 80 characters where it has no note."""
    if figures is None:
        return []
    lines = []
    for arm, rows in groupby(figure_rows(figures), key=lambda row: row.arm):
        lines.append(f"Figures    {arm}")
        lines += [f"  {_line(row)}" for row in rows]
    if note := note_without_samples(figures):
        lines.append(f"           {note}")
    return lines


def _line(row: Row) -> str:
    unit = "" if row.unit in row.figure else f", {row.unit}"
    moved = []
    if row.before is not None and row.after is not None:
        moved.append(f"{row.before.value:.1f} -> {_ends(row, row.after)}")
    elif row.after is not None:
        moved.append(_ends(row, row.after))
    if row.change is not None:
        moved.append(_ends(row, row.change, "+"))
    if row.note:
        moved.append(row.note if not moved else f"({row.note})")
    return f"{row.figure + unit:<30} {'  '.join(moved)}"


def _ends(row: Row, held: Interval, sign: str = "") -> str:
    digits = 0 if row.unit == "round" else 1
    value, low, high = (f"{x:{sign}.{digits}f}" for x in held)
    return f"{value} [{low}, {high}]"
