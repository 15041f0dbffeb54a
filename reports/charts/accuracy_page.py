"""Accuracy by rung of one arm so far, as a small HTML page of its own: what a tracker is sent."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from markupsafe import Markup

from saturate.reports.charts.comparison import Line, lines
from saturate.reports.charts.rounds import spread
from saturate.results.schema import Round

_MOST = 12
"""Rounds that one page draws."""


def round_chart(axis: str, arm: str, rounds: Sequence[Round]) -> str:
    """A line a round, of long arms only some: a tracker keeps one of these pages for every round.

    Args:
        axis: What the ladder's rungs count.
        arm: Name of the arm.
        rounds: Its rounds so far; at least one.
    """
    drawn = []
    for series, round_ in enumerate(spread(rounds, _MOST)):
        scored = [score for score in round_.scores if score.strict.total]
        points = [(s.rung, 100 * s.strict.right / s.strict.total) for s in scored]
        drawn.append(Line(f"round {round_.number}", points, [], series))
    style = Markup(files("saturate.reports").joinpath("templates/compare.css").read_text("utf-8"))
    chart = lines(drawn, f"Accuracy by rung, arm {arm}", axis, "right, %", (0, 100))
    title = f"{arm}: rounds 0 to {rounds[-1].number}"
    if len(rounds) > _MOST:
        title += f", {_MOST} of them drawn"
    return str(
        Markup("<!doctype html><meta charset=utf-8><style>{}</style><p>{}</p>{}").format(
            style, title, chart
        )
    )
