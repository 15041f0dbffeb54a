"""Charts of the verdict and of saturation: what moved against what, and what can still tell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from saturate.reports.charts.chart import Chart
from saturate.reports.charts.marks import forest
from saturate.reports.safe_text import visible
from saturate.reports.tables import Cell, Table
from saturate.results.saturation import Saturation
from saturate.results.verdict import Quantity, Verdict
from saturate.stats.intervals import Interval

_QUANTITIES = {
    "original": "original benchmark",
    "redrawn": "fresh redraws",
    "known": "rungs taught before",
    "trained": "rungs trained on",
    "unseen": "rungs never trained on",
    "untouched": "family left alone",
    "format": "strict minus flexible",
    "familiarity": "original minus redraws",
    "readable": "rungs once read",
    "avg@1": "one drawn answer (avg@1)",
    "pass@k": "any of several (pass@k)",
}
FAMILIARITY = ("original", "redrawn", "familiarity")
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
    held = [one for one in verdict.rounds[-1].quantities if one.name in FAMILIARITY]
    if not any(one.name == "redrawn" for one in held):
        return None
    return _contrasts("familiarity", "Original items and fresh redraws", held, ["base"])


def discrimination(saturation: Saturation | None) -> Chart | None:
    """Whether the benchmark, and each rung, can tell the last two rounds apart."""
    if saturation is None:
        return None
    held = [*([saturation.benchmark] if saturation.benchmark else []), *saturation.rungs]
    if not held:
        return None
    kinds = ("tells them apart", "does not")
    rows = [
        _row(visible(one.name, 40), kinds[0 if one.tells else 1], one.difference) for one in held
    ]
    cells: list[tuple[Cell, ...]] = [
        (visible(one.name, 40), one.items, round(100 * one.score, 1), *_points(one.difference),
         round(100 * one.detectable, 1), "yes" if one.tells else "no")
        for one in held
    ]  # fmt: skip
    columns = ("items of", "items", "right %", "last round minus the one before", "low", "high",
               "smallest visible", "tells them apart")  # fmt: skip
    return Chart(
        "discrimination",
        "Which items tell the last two rounds apart",
        "Difference between the last two rounds on the benchmark and on each rung, in points.",
        forest(rows, "last round minus the one before, points", kinds),
        Table("discrimination", "Which items tell the last two rounds apart", columns, cells),
    )


def _contrasts(
    name: str, title: str, quantities: Sequence[Quantity], only: Collection[str] | None = None
) -> Chart:
    rows: list[dict[str, Any]] = []
    cells: list[tuple[str | int | float | None, ...]] = []
    for one in quantities:
        if one.reading == "flexible" and one.name not in FAMILIARITY:
            continue
        label = _QUANTITIES.get(one.name, one.name)
        if one.name in FAMILIARITY:
            label += f", {one.reading}"
        elif one.name == "untouched" and one.ladder:
            label += f" ({visible(one.ladder, 20)})"
        for contrast in one.contrasts:
            against = visible(contrast.against, 30)
            if only is not None and contrast.against not in only:
                continue
            rows.append(_row(label, f"against {against}", contrast.difference))
            cells.append(
                (label, against, one.items, round(100 * one.before, 1), round(100 * one.after, 1),
                 *_points(contrast.difference), round(100 * one.detectable, 1), one.moved)
            )  # fmt: skip
    columns = ("quantity", "against", "items", "before %", "after %", "difference", "low", "high",
               "smallest visible", "moved against base")  # fmt: skip
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
