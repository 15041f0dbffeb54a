"""Renders a comparison of runs: one HTML file without script that opens offline."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from saturate.reports.charts.comparison import Bar, Line, forest, lines, look
from saturate.reports.charts.field_figures import compared
from saturate.reports.safe_text import unbroken
from saturate.results.comparison import Comparison, SeedGroup, Subject
from saturate.results.labels import precision_text
from saturate.results.quantity_names import quantity_name
from saturate.results.terminal import share_text
from saturate.results.text import frontier_text, interval_text
from saturate.stats.intervals import Interval
from saturate.storage.files import disk_errors

_STYLE = "templates/compare.css"
_CONTROLS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f]")
"""Characters that reorder or hide the text around them."""


def write_comparison(comparison: Comparison, path: Path) -> Path:
    """Write the comparison of several runs as one HTML file."""
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render_comparison(comparison), "utf-8")
    return path


def render_comparison(comparison: Comparison) -> str:
    """The comparison as HTML."""
    style = files("saturate.reports").joinpath(_STYLE).read_text("utf-8")
    environment = Environment(
        loader=PackageLoader("saturate.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["unbroken"] = unbroken
    environment.globals.update(
        frontier_text=frontier_text, interval_text=interval_text, precision_text=precision_text,
        quantity_name=quantity_name,
        look=look, minutes=_minutes, share_text=share_text, tokens=_tokens, clear=_clear,
    )  # fmt: skip
    series = {id(one): i for i, one in enumerate(comparison.subjects)}
    ahead = [
        Bar(f"{one.subject.name} minus {one.reference.name}", one.frontier, series[id(one.subject)])
        for one in comparison.differences
        if one.frontier is not None
    ]
    ladders = list(dict.fromkeys(one.results.ladder.name for one in comparison.subjects))
    page = environment.get_template("compare.html.j2").render(
        c=comparison,
        style=Markup(style),
        digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        differences=forest(ahead, "Differences of the last frontier", "rungs") if ahead else "",
        own=forest(
            [
                Bar(s.name, s.arm.frontier_gain, series[id(s)])
                for s in comparison.subjects
                if s.arm.frontier_gain is not None
            ],
            "Frontier gain of every arm",
            "rungs gained",
        ),
        ladders=[
            (
                name,
                *_charts([s for s in comparison.subjects if s.results.ladder.name == name], series),
            )
            for name in ladders
        ],
        notes=_notes(comparison.groups),
        figures=compared(comparison.subjects),
        rungs=sorted({r for d in comparison.differences if d.paired for r in d.paired.by_rung}),
    )
    return _CONTROLS.sub(lambda match: f"[U+{ord(match[0]):04X}]", page)


def _notes(groups: Sequence[SeedGroup]) -> list[str]:
    """What is said of the groups beside their verdicts, each sentence once."""
    told = {doubt for one in groups if one.verdict for doubt in one.verdict.doubts}
    return [note for note in dict.fromkeys(n for one in groups for n in one.notes)
            if note not in told]  # fmt: skip


def _charts(subjects: Sequence[Subject], series: dict[int, int]) -> tuple[Markup, Markup]:
    """Frontier by round, and accuracy by rung at the end, on one ladder."""
    axis = subjects[0].results.ladder.axis
    by_round, by_rung = [], []
    for one in subjects:
        rounds = one.arm.rounds
        values = [(r.number, r.frontier) for r in rounds]
        by_round.append(
            Line(
                one.name,
                [(number, value.rung) for number, value in values],
                [(number, value.low, value.high) for number, value in values],
                series[id(one)],
            )
        )
        shares = [
            (s.rung, 100 * s.strict.right / s.strict.total)
            for s in rounds[-1].scores
            if s.strict.total
        ]
        by_rung.append(Line(one.name, shares, [], series[id(one)]))
    return (
        lines(by_round, "Frontier by round", "round", f"frontier, {axis}"),
        lines(by_rung, "Accuracy by rung after the last round", axis, "right, %", (0, 100)),
    )


def _minutes(subject: Subject) -> float:
    return sum(v for r in subject.arm.rounds for k, v in r.cost.items() if "_seconds" in k) / 60


def _tokens(subject: Subject) -> float:
    return sum(v for r in subject.arm.rounds for k, v in r.cost.items() if "_tokens" in k)


def _clear(interval: Interval) -> bool:
    """Whether an interval leaves out zero."""
    return interval.low > 0 or interval.high < 0
