"""``saturate report RUN RUN...``: several runs on one page, differences first."""

from __future__ import annotations

from pathlib import Path

from saturate.errors import SaturateError


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
