"""Results as tables for the terminal; a log gets them at their full width."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Literal

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from saturate.results.schema import Round
from saturate.results.text import percent_text

_LOG_WIDTH = 1_000
_HEADS = 32
"""Characters that arm, round and frontier take."""
_CELL = 5
"""Characters that a rung takes at least."""
_APART = 2
"""Characters between two rungs."""
_EDGES, _BETWEEN = 2, 3
"""Characters that a table takes at both edges, and between two columns."""
_BEYOND = 3
"""Rungs shown above the highest frontier."""
SUBJECT = 11
"""Characters that a line's subject takes, as in ``Voters     views:7``."""


def print_table(console: Console, table: Table) -> None:
    """Print a table; a log, whose lines may be of any length, gets it at its full width."""
    if not console.is_terminal:
        console = Console(file=console.file, width=_LOG_WIDTH)
    console.print(table)


def print_line(console: Console, text: str, hanging: int = SUBJECT) -> None:
    """Print a line, whole in a log; a terminal breaks it between words.

    Args:
        console: Where it goes.
        text: The line, without a newline.
        hanging: Spaces before what a terminal puts on further lines.
    """
    if console.is_terminal:
        text = textwrap.fill(
            text,
            console.width,
            subsequent_indent=" " * hanging,
            break_long_words=False,
            break_on_hyphens=False,
        )
    print_whole(console, text)


def print_whole(console: Console, text: str) -> None:
    """Print a line as it is, such as a command to copy."""
    console.print(text, highlight=False, markup=False, soft_wrap=True)


def accuracy_table(rows: list[tuple[str, Round]], width: int | None = None) -> Table:
    """Accuracy by rung, a row a round.

    Args:
        rows: Arms with their rounds.
        width: Characters a line. Where they hold fewer rungs than were scored, the rungs up to a
            little beyond the highest frontier are shown; all by default.
    """
    rungs = [score.rung for score in rows[0][1].scores]
    texts = [{s.rung: share_text(s.strict) for s in result.scores} for _, result in rows]
    cell = max(_CELL, _APART + max(len(text) for row in texts for text in row.values()))
    shown = rungs if width is None else _window(rungs, rows, (width - _HEADS) // cell)
    part = "" if shown == rungs else f" (rungs {shown[0]} to {shown[-1]} of {rungs[-1]})"
    table = Table(
        title=f"Accuracy by rung, in percent{part}",
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
    )
    table.add_column("arm", no_wrap=True)
    table.add_column("round", justify="right", no_wrap=True)
    table.add_column("frontier", justify="right", no_wrap=True)
    for rung in shown:
        table.add_column(str(rung), justify="right", no_wrap=True)
    for (arm, result), text in zip(rows, texts, strict=True):
        cells = [Text(text[rung], style="bold" if rung in result.taught else "") for rung in shown]
        table.add_row(arm, str(result.number), f"{result.frontier.rung:.1f}", *cells)
    return table


def figure_tables(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None
) -> list[Table]:
    """A table of text, in as many parts as it takes to show every figure whole.

    Args:
        title: Stands over the first part.
        heads: Of the columns.
        rows: Cells.
        width: Characters a line. Where they hold fewer, heads are broken at blanks; where that is
            not enough, columns go into further parts, behind those that tell the rows apart.
    """
    cells = [[row[i] for row in rows] for i in range(len(heads))]
    whole = [max(map(len, [head, *own])) for head, own in zip(heads, cells, strict=True)]
    if width is None or _line(whole) <= width:
        return [_figures(title, heads, cells, [None] * len(heads))]
    least = [max(map(len, [*head.split(), *own])) for head, own in zip(heads, cells, strict=True)]
    names = _columns_that_tell(rows)
    parts = [list(range(names))]
    for column in range(names, len(heads)):
        if len(parts[-1]) > names and _line([least[i] for i in [*parts[-1], column]]) > width:
            parts.append(list(range(names)))
        parts[-1].append(column)
    return [
        _figures(
            "" if i else title,
            [heads[column] for column in part],
            [cells[column] for column in part],
            [least[column] for column in part],
        )
        for i, part in enumerate(parts)
    ]


def _columns_that_tell(rows: Sequence[Sequence[str]]) -> int:
    """How many columns, from the left, tell all rows apart; one where none do."""
    counts = range(1, len(rows[0])) if rows else ()
    return next((n for n in counts if len({tuple(row[:n]) for row in rows}) == len(rows)), 1)


def _line(widths: Sequence[int]) -> int:
    """Characters of a line with columns of so many."""
    return _EDGES + sum(widths) + _BETWEEN * (len(widths) - 1)


def _figures(
    title: str,
    heads: Sequence[str],
    cells: Sequence[Sequence[str]],
    widths: Sequence[int | None],
) -> Table:
    table = Table(title=title or None, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for i, (head, width) in enumerate(zip(heads, widths, strict=True)):
        justify: Literal["left", "right"] = "right" if i else "left"
        table.add_column(head, justify=justify, width=width, overflow="fold")
    for row in zip(*cells, strict=True):
        table.add_row(*row)
    return table


def _window(rungs: list[int], rows: list[tuple[str, Round]], room: int) -> list[int]:
    """As many rungs as there is room for, the last of them above every frontier."""
    if len(rungs) <= room:
        return rungs
    highest = max(result.frontier.rung for _, result in rows)
    end = sum(rung <= highest + _BEYOND for rung in rungs)
    start = max(0, end - max(1, room))
    return rungs[start : start + max(1, room)]


def share_text(count: tuple[int, int]) -> str:
    """A share in percent; a dash where nothing was asked."""
    return percent_text(count[0] / count[1], 0) if count[1] else "-"
