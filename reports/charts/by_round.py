"""The charts of a report that compare arms: frontier, original benchmark, other families, cost."""

from __future__ import annotations

from typing import Any

from saturate.reports import tables
from saturate.reports.charts.chart import Chart
from saturate.reports.charts.marks import (
    PERCENT,
    SECOND,
    aside,
    axis,
    colours,
    forest,
    lines,
    point,
    roomy,
)
from saturate.reports.charts.rounds import thinned
from saturate.reports.charts.vega import style
from saturate.reports.safe_text import visible
from saturate.reports.tables import percent, percent_interval
from saturate.results.schema import Results, Round


def frontier(results: Results, rounds_shown: int | None = None) -> Chart:
    """The frontier by round with its interval, a line an arm; at most so many rounds of each."""
    rows = []
    drawn = thinned(results.arms, rounds_shown)
    for position, arm in enumerate(drawn):
        for one in arm.rounds:
            value = one.frontier
            rows.append(
                {"arm": visible(arm.arm, 60), "round": one.number, "y": round(value.rung, 2),
                 "at": one.number + aside(position, len(results.arms)),
                 "low": round(value.low, 2), "high": round(value.high, 2),
                 "say": f"{visible(arm.arm, 60)}, round {one.number}: {value.rung:.1f} "
                        f"[{value.low:.1f}, {value.high:.1f}]"
                        + ("" if value.place == "within" else f", {value.place} scored")
                        + _said_of(one)}
            )  # fmt: skip
    rows += _forecast(results)
    arms = [visible(arm.arm, 60) for arm in results.arms]
    series = list(dict.fromkeys(str(row["arm"]) for row in rows))
    places = [arms.index(name) if name in arms else SECOND + _whose(results) for name in series]
    y = axis("y", f"frontier ({results.ladder.axis})", {"zero": False})
    return Chart(
        "frontier",
        "Frontier by round",
        f"Frontier by round for {', '.join(arms)}, with intervals.",
        lines(rows, series, axis("at", _rounds_title(results), whole=True), y, places),
        tables.frontier(drawn),
    )


def original(results: Results, rounds_shown: int | None = None) -> Chart | None:
    """Paired change of the original benchmark, strict and flexible, at the end of each arm.

    Args:
        results: The run.
        rounds_shown: Most rounds of an arm in the table.
    """
    rows = []
    drawn = thinned(results.arms, rounds_shown, lambda one: one.original is not None)
    for arm in drawn:
        scored = [one.original for one in arm.rounds if one.original and one.number]
        if not scored:
            continue
        for kind in ("strict", "flexible"):
            change = getattr(scored[-1], f"{kind}_change")
            if change is not None:
                value, low, high = (round(100 * x, 2) for x in change)
                say = f"{kind}: {value:+.1f} points [{low:+.1f}, {high:+.1f}]"
                rows.append({"row": f"{visible(arm.arm, 40)}, {kind}", "x": value, "low": low,
                             "high": high, "kind": kind, "say": say})  # fmt: skip
    if not rows:
        return None
    return Chart(
        "original",
        "Change on the original benchmark",
        "Paired change on the original benchmark in points, by arm and filter, with intervals.",
        forest(rows, "change, points", ["strict", "flexible"]),
        tables.original(drawn),
    )


def untouched(results: Results, rounds_shown: int | None = None) -> Chart | None:
    """Families that were not trained on, by round; at most so many rounds of an arm."""
    rows = []
    drawn = thinned(results.arms, rounds_shown, lambda one: bool(one.untouched))
    for position, arm in enumerate(drawn):
        for one in arm.rounds:
            at = one.number + aside(position, len(results.arms))
            for family, scores in one.untouched.items():
                for score in scores:
                    name = f"{visible(arm.arm, 40)}: {family} rung {score.rung}"
                    rows.append(point(name, one.number, at, percent(score.strict),
                                       *percent_interval(score.strict)))  # fmt: skip
    if not rows:
        return None
    names = list(dict.fromkeys(row["arm"] for row in rows))
    return Chart(
        "untouched",
        "Families left alone",
        "Accuracy by round on families that no round trained on, with intervals.",
        lines(rows, names, axis("at", "round", whole=True), axis("y", "accuracy, %", PERCENT)),
        tables.untouched(drawn),
    )


def cost(results: Results) -> Chart | None:
    """Minutes by arm and stage."""
    table = tables.cost(results)
    rows = [
        {"arm": visible(str(arm), 40), "stage": visible(str(stage), 40),
         "minutes": round(float(seconds) / 60, 2),
         "say": f"{visible(str(arm), 40)}, {stage}: {float(seconds) / 60:.1f} minutes"}
        for arm, stage, seconds, _ in table.rows
        if isinstance(seconds, int | float)
    ]  # fmt: skip
    if not rows:
        return None
    stages = list(dict.fromkeys(str(row["stage"]) for row in rows))
    arms = list(dict.fromkeys(str(row["arm"]) for row in rows))
    bar = {
        "mark": {"type": "bar", "stroke": "white", "strokeWidth": 1},
        "encoding": {
            "y": {"field": "arm", "type": "nominal", "sort": arms, "title": None,
                  "axis": roomy(arms)},
            "x": {"field": "minutes", "type": "quantitative", "title": "minutes"},
            "color": colours("stage", stages, [style(i)[0] for i in range(len(stages))]),
            "order": {"field": "stage"},
            "tooltip": {"field": "say"},
        },
    }  # fmt: skip
    return Chart(
        "cost",
        "Minutes by arm and stage",
        "Minutes spent by arm and stage.",
        {"data": {"values": rows}, "layer": [bar], "height": 60 + 34 * len(arms)},
        table,
    )


def _said_of(one: Round) -> str:
    """How a round trained, where not by labels, and whether it was undone."""
    rewarded = f", reinforced ({one.reinforcement.reward})" if one.reinforcement else ""
    return rewarded + (", undone" if one.undone else "")


def _rounds_title(results: Results) -> str:
    """What the axis of rounds says, the rounds of reinforcement named."""
    last = max((one.number for arm in results.arms for one in arm.rounds if one.reinforcement),
               default=0)  # fmt: skip
    return f"round (up to {last}: reinforcement)" if last else "round"


def _forecast(results: Results) -> list[dict[str, Any]]:
    """Rounds to come, as a series of their own."""
    if results.saturation is None:
        return []
    name = f"{visible(results.saturation.arm, 40)}: forecast"
    rows = []
    for held in results.saturation.forecasts:
        for one in held.points if held.quantity == "frontier" else ():
            value, low, high = (round(x, 2) for x in one.value)
            say = f"{name}, round {one.round}: {value:.1f} [{low:.1f}, {high:.1f}]"
            rows.append({"arm": name, "round": one.round, "y": value, "at": one.round, "low": low,
                         "high": high, "say": say})  # fmt: skip
    return rows


def _whose(results: Results) -> int:
    """The place of the arm that a forecast is about."""
    name = results.saturation.arm if results.saturation else ""
    return next((i for i, arm in enumerate(results.arms) if arm.arm == name), 0)
