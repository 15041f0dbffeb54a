"""``saturate new-ladder``: a package to begin a family of problems with."""

from __future__ import annotations

from pathlib import Path


def new_ladder(name: str, /, *, out: Path | None = None) -> None:
    """Write an installable package with a small family of problems, to be made your own.

    It has an entry point, a family of some sixty lines with comments where to think, tests, lm-eval
    tasks and a README, and passes saturate check-ladder as it is.

    Parameters
    ----------
    name
        The ladder's name, such as big-sums.
    out
        The package's folder (default: saturate-NAME, here).
    """
    from saturate.starter.write import write_package

    folder = Path(f"saturate-{name}") if out is None else out
    write_package(name, folder)
    print(
        f"Written to {folder}. Next:\n"
        f"  pip install -e {folder}\n"
        f"  saturate show {name} --rung 3 --views\n"
        f"  saturate check-ladder {name}"
    )
