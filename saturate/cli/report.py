"""``saturate report``: a run's report, pictures and tables; several runs compared; a live view."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saturate.config.base import Settings
from saturate.config.fields import SWITCH
from saturate.errors import SaturateError

if TYPE_CHECKING:
    from saturate.results.schema import Results


_PARTS = frozenset({"png", "svg", "csv", "parquet", "markdown"})
"""Settings that write parts of a report; without a page where they stand alone."""
_PAGE = frozenset({"out", "open_it"})
"""Settings that ask for the page."""


class ReportSettings(Settings):
    """The page, and what is wanted apart from it."""

    out: Path | None = None
    """The HTML file (default: report.html beside the results, report-static.html with --no-js,
    comparison.html here for several runs)."""
    live: Annotated[bool, SWITCH] = False
    """Serve the report of one run on this machine alone while it grows, until Ctrl-C."""
    port: int = 8484
    """Port of the live report on 127.0.0.1; 0 takes any free one."""
    no_js: Annotated[bool, SWITCH] = False
    """Without scripts: still pictures, under 500 kB, for mail and previews."""
    open_it: Annotated[bool, Parameter(name="--open", negative="")] = False
    """Open the report in the browser."""
    price_per_hour: float | None = None
    """What an hour of the machine costs; adds money to the costs."""
    png: Path | None = None
    """Write every chart as a PNG into this folder."""
    svg: Path | None = None
    """Write every chart as an SVG into this folder."""
    csv: Path | None = None
    """Write every table as CSV into this folder."""
    parquet: Path | None = None
    """Write every table as parquet into this folder."""
    markdown: Path | None = None
    """Write a section for a README or a model card to this file."""


def report(
    *run_folders: Path, settings: Annotated[ReportSettings, Parameter(name="*")] = ReportSettings()
) -> None:
    """Write the HTML report of a run again from its results.json, or parts of it alone.

    Several runs give one page that compares them.

    Parameters
    ----------
    run_folders
        Run folders, each of which may also be a results.json. Others are compared with the first.
    """
    _check_asked(settings, len(run_folders))
    if settings.live:
        serve(_only(run_folders), settings.port, settings.open_it)
        return
    if len(run_folders) > 1:
        written = [compare_runs(list(run_folders), settings.out or Path("comparison.html"))]
    else:
        written = write_parts(_only(run_folders), settings)
    for path in written:
        print(path)
    if settings.open_it:
        import webbrowser

        webbrowser.open(written[-1].resolve().as_uri())


def _check_asked(settings: ReportSettings, runs: int) -> None:
    """Refuse what would have no effect."""
    rest = settings.given().keys() - {"live", "open_it"}
    if settings.live and (flag := settings.given_flag(rest - {"port"})):
        raise SaturateError(f"--live serves the page and writes nothing; leave out {flag}.")
    if not settings.live and (flag := settings.given_flag({"port"})):
        raise SaturateError(f"{flag} is about --live; give both.")
    if runs > 1 and (flag := settings.given_flag(rest - {"out"})):
        raise SaturateError(
            f"Several runs give one page that compares them; leave out {flag}, or name one run."
        )
    apart, page = settings.given_flag(_PARTS), settings.given_flag(_PAGE)
    if apart and not page and (flag := settings.given_flag(rest - _PARTS)):
        raise SaturateError(
            f"{flag} is about the page, and with {apart} none is written; give --out or --open too."
        )


def serve(run_folder: Path, port: int, open_it: bool = False) -> None:
    """Serve the growing report of a run on this machine alone, until Ctrl-C.

    Args:
        run_folder: The folder of a run that goes on, or is over.
        port: Port on 127.0.0.1; 0 takes any free one.
        open_it: Open it in the browser.
    """
    from saturate.reports import write_report
    from saturate.reports.live.server import HOST, server

    with server(run_folder, port, write_report) as made:
        address = f"http://{HOST}:{made.server_address[1]}/"
        print(f"{address}  (Ctrl-C ends it, and not the run)", flush=True)
        try:
            if open_it:
                import webbrowser

                webbrowser.open(address)
            made.serve_forever()
        except KeyboardInterrupt:
            print()


def compare_runs(runs: list[Path], out: Path) -> Path:
    """Write the comparison of several runs.

    Args:
        runs: Run folders; the first is the one that the others are compared with.
        out: The HTML file.

    Raises:
        SaturateError: There is nothing to compare, or a run cannot be read.
    """
    if not runs:
        raise SaturateError("Name the runs to compare, e.g. saturate report runs/a runs/b.")
    from saturate.analysis.comparison import compare, read_subjects
    from saturate.reports.pages.comparison import write_comparison
    from saturate.storage.outputs import check_file

    check_file(out)
    subjects = read_subjects(runs)
    if len(subjects) < 2:
        raise SaturateError("One run with one arm is nothing to compare; name another run.")
    return write_comparison(compare(subjects), out)


def write_parts(run_folder: Path, settings: ReportSettings) -> list[Path]:
    """Write what is wanted of one run: parts of its report, or the page.

    Returns:
        The files, the page last.
    """
    from saturate.reports import write_report
    from saturate.reports.export import write_csv, write_markdown, write_parquet, write_pictures
    from saturate.storage.files import disk_errors

    _check_outputs(settings)
    folder = run_folder if run_folder.is_dir() else run_folder.parent
    results = _complete(run_folder, folder)
    written: list[Path] = []
    with disk_errors(settings.out or folder):
        for kind, pictures in (("png", settings.png), ("svg", settings.svg)):
            if pictures is not None:
                written += write_pictures(results, pictures, kind)
        for write, tables in ((write_csv, settings.csv), (write_parquet, settings.parquet)):
            if tables is not None:
                written += write(results, tables)
        if settings.markdown is not None:
            written.append(write_markdown(results, settings.markdown))
        if settings.given_flag(_PAGE) or not written:
            page = settings.out or folder / f"report{'-static' * settings.no_js}.html"
            price = settings.price_per_hour
            written.append(
                write_report(results, page, interactive=not settings.no_js, price_per_hour=price)
            )
    return written


def _only(run_folders: Sequence[Path]) -> Path:
    if len(run_folders) != 1:
        raise SaturateError("Name one run folder, e.g. saturate report runs/gsm8k-seed-s0.")
    return run_folders[0]


def _check_outputs(settings: ReportSettings) -> None:
    from saturate.storage.outputs import check_file, check_folder

    for folder in (settings.png, settings.svg, settings.csv, settings.parquet):
        if folder is not None:
            check_folder(folder)
    for file in (settings.markdown, settings.out):
        if file is not None:
            check_file(file)


def _complete(run_folder: Path, folder: Path) -> Results:
    """The results with figures that an older saturate left out; a whole run's file gets them."""
    from saturate.analysis.figures.compute import with_figures
    from saturate.results.files import read_results, write_results

    held = read_results(run_folder)
    results = with_figures(held, folder)
    if held.complete and results is not held and run_folder.is_dir() and os.access(folder, os.W_OK):
        write_results(folder, results)
    return results
