"""Charts of the labels: how many of them were right, by round and by rung."""

from __future__ import annotations

from typing import Any

from saturate.reports.charts.chart import Chart
from saturate.reports.charts.marks import PERCENT, SECOND, aside, axis, lines, point, table
from saturate.reports.charts.rounds import spread, thinned
from saturate.reports.charts.vega import INK
from saturate.reports.safe_text import slug, visible
from saturate.reports.tables import Cell, Table, in_percent, percent, percent_interval
from saturate.results.labelling import DesignEffects, RungLabelling
from saturate.results.labels import estimate_of
from saturate.results.schema import Results, Round


def label_precision(results: Results, rounds_shown: int | None = None) -> Chart | None:
    """Right labels by round: by the audit, and as far as ballots alone told.

    Args:
        results: The run.
        rounds_shown: Draw only so many rounds of an arm.
    """
    rows: list[dict[str, Any]] = []
    places: dict[str, int] = {}
    drawn = thinned(results.arms, rounds_shown, lambda one: bool(_audited(one)))
    for position, arm in enumerate(drawn):
        name = visible(arm.arm, 60)
        for one in arm.rounds:
            held = _audited(one)
            guess = estimate_of(held)
            low, high = percent_interval(one.labels, one.labels_design_effect)
            at = one.number + aside(position, len(results.arms))
            places[f"{name}: audit"] = position
            rows.append(point(f"{name}: audit", one.number, at, percent(one.labels), low, high))
            if guess is not None and any(label.kept < label.proposals for label in held):
                places[f"{name}: estimate"] = position + SECOND
                rows.append(point(f"{name}: estimate", one.number, at, in_percent(guess)))
    if not rows:
        return None
    return Chart(
        "label-precision",
        "Label precision by round",
        "Share of right labels by round, by the audit with intervals, and as estimated.",
        lines(
            rows,
            list(places),
            axis("at", "round", whole=True),
            axis("y", "right labels, %", PERCENT),
            list(places.values()),
        ),
        table(rows, "label-precision", "Right labels by round"),
    )


def _audited(one: Round) -> list[RungLabelling]:
    """Rungs that a round trained on labels of, some of them audited."""
    return [label for label in one.labelling if label.trained and label.audit.total]


def labels_by_rung(results: Results, rungs_shown: int | None = None) -> list[Chart]:
    """Single ballots, labels and coverage by rung over all rounds of an arm, one chart an arm.

    Args:
        results: The run.
        rungs_shown: Draw only so many rungs of an arm.
    """
    names = ["labels", "single ballots", "estimate", "coverage"]
    charts = []
    for position, arm in enumerate(results.arms):
        rows: list[dict[str, Any]] = []
        held = [label for one in arm.rounds for label in one.labelling]
        for rung in spread(sorted({label.rung for label in held}), rungs_shown):
            here = [label for label in held if label.rung == rung]
            effects = arm.rung_design_effects.get(rung, DesignEffects())
            for series, counts, effect in (
                ("labels", [x.audit for x in here], effects.labels),
                ("single ballots", [x.ballots for x in here], effects.ballots),
            ):
                right, total = (sum(c[i] for c in counts) for i in (0, 1))
                if total:
                    count = counts[0]._replace(right=right, total=total)
                    ends = percent_interval(count, effect)
                    rows.append(point(series, rung, rung, percent(count), *ends, unit="rung"))
            asked = sum(label.proposals for label in here)
            if asked:
                labelled = sum(label.coverage * label.proposals for label in here)
                share = in_percent(labelled / asked)
                rows.append(point("coverage", rung, rung, share, unit="rung"))
            guess = estimate_of(here)
            if guess is not None and any(label.kept < label.proposals for label in here):
                rows.append(point("estimate", rung, rung, in_percent(guess), unit="rung"))
        if rows:
            charts.append(
                Chart(
                    f"labels-{slug(arm.arm, f'arm-{position + 1}')}",
                    visible(arm.arm, 60),
                    f"Right labels, right single ballots and coverage by rung, arm "
                    f"{visible(arm.arm, 60)}.",
                    lines(rows, names, axis("at", "rung", whole=True), axis("y", "%", PERCENT)),
                    table(rows, "labels", f"{visible(arm.arm, 60)}: labels by rung", "rung"),
                )
            )
    return charts


def voters(results: Results) -> Chart | None:
    """Precision against coverage, a line a number of voters, a point a threshold."""
    settings = results.voters or []
    most = max((one.seats for one in settings), default=0)
    shown = sorted({one.seats for one in settings if one.seats in (most, 3, 5, 7, 9)})
    places = {f"{seats} voters": place for place, seats in enumerate(shown)}
    bound = f"{most} independent voters"
    places[bound] = places.get(f"{most} voters", 0) + SECOND
    rows: list[dict[str, Any]] = []
    chosen: list[dict[str, Any]] = []
    cells: list[tuple[Cell, ...]] = []
    for one in settings:
        told = f"{one.needed} of {one.seats}"
        precision = [None] * 3 if one.precision is None else [in_percent(x) for x in one.precision]
        coverage, expected = in_percent(one.coverage.value), in_percent(one.expected_precision)
        guess: Cell = "not known"
        if one.estimated_precision is not None:
            guess = in_percent(one.estimated_precision)
        cells.append(
            (told, one.labels, coverage, *precision, guess, expected,
             None if one.tokens_per_label is None else round(one.tokens_per_label),
             "yes" if one.chosen else "")
        )  # fmt: skip
        if one.seats in shown and one.precision is not None:
            row = {"arm": f"{one.seats} voters", "at": coverage, "y": precision[0],
                   "low": precision[1], "high": precision[2],
                   "say": f"{told}: {precision[0]} % right, {coverage} % labelled"}  # fmt: skip
            rows.append(row)
            chosen += [row] if one.chosen else []
        if one.seats == most:
            at = in_percent(one.expected_coverage)
            say = f"{told}, if errors were independent: {expected} % right, {at} % labelled"
            rows.append({"arm": bound, "at": at, "y": expected, "low": None, "high": None,
                         "say": say})  # fmt: skip
    if not rows:
        return None
    spec = lines(
        rows,
        list(places),
        axis("at", "proposals that get a label, %", PERCENT),
        axis("y", "right labels, %", {"zero": False}),
        list(places.values()),
    )
    ring = {"type": "point", "size": 320, "strokeWidth": 2, "filled": False, "color": INK}
    where = {"x": axis("at", ""), "y": axis("y", "")}
    spec["layer"].append({"data": {"values": chosen}, "mark": ring, "encoding": where})
    columns = ("votes", "labels", "coverage %", "right %", "low", "high", "estimated %",
               "if independent %", "tokens a label", "chosen")  # fmt: skip
    return Chart(
        "voters",
        "Precision against coverage, by number of voters and threshold",
        "Share of right labels against share of labelled proposals, a line a number of voters.",
        spec,
        Table("voters", "Voters and thresholds", columns, cells),
    )
