"""``saturate harden``: harder variants of an lm-eval task, or what fits which task."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from saturate.errors import SaturateError


def harden(
    task: str | None = None,
    /,
    *,
    operator: str | None = None,
    rungs: int | None = None,
    data: Path | None = None,
    samples: Annotated[int, Parameter(name=["--samples", "-n"])] = 3,
    items: int | None = None,
    shots: int | None = None,
    out: Path | None = None,
    list_tasks: Annotated[bool, Parameter(name="--list", negative="")] = False,
    match: str = "",
) -> None:
    """Grow a ladder from an lm-eval task's own items, and show samples of every rung.

    Refuses with a reason where an operator is not sound for the task.

    Parameters
    ----------
    task
        A task of the installed lm-eval by name, or the path of a task's YAML.
    operator
        compose (k items at once), options (k more wrong options), distract (k irrelevant
        statements), shots (k fewer few-shot examples). Without it, says which of them fit.
    rungs
        Highest rung (default: 6; all of them for shots).
    data
        Folder with the task's splits as SPLIT.jsonl or SPLIT.parquet, in the original columns
        (default: the hub).
    samples
        Samples to print of each rung.
    items
        Write only so many items a rung, the same on every rung.
    shots
        Few-shot examples to start from, where the task sets none.
    out
        Write the rungs into this new folder, which plain lm_eval --include_path runs.
    list_tasks
        Tell for every task of the installed lm-eval which operators fit and why not.
    match
        With --list: only tasks whose name holds this.
    """
    from rich.console import Console

    console = Console(soft_wrap=True, highlight=False)
    if list_tasks:
        from saturate.cli.harden_list import print_coverage

        print_coverage(console, match)
        return
    if task is None:
        raise SaturateError("Name a task, as in `saturate harden gsm8k`, or give --list.")
    if samples < 0 or (items is not None and items < 1) or (shots is not None and shots < 0):
        raise SaturateError("--samples and --shots can't be negative; --items starts at 1.")
    from saturate.cli.harden_show import grow, print_fits

    if operator is None:
        print_fits(console, task, shots)
    else:
        grow(console, task, operator, rungs, data, samples, items, shots, out)
