"""Writes the evaluations of a run: complete under the folder's name, or not there at all."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from saturate.config.fields import RecordForm
from saturate.errors import SaturateError
from saturate.publish.private import public_results, refuse_leaks
from saturate.publish.records.evaluations import evaluations
from saturate.publish.records.every_eval_ever import write_every_eval_ever
from saturate.publish.records.lm_eval_logs import write_lm_eval_logs
from saturate.results.files import read_results
from saturate.storage.atomic import atomic_folder
from saturate.storage.files import disk_errors
from saturate.storage.outputs import check_new_folder


class WrittenRecords(NamedTuple):
    """What was written."""

    models: int
    """Evaluated models: the base, and one for each round of every arm."""
    rows: int
    """Rows of all of them, one for each item and filter."""


def write_records(run: Path, form: RecordForm, organization: str, out: Path) -> WrittenRecords:
    """Write every evaluation of a complete run, without what belongs to a machine or a person.

    Args:
        run: The run folder.
        form: Whose format.
        organization: Who ran it.
        out: A new folder.

    Raises:
        SaturateError: The run is not complete, lacks scored items, was played turn by turn where
            lm-eval's logs are asked for, or the folder is in use.
    """
    check_new_folder(out)
    results = read_results(run)
    if not results.complete:
        raise SaturateError(f"{run} is not complete; repeat its command, then write its records.")
    if form == "lm-eval" and results.config.get("play") == "turns":
        raise SaturateError(
            f"The rungs of {run} were played turn by turn, which lm-eval does not do, so it has no "
            "logs of them; take --for every-eval-ever."
        )
    public = public_results(results)
    models = rows = 0
    with disk_errors(out), atomic_folder(out) as partial:
        for one in evaluations(run, results, organization):
            if form == "lm-eval":
                write_lm_eval_logs(one, public, partial)
            else:
                write_every_eval_ever(one, public, organization, partial)
            models += 1
            rows += sum(len(task.rows) for task in one.tasks)
        refuse_leaks(partial, run)
        check_new_folder(out)
    return WrittenRecords(models, rows)
