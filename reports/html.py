"""Renders the report: one HTML file that opens offline and asks nothing of the network."""

from __future__ import annotations

import json
from pathlib import Path

import plotly.graph_objects as go
from jinja2 import Environment, PackageLoader, StrictUndefined
from plotly.offline import get_plotlyjs
from saturate.reports.charts import accuracy_figure, frontier_figure, precision_figure

from saturate.results import Results
from saturate.summary import arm_line, frontier_text, interval_text


def write_report(results: Results, path: Path) -> Path:
    """Write the report of one run."""
    path.write_text(render(results), "utf-8")
    return path


def render(results: Results) -> str:
    """The report as HTML."""
    axis = results.ladder.axis
    environment = Environment(
        loader=PackageLoader("saturate.reports", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        arm_line=arm_line, frontier_text=frontier_text, interval_text=interval_text
    )
    return environment.get_template("report.html.j2").render(
        results=results,
        plotly=get_plotlyjs(),
        accuracy=[(arm.arm, _figure(accuracy_figure(arm, axis))) for arm in results.arms],
        frontier=_figure(frontier_figure(results.arms, axis)),
        precision=_figure(precision_figure(results.arms)),
        config=json.dumps(results.config, indent=1),
    )


def _figure(figure: go.Figure) -> str:
    """A figure as JSON that cannot end the script element around it."""
    text = str(figure.to_json())
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
