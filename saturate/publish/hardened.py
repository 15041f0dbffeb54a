"""Freezes rungs of a hardened task, with the task's own filters and metric.

The documents hold what a run's score reads, examples included, and answers have the room that a run
gives them by default, so that a model scores the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from saturate.config.model_options import ANSWER_TOKENS
from saturate.errors import SaturateError
from saturate.harden.folder import write_folder
from saturate.harden.ladder import HardenedLadder
from saturate.harden.rungs import Rung, hard_name
from saturate.ladder import LIMITS, Problem, tokens_asked


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
    rungs = [_with_room(ladder.frozen_rung(rung, found)) for rung, found in problems.items()]
    write_folder(out, operator, rungs)
    return hard_name(operator.source.name, operator.name)


def _with_room(rung: Rung) -> Rung:
    """The rung; where its task leaves the length of answers open, with a run's."""
    settings = rung.config.get("generation_kwargs") or {"do_sample": False}
    written = rung.config.get("output_type", "generate_until") == "generate_until"
    if not written or tokens_asked(settings) is not None:
        return rung
    room = settings | {LIMITS[0]: ANSWER_TOKENS}
    return rung._replace(config=rung.config | {"generation_kwargs": room})
