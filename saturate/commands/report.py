"""``saturate report``: the report of a run from its results.json, and its pictures and tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def report(
    run_folder: Path,
    /,
    *,
    out: Path | None = None,
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

    Parameters
    ----------
    run_folder
        A run folder, or a results.json.
    out
        The HTML file (default: report.html beside the results, report-static.html with --no-js).
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
    from saturate.reports import write_report
    from saturate.reports.export import (
        write_csv,
        write_markdown,
        write_parquet,
        write_pictures,
    )
    from saturate.results import read_results
    from saturate.store import disk_errors

    results = read_results(run_folder)
    folder = run_folder if run_folder.is_dir() else run_folder.parent
    written: list[Path] = []
    with disk_errors(out or folder):
        for kind, place in (("png", png), ("svg", svg)):
            if place is not None:
                written += write_pictures(results, place, kind)
        if csv is not None:
            written += write_csv(results, csv)
        if parquet is not None:
            written += write_parquet(results, parquet)
        if markdown is not None:
            written.append(write_markdown(results, markdown))
        if out is not None or open_it or not written:
            name = "report-static.html" if no_js else "report.html"
            page = write_report(
                results, out or folder / name, interactive=not no_js, price_per_hour=price_per_hour
            )
            written.append(page)
            if open_it:
                import webbrowser

                webbrowser.open(page.resolve().as_uri())
    for path in written:
        print(path)
