"""The picture of a ladder that saturates: accuracy by rung, a line a round."""

from __future__ import annotations

from collections.abc import Sequence

from saturate.reports import tables
from saturate.reports.charts.chart import Chart
from saturate.reports.charts.marks import axis
from saturate.reports.charts.rounds import spread
from saturate.reports.charts.vega import COLOURS, HEIGHT, WIDTH, Spec
from saturate.reports.safe_text import slug, unbroken, visible
from saturate.reports.tables import percent, percent_interval
from saturate.results.numbered import numbered
from saturate.results.schema import ArmResult, LadderResult, Results, Round
from saturate.results.text import percent_text
from saturate.stats.intervals import Count, wilson

_STATES = {"this round": "trained now", "earlier": "before", "never": "never"}
"""Whether a rung had been trained on by a round, as the legend says it."""


def saturation(results: Results, rounds_shown: int | None = None) -> list[Chart]:
    """Accuracy by rung, a line a round, one chart an arm: the picture of a ladder that saturates.

    Args:
        results: The run.
        rounds_shown: Draw only so many rounds of an arm, first and last among them.
    """
    domain = _domain(results)
    charts = []
    for position, arm in enumerate(results.arms):
        rounds = spread(arm.rounds, rounds_shown)
        name = visible(arm.arm, 60)
        first, last = (rounds[i].frontier.rung for i in (0, -1))
        charts.append(
            Chart(
                f"saturation-{slug(arm.arm, f'arm-{position + 1}')}",
                name,
                f"Accuracy by rung of arm {name}, a line a round from base to round "
                f"{rounds[-1].number}. The line crosses one half at rung {first:.1f} at first and "
                f"{last:.1f} at last.",
                _spec(results.ladder, arm, rounds, domain, COLOURS[position % len(COLOURS)]),
                tables.accuracy_grid(arm, rounds),
                rounds[-1].number,
            )
        )  # fmt: skip
    return charts


def side_by_side(results: Results) -> Spec:
    """All arms in one picture, for papers and posts."""
    domain = _domain(results)
    panels, signals = [], []
    for position, arm in enumerate(results.arms):
        colour = COLOURS[position % len(COLOURS)]
        spec = _spec(results.ladder, arm, arm.rounds, domain, colour, f"round_{position}")
        signals += spec.pop("params")  # a picture of several has them in one place
        title = {"text": visible(arm.arm, 40), "fontSize": 13}
        panels.append(spec | {"title": title, "width": WIDTH - 60, "height": HEIGHT - 30})
    apart = dict.fromkeys(("shape", "fill", "stroke"), "independent")
    return {
        "params": signals,
        "concat": panels,
        "columns": min(len(panels), 3),
        "resolve": {"legend": apart, "scale": apart},
    }


def round_lines(results: Results) -> list[list[str]]:
    """A sentence for every arm and round, told as the slider moves."""
    found = []
    for arm in results.arms:
        lines = []
        for one in arm.rounds:
            value = one.frontier
            told = f"{visible(arm.arm, 60)}: frontier {value.rung:.1f} "
            told += f"[{value.low:.1f}, {value.high:.1f}]"
            if one.number:
                told += f", {_training(one)}"
            if one.undone:
                told += "; undone, as it answered otherwise than taught"
            lines.append(unbroken(told))
        found.append(lines)
    return found


def _training(one: Round) -> str:
    """What a round trained on, by labels or by rewards."""
    trained = [label for label in one.labelling if label.trained]
    if one.reinforcement is not None and one.reinforcement.rungs:
        rungs = numbered("rung", one.reinforcement.rungs)
        return f"reinforced on {rungs} ({one.reinforcement.reward})"
    if not trained:
        return "nothing trained"
    told = f"trained on {numbered('rung', [label.rung for label in trained])}"
    right, total = one.labels
    return f"{told}; {percent_text(right / total)} % of the labels right" if total else told


def _domain(results: Results) -> list[int]:
    rungs = [s.rung for arm in results.arms for one in arm.rounds for s in one.scores]
    return [min(rungs, default=0), max(rungs, default=1)]


def _crossing(one: Round, domain: list[int]) -> Spec:
    """A round's frontier as it is drawn: within the picture, and in words where it lies beyond."""
    value, (first, last) = one.frontier, domain
    said = f"{value.rung:.1f}"
    if value.place != "within":
        said = f"below {first}" if value.rung < first else f"above {last}"
    low, at, high = (min(max(x, first), last) for x in (value.low, value.rung, value.high))
    return {"r": one.number, "s": said, "x": round(at, 2), "l": round(low, 2), "h": round(high, 2)}


def _beside(at: float, domain: list[int], side: str) -> Spec:
    """On which side of a place a text stands: the wanted one unless an edge is near."""
    share = (at - domain[0]) / max(1, domain[1] - domain[0])
    if (side == "left" and share < 0.2) or (side == "right" and share > 0.8):
        side = "right" if side == "left" else "left"
    return {"align": "left", "dx": 6} if side == "right" else {"align": "right", "dx": -6}


