"""``saturate check-ladder``: whether a family keeps the contract, and what to mend."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from pydantic import Field

from saturate.config.fields import ITEMS, SWITCH, DataFolder, Rungs, Seed
from saturate.config.settings import ModelSettings
from saturate.errors import SaturateError

if TYPE_CHECKING:
    from saturate.checking.check import Check, Report

_DRAWN = {"rungs", "problems", "python", "benchmark_data", "markdown"}
"""Settings of what is looked at without any model."""


class CheckSettings(ModelSettings):
    """What is looked at, how much is drawn, and who answers."""

    rungs: Rungs | None = None
    """Rungs that are looked at, as first:last, or one (default: eight at most, the first and the
    last among them; of an open-ended ladder up to 40)."""
    model: str = ""
    """Ask this model as well, and see that no harder rung is answered better than an easier one: a
    local folder, a hub id, or seed, the embedded model (default: none is asked)."""
    items: Annotated[int, Field(ge=10), ITEMS] = 40
    """Problems of each rung that the model is asked."""
    seed: Seed = 1
    """Which problems it is asked."""
    problems: Annotated[int, Field(ge=1_000)] = 20_000
    """How many problems are drawn to see that splits stay apart; 100000 for a release."""
    python: str = sys.executable
    """The Python that draws the problems once more; the family has to be installed there."""
    benchmark_data: DataFolder | None = None
    """Folder of published items, for ladders that grow out of them."""
    markdown: Annotated[bool, SWITCH] = False
    """Print the table of a README instead; what is to be mended goes to the error output."""


def check_ladder(
    ladder: str,
    /,
    *,
    settings: Annotated[CheckSettings, Parameter(name="*")] = CheckSettings(),
) -> None:
    """Check a family of problems, ours or your own, and say what to mend.

    Draws problems again in a new process, compares splits, solver, views and readings, reads
    hostile texts, and measures the rungs. The exit code is 1 where something is to be mended.

    Parameters
    ----------
    ladder
        Name of the ladder; saturate tasks lists them.
    """
    from saturate.checking.check import check_ladder as check
    from saturate.checking.markdown import table

    asking = CheckSettings.model_fields.keys() - _DRAWN
    if not settings.model and (flag := settings.given_flag(asking)):
        raise SaturateError(f"{flag} is about the model that is asked; give --model too.")
    data, python = settings.benchmark_data, settings.python
    report = check(ladder, settings.problems, data, python, settings.rungs)
    if settings.model:
        report = report._replace(checks=(*report.checks, _difficulty(ladder, report, settings)))
    told = sys.stderr if settings.markdown else sys.stdout
    for one in report.checks:
        if one.faults or not settings.markdown:
            print(f"{'mend' if one.faults else 'good':<6}{one.title}", file=told)
        for fault in one.faults:
            print(f"      - {fault.encode('utf-8', 'backslashreplace').decode()}", file=told)
    print(f"\n{table(report)}" if not settings.markdown else table(report))
    if report.faults:
        raise SystemExit(1)


def _difficulty(ladder: str, report: Report, settings: CheckSettings) -> Check:
    """Ask the model on every rung that was looked at."""
    from saturate.analysis.asking import model_asker
    from saturate.checking.check import Check
    from saturate.checking.difficulty import harder

    data = settings.benchmark_data
    with model_asker("check-ladder", ladder, settings, settings.seed, data) as ask:
        counts = ask({one.rung: settings.items for one in report.figures}).counts
    shown = ", ".join(f"{rung}: {right}/{total}" for rung, (right, total) in counts.items())
    return Check(f"difficulty (right by rung {shown})", tuple(harder(counts)))
