"""The charts of a report, as plotly figures."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
from plotly.colors import sample_colorscale

from saturate.results import ArmResult

_SCALE = "Viridis"
_VOTED = "#0072b2"
_OTHER = "#d55e00"
"""Blue and vermilion of Okabe and Ito: told apart with any colour vision."""


def accuracy_figure(arm: ArmResult, axis: str) -> go.Figure:
    """Accuracy against rung, a line a round: the picture of a benchmark that saturates."""
    figure = go.Figure()
    last = max(1, len(arm.rounds) - 1)
    for one in arm.rounds:
        (colour,) = sample_colorscale(_SCALE, [0.9 * one.number / last])
        trained = {label.rung for label in one.labelling if label.trained}
        figure.add_scatter(
            x=[score.rung for score in one.scores],
            y=[_percent(score.strict) for score in one.scores],
            name="base" if one.number == 0 else f"round {one.number}",
            mode="lines+markers",
            line={"color": colour, "width": 2},
            marker={"size": [10 if score.rung in trained else 5 for score in one.scores]},
            hovertemplate="rung %{x}: %{y:.0f} %",
        )
    return _dressed(figure, axis, "accuracy, %", {"range": [-3, 103]})


def frontier_figure(arms: list[ArmResult], axis: str) -> go.Figure:
    """The frontier by round with its interval, one line an arm."""
    figure = go.Figure()
    for arm in arms:
        values = [one.frontier for one in arm.rounds]
        figure.add_scatter(
            x=[one.number for one in arm.rounds],
            y=[value.rung for value in values],
            error_y={
                "type": "data",
                "symmetric": False,
                "array": [value.high - value.rung for value in values],
                "arrayminus": [value.rung - value.low for value in values],
            },
            name=arm.arm,
            mode="lines+markers",
            line={"color": _colour(arm), "width": 2},
        )
    return _dressed(figure, "round", f"frontier ({axis})", {})


def precision_figure(arms: list[ArmResult]) -> go.Figure:
    """Label precision by round: true, by the audit, and as estimated from agreement alone."""
    figure = go.Figure()
    for arm in arms:
        audited, estimated, rounds = [], [], []
        for one in arm.rounds:
            labels = [label for label in one.labelling if label.trained and label.audit.total]
            total = sum(label.audit.total for label in labels)
            if not total:
                continue
            rounds.append(one.number)
            audited.append(100 * sum(label.audit.right for label in labels) / total)
            weighed = sum(label.estimated_precision * label.audit.total for label in labels)
            estimated.append(100 * weighed / total)
        line: dict[str, Any] = {"color": _colour(arm), "width": 2}
        figure.add_scatter(
            x=rounds, y=audited, name=f"{arm.arm}: audit", mode="lines+markers", line=line
        )
        if arm.arm == "voted":
            figure.add_scatter(
                x=rounds,
                y=estimated,
                name=f"{arm.arm}: estimated",
                mode="lines+markers",
                line=line | {"dash": "dot"},
            )
    return _dressed(figure, "round", "right labels, %", {"range": [-3, 103]})


def _dressed(figure: go.Figure, x: str, y: str, y_axis: dict[str, Any]) -> go.Figure:
    grid = "rgba(128,128,128,0.25)"
    figure.update_layout(
        height=380,
        margin={"l": 55, "r": 15, "t": 10, "b": 50},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": "inherit", "size": 13, "color": "#808080"},
        legend={"orientation": "h", "y": -0.25},
        xaxis={"title": x, "dtick": 1, "gridcolor": grid, "zeroline": False},
        yaxis={"title": y, "gridcolor": grid, "zeroline": False} | y_axis,
    )
    return figure


def _colour(arm: ArmResult) -> str:
    return _VOTED if arm.arm == "voted" else _OTHER


def _percent(count: tuple[int, int]) -> float | None:
    return 100 * count[0] / count[1] if count[1] else None