def _guesses(ladder: LadderResult, x: Spec, y: Spec) -> list[Spec]:
    """What guesses among options are worth, as a line with its name; nothing for free answers."""
    rows = [{"x": rung, "y": round(100 * share, 1)} for rung, share in ladder.guessed.items()]
    if not rows:
        return []
    mark = {"type": "line", "color": "#808080", "strokeDash": [1, 3], "strokeWidth": 2}
    name = {"type": "text", "text": "guesses", "align": "left", "dy": -8, "color": "#808080"}
    return [
        {"data": {"values": rows}, "mark": mark, "encoding": {"x": x, "y": y}},
        {"data": {"values": rows[:1]}, "mark": name, "encoding": {"x": x, "y": y}},
    ]


def _share(count: Count) -> str:
    """A point's share and interval, as a pointer over it reads."""
    if not count.total:
        return "-"
    value, low, high = (percent_text(x, 0) for x in wilson(*count))
    return f"{value} % [{low}, {high}]"


def _spec(
    ladder: LadderResult,
    arm: ArmResult,
    rounds: Sequence[Round],
    domain: list[int],
    colour: str,
    signal: str = "round",
) -> Spec:
    """One arm; ``signal`` names the round that is shown strong, which a page can change."""
    rows, crossings, unit = [], [], ladder.axis
    for one in rounds:
        trained = tables.trained_rungs(arm, one.number)
        for score in one.scores:
            low, high = percent_interval(score.strict)
            rows.append({"r": one.number, "x": score.rung, "y": percent(score.strict), "l": low,
                         "h": high, "s": _share(score.strict),
                         "t": _STATES[trained.get(score.rung, "never")]})  # fmt: skip
        crossings.append(_crossing(one, domain))
    x = axis("x", unit, {"domain": domain}, whole=True)
    y = axis("y", "accuracy, %", {"domain": [0, 100]})
    now = {"filter": f"datum.r == {signal}"}
    states = list(_STATES.values())
    say = {"signal": "'rung ' + datum.x + ': ' + datum.s + ', ' + "
                     "(datum.t == 'never' ? 'never trained on' : datum.t == 'before' ? "
                     "'trained on before' : 'trained on in this round')"}  # fmt: skip
    return {
        "params": [{"name": signal, "value": rounds[-1].number}],
        "data": {"values": rows},
        "layer": [
            {"mark": {"type": "rule", "strokeDash": [2, 4], "opacity": 0.5},
             "data": {"values": [{}]}, "encoding": {"y": {"datum": 50, "type": "quantitative"}}},
            *_guesses(ladder, x, y),
            {"transform": [{"filter": f"datum.r > 0 && datum.r < {signal}"}],
             "mark": {"type": "line", "color": colour, "strokeWidth": 1.5},
             "encoding": {"x": x, "y": y, "detail": {"field": "r"},
                          "opacity": {"field": "r", "type": "quantitative", "legend": None,
                                      "scale": {"domain": [0, max(1, rounds[-1].number)],
                                                "range": [0.3, 0.75]}}}},
            {"transform": [{"filter": "datum.r == 0"}],
             "mark": {"type": "line", "color": "#808080", "strokeDash": [5, 3],
                      "strokeWidth": 2},
             "encoding": {"x": x, "y": y}},
            {"transform": [now],
             "mark": {"type": "area", "color": colour, "opacity": 0.22},
             "encoding": {"x": x, "y": axis("l", "accuracy, %"), "y2": {"field": "h"}}},
            {"transform": [now],
             "mark": {"type": "line", "color": colour, "strokeWidth": 2.5},
             "encoding": {"x": x, "y": y}},
            {"transform": [now],
             "mark": {"type": "point", "opacity": 1, "size": 60, "strokeWidth": 1.8,
                      "tooltip": say},
             "encoding": {
                 "x": x, "y": y,
                 "shape": {"field": "t", "type": "nominal",
                           "scale": {"domain": states, "range": ["square", "circle", "circle"]}},
                 "stroke": {"field": "t", "type": "nominal",
                            "scale": {"domain": states, "range": [colour] * 3}},
                 "fill": {"field": "t", "type": "nominal",
                          "scale": {"domain": states,
                                    "range": [colour, colour, "transparent"]}}}},
            {"data": {"values": crossings}, "transform": [now],
             "mark": {"type": "rule", "strokeWidth": 2},
             "encoding": {"x": axis("l", unit), "x2": {"field": "h"},
                          "y": {"datum": 50, "type": "quantitative"}}},
            {"data": {"values": crossings}, "transform": [{"filter": "datum.r == 0"}],
             "mark": {"type": "text", "dy": 12} | _beside(crossings[0]["x"], domain, "left"),
             "encoding": {"x": axis("x", unit), "y": {"datum": 50, "type": "quantitative"},
                          "text": {"value": f"base {crossings[0]['s']}"}}},
            {"data": {"values": crossings}, "transform": [now, {"filter": "datum.r > 0"}],
             "mark": {"type": "text", "dy": -9} | _beside(crossings[-1]["x"], domain, "right"),
             "encoding": {"x": axis("x", unit), "y": {"datum": 50, "type": "quantitative"},
                          "text": {"field": "s"}}},
        ],
    }  # fmt: skip
