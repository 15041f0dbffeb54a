"""``saturate report``: a run's report, pictures and tables; several runs compared; a live view."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from cyclopts import Parameter

from saturate.cli.compare import compare_runs
from saturate.cli.live import serve
from saturate.errors import SaturateError

if TYPE_CHECKING:
    from saturate.results.schema import Results


def report(
    *run_folders: Path,
    out: Path | None = None,
    live: Annotated[bool, Parameter(negative="")] = False,
    port: int = 8484,
    no_js: Annotated[bool, Parameter(negative="")] = False,
    open_it: Annotated[bool, Parameter(name="--open", negative="")] = False,
    price_per_hour: float | None = None,
    png: Path | None = None,
    svg: Path | None = None,
    csv: Path | None = None,
    parquet: Path | None = None,
    markdown: Path | None = None,
) -> None:
    """Write the HTML report of a run again from its results.json, or parts of it alone.

    Several runs give one page that compares them.

    Parameters
    ----------
    run_folders
        Run folders, each of which may also be a results.json. Others are compared with the first.
    out
        The HTML file (default: report.html beside the results, report-static.html with --no-js,
        comparison.html here for several runs).
    live
        Serve the report of one run on this machine alone while it grows, until Ctrl-C.
    port
        Port of the live report on 127.0.0.1; 0 takes any free one.
    no_js
        Without scripts: still pictures, under 500 kB, for mail and previews.
    open_it
        Open the report in the browser.
    price_per_hour
        What an hour of the machine costs; adds money to the costs.
    png
        Write every chart as a PNG into this folder.
    svg
        Write every chart as an SVG into this folder.
    csv
        Write every table as CSV into this folder.
    parquet
        Write every table as parquet into this folder.
    markdown
        Write a section for a README or a model card to this file.
    """
    if live:
        serve(_only(run_folders), port)
        return
    if len(run_folders) > 1:
        written = [compare_runs(list(run_folders), out or Path("comparison.html"))]
    else:
        parts = Parts(png, svg, csv, parquet, markdown)
        page = Page(out, interactive=not no_js, wanted=open_it, price_per_hour=price_per_hour)
        written = _write(_only(run_folders), parts, page)
    for path in written:
        print(path)
    if open_it:
        import webbrowser

        webbrowser.open(written[-1].resolve().as_uri())


class Parts(NamedTuple):
    """Folders, and a file, for what is wanted apart from the page."""

    png: Path | None
    svg: Path | None
    csv: Path | None
    parquet: Path | None
    markdown: Path | None


class Page(NamedTuple):
    """The HTML page."""

    out: Path | None
    interactive: bool
    wanted: bool
    """Whether to write it even where parts were asked for."""
    price_per_hour: float | None


def _only(run_folders: Sequence[Path]) -> Path:
    if len(run_folders) != 1:
        raise SaturateError("Name one run folder, e.g. saturate report runs/gsm8k-seed-s0.")
    return run_folders[0]


def _complete(run_folder: Path, folder: Path) -> Results:
    """The results with figures that an older saturate left out; a whole run's file gets them."""
    from saturate.analysis.figures.compute import with_figures
    from saturate.results.files import read_results, write_results

    held = read_results(run_folder)
    results = with_figures(held, folder)
    if held.complete and results is not held and run_folder.is_dir() and os.access(folder, os.W_OK):
        write_results(folder, results)
    return results


def _write(run_folder: Path, parts: Parts, page: Page) -> list[Path]:
    from saturate.reports import write_report
    from saturate.reports.export import (
        write_csv,
        write_markdown,
        write_parquet,
        write_pictures,
    )
    from saturate.storage.files import disk_errors
    from saturate.storage.outputs import check_file, check_folder

    for place in (parts.png, parts.svg, parts.csv, parts.parquet):
        if place is not None:
            check_folder(place)
    for place in (parts.markdown, page.out):
        if place is not None:
            check_file(place)
    folder = run_folder if run_folder.is_dir() else run_folder.parent
    results = _complete(run_folder, folder)
    written: list[Path] = []
    with disk_errors(page.out or folder):
        for kind, place in (("png", parts.png), ("svg", parts.svg)):
            if place is not None:
                written += write_pictures(results, place, kind)
        if parts.csv is not None:
            written += write_csv(results, parts.csv)
        if parts.parquet is not None:
            written += write_parquet(results, parts.parquet)
        if parts.markdown is not None:
            written.append(write_markdown(results, parts.markdown))
        if page.out is not None or page.wanted or not written:
            name = "report.html" if page.interactive else "report-static.html"
            written.append(
                write_report(
                    results,
                    page.out or folder / name,
                    interactive=page.interactive,
                    price_per_hour=page.price_per_hour,
                )
            )
    return written
