"""``saturate voters``: how many voters are needed, and what they cost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from pydantic import Field

from saturate.config.arms import VOTED
from saturate.config.fields import VoterCounts
from saturate.config.run_config import config_of
from saturate.config.settings import (
    ChanceSettings,
    LadderSettings,
    ModelSettings,
    VoterSettings,
)
from saturate.config.voters import Voters
from saturate.errors import SaturateError

if TYPE_CHECKING:
    from rich.console import Console

    from saturate.analysis.voters.gather import PanelSet
    from saturate.analysis.voters.tables import Table


class PanelSettings(ChanceSettings, VoterSettings, ModelSettings, LadderSettings):
    """Who is asked about what, where no run is named."""

    rung: Annotated[int, Field(ge=1)] | None = None
    """The rung to ask about (default: one above those that the model was taught)."""
    voters: VoterCounts = Voters(views=9)
    """Who is asked: views:9, samples:9, models:3,views:3 ..."""
    count: Annotated[int, Field(ge=8, le=100_000), Parameter(name=["--count", "-n"])] = 200
    """Problems to ask about."""


def voters(
    run_folder: Path | None = None,
    /,
    *,
    settings: Annotated[PanelSettings, Parameter(name="*")] = PanelSettings(),
    arm: str | None = None,
    precision: float = 0.98,
    json: Path | None = None,
) -> None:
    """Measure voters against sealed gold: on a finished run's ballots, or by asking now.

    Parameters
    ----------
    run_folder
        A run folder, whose ballots are analysed. Without it a model is asked.
    arm
        The arm whose ballots are analysed (default: voted).
    precision
        The label precision wanted, for the cheapest setting.
    json
        File for all figures.
    """
    from rich.console import Console

    from saturate.analysis.voters.analysis import analyse
    from saturate.analysis.voters.gather import from_run
    from saturate.storage.outputs import check_file

    if not 0 < precision <= 1:
        raise SaturateError(f"--precision {precision}: a share between 0 and 1 is wanted.")
    if json is not None:
        check_file(json)
    console = Console()
    if run_folder is None:
        if arm is not None:
            raise SaturateError("--arm is about a run's ballots; name the run's folder, too.")
        gathered = _ask(settings, console)
    else:
        if flag := settings.given_flag(settings.given().keys()):
            raise SaturateError(
                f"{flag} is about asking now, and {run_folder} holds ballots; leave one out."
            )
        gathered = from_run(run_folder, arm or str(VOTED))
    found = [analyse(panel, gathered.needed, precision) for panel in gathered.panels]
    if json is not None:
        from dataclasses import asdict

        from saturate.storage.files import disk_errors, write_json

        with disk_errors(json):
            write_json(json, [asdict(one) for one in found])
    from saturate.analysis.voters import tables
    from saturate.results.terminal import print_line

    _show(console, tables.voters_table(found))
    last = found[-1]
    shown = [k for k in range(1, last.seats + 1) if k % 2 or k == last.seats]
    _show(console, tables.settings_table(last, shown))
    _show(console, tables.stopping_table([last]))
    if last.harmonic:
        _show(console, tables.harmonic_table([last]))
    print_line(console, tables.cheapest_line(last), hanging=0)


def _ask(settings: PanelSettings, console: Console) -> PanelSet:
    """Ask a model now, with a bar."""
    from rich.progress import Progress

    from saturate.analysis.voters.gather import from_model
    from saturate.config.model_options import keeping
    from saturate.run.defaults import resolve_config
    from saturate.storage.answers import kept_answers

    rung = {} if settings.rung is None else {"start_rung": settings.rung}
    config = resolve_config(config_of(settings, voters=settings.voters, **rung))
    asked = [config.stage_settings(), settings.count]
    with kept_answers("voters", asked) as file, Progress(console=console, transient=True) as bar:
        task = bar.add_task(f"asking {config.voters}", total=settings.count * config.voters.seats)
        return from_model(
            config,
            config.start_rung,
            settings.count,
            lambda done: bar.advance(task, done),
            keeping(config.model_options, file),
        )


def _show(console: Console, table: Table) -> None:
    """Print a table of figures."""
    from saturate.results.terminal import figure_tables, print_table

    for part in figure_tables(*table, console.width if console.is_terminal else None):
        print_table(console, part)
