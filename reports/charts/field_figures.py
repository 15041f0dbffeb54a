"""The figures that papers compare by, as tables for a page, for a file, and of several runs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from saturate.reports.tables import Cell, Table
from saturate.results.comparison import Subject
from saturate.results.figures_text import Row, ends_text, figure_rows
from saturate.results.schema import Results
from saturate.stats.intervals import Interval


def page_tables(results: Results) -> list[Table]:
    """For people: a table an arm, an interval a cell."""
    tables = []
    for arm, rows in groupby(figure_rows(results.figures), key=lambda row: row.arm):
        cells: list[tuple[Cell, ...]] = [
            (_name(row), _text(row, row.before), _text(row, row.after),
             _text(row, row.change, "+"), row.note or None)
            for row in rows
        ]  # fmt: skip
        tables.append(
            Table("figures", arm, ("figure", "base", "at the end", "change", "note"), cells)
        )
    return tables


def tidy_table(results: Results) -> Table:
    """For files: a number a cell."""
    rows: list[tuple[Cell, ...]] = [
        (row.arm, row.figure, row.unit,
         *(x for held in (row.before, row.after, row.change) for x in _numbers(held)), row.note)
        for row in figure_rows(results.figures)
    ]  # fmt: skip
    columns = ["arm", "figure", "unit"]
    for when in ("base", "end", "change"):
        columns += [when, f"{when} low", f"{when} high"]
    return Table("figures", "Figures that papers compare by", (*columns, "note"), rows)


class Compared(NamedTuple):
    """One figure of every subject of a comparison."""

    figure: str
    ends: list[str]
    """At the end, with its interval; a dash where there is none."""
    changes: list[str]
    """Against the base model; empty where there is none."""


def compared(subjects: Sequence[Subject]) -> list[Compared]:
    """A line a figure, in the order of the first subject that has it."""
    by_subject = [
        {_name(row): row for row in figure_rows(one.results.figures) if row.arm == one.arm.arm}
        for one in subjects
    ]
    names = list(dict.fromkeys(name for rows in by_subject for name in rows))
    return [
        Compared(
            name,
            [_end(rows.get(name)) for rows in by_subject],
            [_change(rows.get(name)) for rows in by_subject],
        )
        for name in names
    ]


def _name(row: Row) -> str:
    return row.figure if row.unit in row.figure else f"{row.figure}, {row.unit}"


def _text(row: Row, held: Interval | None, sign: str = "") -> str | None:
    return None if held is None else ends_text(row, held, sign)


def _end(row: Row | None) -> str:
    if row is None:
        return "-"
    return _text(row, row.after) or row.note or "-"


def _change(row: Row | None) -> str:
    return "" if row is None else _text(row, row.change, "+") or ""


def _numbers(held: Interval | None) -> tuple[Cell, ...]:
    return (None, None, None) if held is None else tuple(round(x, 3) for x in held)
