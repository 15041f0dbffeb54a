"""``saturate run``: climb a benchmark's ladder. The command that is meant where none is named."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from saturate.config.fields import SWITCH
from saturate.config.run_config import RunConfig
from saturate.errors import without_secrets


def run(
    *,
    config: Annotated[RunConfig, Parameter(name="*")] = RunConfig(),
    out: Path | None = None,
    dry_run: Annotated[bool, SWITCH] = False,
    jobs: Annotated[int, Parameter(validator=Number(gte=1))] | None = None,
) -> None:
    """Climb a benchmark's ladder by voted self-training, beside its controls.

    Prints the plan, then runs. Running the same command again continues after the last complete
    stage.

    Parameters
    ----------
    out
        Run folder (default: runs/LADDER-MODEL-sSEED).
    dry_run
        Print the plan and stop.
    jobs
        Most processes at work at once: arms go side by side, and those that no arm holds help to
        answer and to train (default: as cores and memory allow). Results are the same for any
        number.
    """
    from rich.console import Console

    from saturate.run.defaults import resolve_config
    from saturate.run.execute import execute
    from saturate.storage.outputs import check_folder
    from saturate.trackers import check_trackers

    if out is not None:
        check_folder(out)
    check_trackers(config.report_to)
    command = without_secrets(shlex.join(["saturate", *sys.argv[1:]]))
    execute(resolve_config(config, out), out, command, Console(), dry_run, jobs)
