"""Pieces of Vega-Lite that several charts are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from saturate.reports.charts.vega import Spec, style
from saturate.reports.tables import Table
from saturate.results.text import interval_text, percent_text
from saturate.stats.intervals import Interval

PERCENT = {"domain": [0, 100]}
"""The scale of a share."""
_LABEL, _LETTER = 200, 7
"""Widest row label, and a letter of it, in pixels."""
SECOND = 10
"""From an arm's place to that of its second series: the same colour, another dash and marker."""


def lines(
    rows: list[dict[str, Any]], names: list[str], x: Spec, y: Spec, places: Sequence[int] = ()
) -> Spec:
    """Lines with markers and intervals, told apart by colour, dash and marker.

    Args:
        rows: Made by :func:`point`.
        names: The series, in order.
        x: The axis of places.
        y: The axis of values.
        places: Where each series stands in the row of looks, so that an arm looks the same in
            every chart; in order by default.
    """
    looks = [style(position) for position in places or range(len(names))]
    colour = colours("arm", names, [look[0] for look in looks])
    dash = {"field": "arm", "sort": None,
            "scale": {"domain": names, "range": [look[1] for look in looks]}}  # fmt: skip
    shape = {"field": "arm", "sort": None,
             "scale": {"domain": names, "range": [look[2] for look in looks]}}  # fmt: skip
    faint = {"condition": {"param": "pick", "value": 1}, "value": 0.12}
    return {
        "data": {"values": rows},
        "layer": [
            {"params": [{"name": "pick", "select": {"type": "point", "fields": ["arm"]},
                         "bind": "legend"}],
             "mark": {"type": "line", "strokeWidth": 2},
             "encoding": {"x": x, "y": y, "color": colour, "strokeDash": dash, "opacity": faint}},
            {"transform": [{"filter": "isValid(datum.low)"}],
             "mark": {"type": "rule", "strokeWidth": 1.5},
             "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"},
                          "color": colour, "opacity": faint}},
            {"mark": {"type": "point", "filled": True, "size": 60},
             "encoding": {"x": x, "y": y, "color": colour, "shape": shape, "opacity": faint,
                          "tooltip": {"field": "say"}}},
        ],
    }  # fmt: skip


def forest(rows: list[dict[str, Any]], title: str, kinds: Sequence[str]) -> Spec:
    """Values with intervals in lines below one another, beside a line at zero.

    Args:
        rows: A value each, with the line it stands in and its kind; kinds of one line share it.
        title: What the values are.
        kinds: In the order of the legend.
    """
    y = {"field": "row", "type": "nominal", "sort": None, "title": None,
         "axis": roomy([row["row"] for row in rows])}  # fmt: skip
    few = {"axis": {"tickCount": 5}}  # so that zero keeps its label

    def x(name: str) -> Spec:
        return axis(name, title) | few

    apart: Spec = {}
    if len({row["row"] for row in rows}) < len(rows):
        apart["yOffset"] = {"field": "kind", "type": "nominal", "sort": None,
                            "scale": {"domain": list(kinds)}}  # fmt: skip
    colour = colours("kind", list(kinds), [style(i)[0] for i in range(len(kinds))])
    return {
        "data": {"values": rows},
        "height": 80 + 24 * len(rows),
        "layer": [
            {"mark": {"type": "rule", "opacity": 0.6, "strokeDash": [3, 3]},
             "encoding": {"x": {"datum": 0, "type": "quantitative"}}},
            {"mark": {"type": "rule", "strokeWidth": 2},
             "encoding": {"y": y, **apart, "x": x("low"), "x2": {"field": "high"},
                          "color": colour}},
            {"mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
             "encoding": {"y": y, **apart, "x": x("x"), "color": colour,
                          "shape": {"field": "kind", "legend": None,
                                    "scale": {"domain": list(kinds),
                                              "range": [style(i)[2] for i in range(len(kinds))]}},
                          "tooltip": {"field": "say"}}},
        ],
    }  # fmt: skip


def roomy(labels: Sequence[str]) -> Spec:
    """The axis of named rows, with room for their names in a font wider than the one measured."""
    longest = max(map(len, labels), default=0)
    return {"labelLimit": _LABEL, "minExtent": min(_LABEL, _LETTER * longest), "grid": False}


def point(
    name: str,
    number: int,
    at: float,
    value: float | None,
    low: float | None = None,
    high: float | None = None,
    unit: str = "round",
) -> dict[str, Any]:
    """One point of a series, with what a pointer over it reads.

    Args:
        name: The series.
        number: The round or rung.
        at: Where it is drawn; near ``number``.
        value: A share in percent.
        low: Lower end of its interval.
        high: Upper end.
        unit: What ``number`` counts.
    """
    told = "-"
    if value is not None:
        told = f"{percent_text(value / 100)} %"
        if low is not None and high is not None:
            told = f"{interval_text(Interval(value / 100, low / 100, high / 100), 100)} %"
    say = f"{name}, {unit} {number}: {told}"
    return {"arm": name, unit: number, "at": at, "y": value, "low": low, "high": high, "say": say}


def table(rows: list[dict[str, Any]], name: str, title: str, unit: str = "round") -> Table:
    """The points of a chart as a table."""
    return Table(
        name,
        title,
        ("series", unit, "%", "low", "high"),
        [(row["arm"], row[unit], row["y"], row["low"], row["high"]) for row in rows],
    )


def axis(field: str, title: str, scale: Spec | None = None, whole: bool = False) -> Spec:
    """A quantitative axis; ``whole`` ticks whole numbers alone."""
    found: Spec = {"field": field, "type": "quantitative", "title": title}
    if scale is not None or whole:
        found["scale"] = {"nice": False, "zero": False, "padding": 8} | (scale or {})
    if whole:
        whole_alone = "datum.value == floor(datum.value) ? format(datum.value, 'd') : ''"
        found["axis"] = {"labelExpr": whole_alone, "tickMinStep": 1, "grid": False}
    return found


def colours(field: str, names: list[str], colours: list[str]) -> Spec:
    """A colour for each name, with a legend."""
    return {"field": field, "type": "nominal", "sort": None,
            "legend": {"symbolStrokeWidth": 0, "columns": _columns(names)},
            "scale": {"domain": names, "range": colours}}  # fmt: skip


def _columns(names: Sequence[str]) -> int:
    """Columns of a legend that fit beside one another on a phone."""
    longest = max(map(len, names), default=1)
    return max(1, min(4, 270 // (7 * longest + 26)))


def aside(position: int, count: int) -> float:
    """Moves an arm's points a little aside, so that the intervals of arms do not cover another."""
    return round(0.08 * (position - (count - 1) / 2), 3)
