"""Charts of the verdict and of saturation: what moved against what, and what can still tell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from saturate.reports.charts.chart import Chart
from saturate.reports.charts.marks import forest
from saturate.reports.safe_text import brief, visible
from saturate.reports.tables import Cell, Table, in_percent, round_words
from saturate.results.quantity_names import quantity_name
from saturate.results.saturation import Discrimination, Saturation
from saturate.results.verdict import Quantity, Verdict
from saturate.stats.intervals import Interval

_GAPS = ("format", "familiarity")
"""Quantities that are one change minus another: what stands before and after are changes."""
_REMEMBERED = ("original", "redrawn", "familiarity")
"""Quantities that tell remembering the published items from being able to do them."""


def gains(verdict: Verdict | None) -> Chart | None:
    """What the judged arm gained after the last round, against the base model and each arm."""
    if verdict is None or not verdict.rounds:
        return None
    return _contrasts("gains", "What moved, and against what", verdict.rounds[-1].quantities)


def familiarity(verdict: Verdict | None) -> Chart | None:
    """The original items beside fresh redraws of them, against the base model."""
    if verdict is None or not verdict.rounds:
        return None
    held = [one for one in verdict.rounds[-1].quantities if one.name in _REMEMBERED]
    if not any(one.name == "redrawn" for one in held):
        return None
    return _contrasts("familiarity", "Original items and fresh redraws", held, ["base"])


def discrimination(saturation: Saturation | None) -> Chart | None:
    """Whether the benchmark, and each rung, can tell two rounds apart."""
    if saturation is None:
        return None
    held = [*([saturation.benchmark] if saturation.benchmark else []), *saturation.rungs]
    if not held:
        return None
    kinds = ("tells them apart", "does not")
    usual = round_words(held[-1].since)
    rows = [
        _row(_told_since(one, held[-1].since), kinds[0 if one.tells else 1], one.difference)
        for one in held
    ]
    cells: list[tuple[Cell, ...]] = [
        (visible(one.name, 40), one.items, in_percent(one.score, 1), round_words(one.since),
         *_points(one.difference), round(100 * one.detectable, 1), "yes" if one.tells else "no")
        for one in held
    ]  # fmt: skip
    columns = ("items of", "items", "right %", "since", "last round minus that", "low", "high",
               "smallest visible", "tells them apart")  # fmt: skip
    named = "".join(f", {row['row']}" for row in rows if row["row"].endswith(")"))
    return Chart(
        "discrimination",
        "Which items tell two rounds apart",
        f"The last round minus {usual} on the benchmark and on each rung{named}, in points.",
        forest(rows, f"last round minus {usual}, points", kinds),
        Table("discrimination", "Which items tell two rounds apart", columns, cells),
    )


def _told_since(one: Discrimination, usual: int) -> str:
    """The name of a row, with the round it is held against where that is not the usual one."""
    if one.since == usual:
        return visible(one.name, 40)
    return f"{brief(one.name, 14)} (since {round_words(one.since)})"


def _contrasts(
    name: str, title: str, quantities: Sequence[Quantity], only: Collection[str] | None = None
) -> Chart:
    rows: list[dict[str, Any]] = []
    cells: list[tuple[str | int | float | None, ...]] = []
    for one in quantities:
        if one.reading == "flexible" and one.name not in _REMEMBERED:
            continue
        label = visible(quantity_name(one), 60)
        if one.name in _REMEMBERED:
            label += f", {one.reading}"
        ends: list[Cell] = [None, None, round(100 * one.after, 1), round(100 * one.before, 1)]
        if one.name not in _GAPS:
            ends = [in_percent(one.before, 1), in_percent(one.after, 1), None, None]
        for contrast in one.contrasts:
            against = visible(contrast.against, 30)
            if only is not None and contrast.against not in only:
                continue
            rows.append(_row(label, f"against {against}", contrast.difference))
            cells.append(
                (label, against, one.items, *ends,
                 *_points(contrast.difference), round(100 * one.detectable, 1), one.moved)
            )  # fmt: skip
    columns = ("quantity", "against", "items", "before %", "after %", "change of first",
               "of second", "difference", "low", "high", "smallest visible",
               "moved against base")  # fmt: skip
    kinds = list(dict.fromkeys(row["kind"] for row in rows))
    return Chart(
        name,
        title,
        f"{title}: differences in points, with intervals corrected for all looks.",
        forest(rows, "difference, points", kinds),
        Table(name, title, columns, cells),
    )


def _row(label: str, kind: str, interval: Interval) -> dict[str, Any]:
    value, low, high = _points(interval)
    say = f"{label}, {kind}: {value:+.1f} points [{low:+.1f}, {high:+.1f}]"
    return {"row": label, "kind": kind, "x": value, "low": low, "high": high, "say": say}


def _points(interval: Interval) -> tuple[float, float, float]:
    value, low, high = (round(100 * x, 2) for x in interval)
    return value, low, high
