"""The figures that papers compare by as rows and as lines: one wording wherever they are told."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from saturate.results.figures import ArmFigures, BaseSampled, CollapseStep, Figures, Moved, RungRead
from saturate.results.schema import Results
from saturate.results.text import interval_text
from saturate.stats.frontier import Frontier
from saturate.stats.intervals import Interval


class Row(NamedTuple):
    """One figure of one arm."""

    arm: str
    figure: str
    unit: str
    """``rungs``, ``%`` or ``round``; intervals are in it, shares times 100."""
    before: Interval | None
    """Of the base model."""
    after: Interval | None
    change: Interval | None
    note: str = ""
    """What an interval does not say: a side on which a rung lies, or why there is none."""


def figure_rows(figures: Figures | None) -> list[Row]:
    """All rows, the base model's first."""
    if figures is None:
        return []
    found = [] if figures.base is None else [*_base(figures.base)]
    k = None if figures.base is None else figures.base.k
    for arm in figures.arms:
        found += _arm(arm, k)
    return found


def note_without_samples(results: Results) -> str:
    """Why there is no avg@1, maj@K and pass@K; empty where there are."""
    if results.figures is None or results.figures.base is not None:
        return ""
    if results.ladder.choices:
        return "Choices are read by likelihood and never drawn: no avg@1, maj@K and pass@K."
    return (
        "No answers were drawn, so avg@1, maj@K and pass@K are not known; the same command on this "
        "run folder draws them."
    )


def figure_lines(results: Results) -> list[str]:
    """A line an arm and figure, each under 80 characters where it has no note."""
    lines = []
    for arm, rows in groupby(figure_rows(results.figures), key=lambda row: row.arm):
        lines.append(f"Figures    {arm}")
        lines += [f"  {_line(row)}" for row in rows]
    if note := note_without_samples(results):
        lines.append(f"           {note}")
    return lines


def _base(base: BaseSampled) -> Iterator[Row]:
    where = f"{base.items} items, rungs {base.rungs[0]} to {base.rungs[-1]}"
    wins = _hundred(base.vote_wins)
    yield Row("base", f"maj@{base.k} minus avg@1", "%", None, None, wins, where)


def _arm(arm: ArmFigures, k: int | None) -> Iterator[Row]:
    area = arm.area
    yield Row(arm.arm, "area under accuracy", "rungs", area.before, area.after, area.change)
    for read in arm.rungs_read:
        yield Row(
            arm.arm,
            f"rung read at {100 * read.share:.0f} %",
            "rungs",
            Interval(*read.before[:3]),
            Interval(*read.after[:3]),
            read.change,
            _sides(read),
        )
    if (gold := arm.gold_share) is not None:
        share = None if gold.share is None else _hundred(gold.share)
        note = gold.undefined or f"by area, after round {gold.round}"
        yield Row(arm.arm, "share of gold's gain", "%", None, share, None, note)
    if (drawn := arm.sampled) is not None:
        yield _percent(arm.arm, "avg@1", drawn.avg_at_1)
        yield _percent(arm.arm, f"maj@{k}", drawn.maj_at_k)
        yield _percent(arm.arm, f"pass@{k}", drawn.pass_at[max(drawn.pass_at)])
    fallen = [step for step in arm.collapse if step.round is not None]
    for step in fallen or arm.collapse[:1]:
        yield _collapse(arm.arm, step)


def ends_text(row: Row, held: Interval, sign: str = "") -> str:
    """One of a row's intervals; ``sign`` is ``+`` for a change."""
    if row.unit == "round":
        return f"{held.value:.0f} [{held.low:.0f}, {held.high:.0f}]"
    if row.unit == "%" and not sign:
        return interval_text(Interval(*(x / 100 for x in held)), 100)
    return interval_text(held, 1, sign)


def _percent(arm: str, name: str, moved: Moved) -> Row:
    before, after, change = (_hundred(x) for x in (moved.before, moved.after, moved.change))
    return Row(arm, name, "%", before, after, change)


def _hundred(share: Interval) -> Interval:
    return Interval(*(100 * x for x in share))


def _collapse(arm: str, step: CollapseStep) -> Row:
    name = f"labels below {100 * step.floor:.0f} % right"
    if step.round is None:
        return Row(arm, name, "round", None, None, None, f"in no round up to {step.last}")
    sure = "" if step.sure is not None else f"not sure up to round {step.last}"
    ends = (step.earliest or step.round, step.sure or step.last)
    return Row(arm, name, "round", None, Interval(step.round, *ends), None, sure)


def _sides(read: RungRead) -> str:
    found = [_side("before", read.before), _side("after", read.after)]
    return ", ".join(one for one in found if one)


def _side(when: str, held: Frontier) -> str:
    return "" if held.place == "within" else f"{when}: {held.place}"


def _line(row: Row) -> str:
    unit = "" if row.unit in row.figure else f", {row.unit}"
    moved = []
    if row.before is not None and row.after is not None:
        before = ends_text(row, row.before).partition(" ")[0]
        moved.append(f"{before} -> {ends_text(row, row.after)}")
    elif row.after is not None:
        moved.append(ends_text(row, row.after))
    if row.change is not None:
        moved.append(ends_text(row, row.change, "+"))
    if row.note:
        moved.append(row.note if not moved else f"({row.note})")
    return f"{row.figure + unit:<30} {'  '.join(moved)}"
