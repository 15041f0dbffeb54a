"""Freezes rungs of a hardened task, with the task's own filters and metric.

The documents hold what a run's score reads, examples included, so that a model scores the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from saturate.errors import SaturateError
from saturate.harden.folder import write_folder
from saturate.harden.ladder import HardenedLadder
from saturate.harden.rungs import hard_name
from saturate.ladder import Problem


def write_hardened(
    ladder: HardenedLadder, problems: Mapping[int, Sequence[Problem]], form: str, out: Path
) -> str:
    """Write the folder.

    Args:
        ladder: Whose rungs they are.
        problems: What is asked, by rung.
        form: How the data are stored.
        out: The folder; it must not exist, or be empty.

    Returns:
        Name of the group.

    Raises:
        SaturateError: The form is another than JSON lines, or lm-eval cannot load the result.
    """
    if form != "jsonl":
        raise SaturateError(
            f"The rungs of {ladder.describe().name} are written as JSON lines; leave out --format."
        )
    operator = ladder.operator
    rungs = [ladder.frozen_rung(rung, found) for rung, found in problems.items()]
    write_folder(out, operator, rungs)
    return hard_name(operator.source.name, operator.name)
