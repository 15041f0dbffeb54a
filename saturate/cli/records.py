"""``saturate records``: a run's evaluations in the formats of others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from saturate.config.fields import RecordForm


def records(
    run_folder: Path,
    /,
    *,
    form: Annotated[RecordForm, Parameter(name="--for")],
    out: Path,
    organization: str = "unknown",
) -> None:
    """Write a run's evaluations for others to read: the base model's, and those of every round.

    Parameters
    ----------
    run_folder
        The folder of a complete run.
    form
        Whose format: every-eval-ever (a record a model, with its items), or lm-eval (what lm_eval
        --log_samples writes).
    out
        A new folder.
    organization
        Who ran it, as records name them.
    """
    from saturate.publish.records import write_records

    done = write_records(run_folder, form, organization, out)
    print(f"Written    {out}, {done.models} models, {done.rows:,} rows of items")
