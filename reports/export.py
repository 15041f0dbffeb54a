"""Pictures, tables and a section of Markdown, where the whole page is too much."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from saturate.reports.charts import vega
from saturate.reports.charts.by_rung import side_by_side
from saturate.reports.charts.chart import Chart
from saturate.reports.charts.field_figures import tidy_table
from saturate.reports.pages.headline import sentence
from saturate.reports.pages.run import all_charts
from saturate.reports.question_table import questions
from saturate.reports.reinforcement_table import reinforcement, stage_parts
from saturate.reports.safe_text import visible
from saturate.reports.tables import Cell, Table, all_tables, rung_costs
from saturate.results.caveats import caveats
from saturate.results.labels import precision_text
from saturate.results.schema import Results
from saturate.results.text import BRACKETS, frontier_text, interval_text

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters at which a spreadsheet starts to compute."""


def write_pictures(results: Results, folder: Path, kind: str) -> list[Path]:
    """Every chart as a picture of its own, and all arms side by side.

    Args:
        results: The run.
        folder: Made where it is missing.
        kind: ``png`` (twice the size, for posts and slides) or ``svg`` (for papers).
    """
    folder.mkdir(parents=True, exist_ok=True)
    whose = f"{results.ladder.benchmark}, {results.model.name}"
    drawn = [(chart.name, chart.spec, _title(chart, whose)) for chart in _charts(results)]
    if len(results.arms) > 1:
        title = visible(f"Accuracy by rung, a line a round: {whose}", 120)
        drawn.insert(0, ("saturation", side_by_side(results), title))
    written = []
    for name, spec, title in drawn:
        path = folder / f"{name}.{kind}"
        path.write_bytes(vega.picture(spec, title, kind))
        written.append(path)
    return written


def write_csv(results: Results, folder: Path) -> list[Path]:
    """Every table as a CSV file; text that a spreadsheet would compute gets an apostrophe."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in _tables(results):
        path = folder / f"{table.name}.csv"
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(table.columns)
            writer.writerows([_plain(cell) for cell in row] for row in table.rows)
        written.append(path)
    return written


def write_parquet(results: Results, folder: Path) -> list[Path]:
    """Every table as a parquet file."""
    import pyarrow
    import pyarrow.parquet

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in _tables(results):
        cells = map(_of_one_type, zip(*table.rows, strict=True))
        columns = dict(zip(table.columns, cells, strict=True))
        path = folder / f"{table.name}.parquet"
        pyarrow.parquet.write_table(pyarrow.table(columns), path)
        written.append(path)
    return written


def write_markdown(results: Results, path: Path) -> Path:
    """A section for a README or a model card: the sentence, the arms, the caveats, the command."""
    costs = {row[0]: row[1] for row in rung_costs(results).rows}
    lines = [
        f"## {_inline(results.ladder.benchmark)}: {_inline(results.model.name)}",
        "",
        f"**{_inline(sentence(results))}**",
        "",
        "| arm | rounds | frontier before | frontier after | gain, rungs | label precision, % "
        "| minutes |",
        "|---|---|---|---|---|---|---|",
    ]
    for arm in results.arms:
        cells = (arm.arm, len(arm.rounds) - 1, frontier_text(arm.rounds[0].frontier),
                 frontier_text(arm.rounds[-1].frontier), interval_text(arm.frontier_gain, 1, "+"),
                 precision_text(arm), costs[arm.arm])  # fmt: skip
        lines.append(f"| {' | '.join(_inline(str(cell)) for cell in cells)} |")
    lines += [
        "",
        f"{BRACKETS} The frontier is the rung at which accuracy crosses one half (harder by "
        f"{_inline(results.ladder.axis)}). What to doubt:",
        "",
        *(f"- {_inline(one)}" for one in caveats(results)),
    ]
    if results.command:
        command = visible(results.command).replace("\n", " ")
        longest = max(map(len, re.findall("`+", command)), default=0)
        fence = "`" * max(3, longest + 1)  # so that nothing in the command closes it
        lines += ["", f"{fence}sh", command, fence]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def _tables(results: Results) -> list[Table]:
    """Every table that has a row; of a chart's, those whose figures no tidy one holds."""
    tidy = [*all_tables(results), tidy_table(results), questions(results), stage_parts(results),
            reinforcement(results)]  # fmt: skip
    named = {one.name: one for one in [*(chart.table for chart in _charts(results)), *tidy]}
    return [one for one in named.values() if one.rows]


def _charts(results: Results) -> Iterator[Chart]:
    for held in all_charts(results).values():
        yield from held if isinstance(held, list) else [held] if held else []


def _title(chart: Chart, whose: str) -> str:
    kind = chart.name.partition("-")[0]
    lead = {"saturation": "Accuracy by rung, ", "labels": "Labels by rung, "}.get(kind, "")
    return str(visible(f"{lead}{chart.title}: {whose}", 120))


def _of_one_type(column: Sequence[Cell]) -> list[Cell]:
    """A column for a file of typed ones: among numbers, what is told in words is missing."""
    if not any(isinstance(cell, int | float) for cell in column):
        return list(column)
    return [None if isinstance(cell, str) else cell for cell in column]


def _plain(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _inline(text: str) -> str:
    """Text that Markdown takes as text."""
    shown = html.escape(visible(text).replace("\n", " "), quote=False)
    return "".join(f"\\{c}" if c in "\\`*_[]|#" else c for c in shown)
