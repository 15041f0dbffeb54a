"""``saturate voters``: how many voters are needed, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from saturate.errors import SaturateError

if TYPE_CHECKING:
    from rich.console import Console

    from saturate.analysis.voters.gather import PanelSet
    from saturate.analysis.voters.tables import Table


def voters(
    run_folder: Path | None = None,
    /,
    *,
    arm: str = "voted",
    model: str = "seed",
    ladder: str | None = None,
    rung: int | None = None,
    voters: str = "views:9",
    view_source: str | None = None,
    count: Annotated[int, Parameter(name=["--count", "-n"])] = 200,
    agreement: float | None = None,
    temperature: float | None = None,
    max_new_tokens: int | None = None,
    engine: Literal["transformers", "vllm"] | None = None,
    seed: int = 0,
    precision: float = 0.98,
    json: Path | None = None,
) -> None:
    """Measure voters against sealed gold: on a finished run's ballots, or by asking now.

    Parameters
    ----------
    run_folder
        A run folder, whose ballots are analysed. Without it a model is asked.
    arm
        The arm whose ballots are analysed.
    model
        The model to ask; one for each of several with commas.
    ladder
        The ladder to ask about.
    rung
        The rung to ask about (default: one above those that the model was taught).
    voters
        Who is asked: views:9, samples:9, models:3,views:3 ...
    view_source
        Where views come from: auto, ladder, text or model.
    count
        Problems to ask about.
    agreement
        Share of the ballots that a label must exceed, where ways of voting are compared.
    temperature
        Temperature of samples.
    max_new_tokens
        Longest completion.
    engine
        What generates answers: transformers, or vllm (an extra, for GPUs).
    seed
        Seed of the problems and of sampling.
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
    if run_folder is not None:
        gathered = from_run(run_folder, arm)
    else:
        given = {
            "model": model, "ladder": ladder, "start_rung": rung, "view_source": view_source,
            "agreement": agreement, "temperature": temperature, "max_new_tokens": max_new_tokens,
            "engine": engine, "seed": seed,
        }  # fmt: skip
        gathered = _ask(given, voters, count, console)
    found = [analyse(panel, gathered.needed, precision) for panel in gathered.panels]
    if json is not None:
        from dataclasses import asdict

        from saturate.storage.files import disk_errors, write_json

        with disk_errors(json):
            write_json(json, [asdict(one) for one in found])
    from saturate.analysis.voters import tables

    _show(console, tables.voters_table(found))
    last = found[-1]
    shown = [k for k in range(1, last.seats + 1) if k % 2 or k == last.seats]
    _show(console, tables.settings_table(last, shown))
    _show(console, tables.stopping_table([last]))
    _show(console, tables.weighing_table([last]))
    if last.harmonic:
        _show(console, tables.harmonic_table([last]))
    console.print(tables.cheapest_line(last), highlight=False, markup=False, soft_wrap=True)


def _ask(given: Mapping[str, object], voters: str, count: int, console: Console) -> PanelSet:
    """Ask a model now, with a bar."""
    from rich.progress import Progress

    from saturate.analysis.voters.gather import from_model
    from saturate.config.voters import parse_voters
    from saturate.run.defaults import complete_settings

    if not 8 <= count <= 100_000:
        raise SaturateError(f"--count {count}: between 8 and 100,000 problems can be asked.")
    config = complete_settings({**given, "voters": parse_voters(voters)})
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(f"asking {config.voters}", total=count * config.voters.seats)
        return from_model(config, config.start_rung, count, lambda done: bar.advance(task, done))


def _show(console: Console, table: Table) -> None:
    """Print a table of figures."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as Drawn

    from saturate.results.terminal import print_table

    drawn = Drawn(title=table.title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for i, head in enumerate(table.heads):
        drawn.add_column(head, justify="left" if i == 0 else "right")
    for row in table.rows:
        drawn.add_row(*row)
    print_table(console, drawn)
