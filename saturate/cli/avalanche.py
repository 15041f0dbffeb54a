"""``saturate avalanche``: how many wrong labels a ladder and a model tolerate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from pydantic import Field

from saturate.config.arms import GOLD, ArmKind
from saturate.config.fields import SWITCH, Names, RoundCount
from saturate.config.run_config import build_config, config_of
from saturate.config.settings import (
    ChanceSettings,
    LadderSettings,
    ModelSettings,
    RoundSettings,
    ScoreSettings,
    TrainingSettings,
)
from saturate.errors import SaturateError, without_secrets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from saturate.analysis.avalanche import Damage, Tolerance


class AvalancheSettings(
    ChanceSettings, ScoreSettings, TrainingSettings, RoundSettings, ModelSettings, LadderSettings
):
    """The run, and which wrong labels it is given."""

    rounds: RoundCount = 6
    """Rounds of training, one rung up each."""
    shares: Names = ("0.02", "0.05", "0.1", "0.2", "0.4")
    """Shares of wrong labels, with commas."""
    seeds: Annotated[int, Field(ge=1)] = 1
    """How many seeds to run, from --seed on, one after another; each has a folder of its own."""


def avalanche(
    *,
    settings: Annotated[AvalancheSettings, Parameter(name="*")] = AvalancheSettings(),
    out: Path | None = None,
    dry_run: Annotated[bool, SWITCH] = False,
) -> None:
    """Train on true labels with growing shares of wrong ones, and see which do harm.

    Arm gold and an arm noise:P for each share go through the same rounds, one rung up each.

    Parameters
    ----------
    out
        Run folder (default: the run's own, with -avalanche).
    dry_run
        Print the plan and stop.
    """
    import shlex
    import sys

    from rich.console import Console

    from saturate.analysis.avalanche import sentence, tolerances
    from saturate.results.terminal import print_line, print_table
    from saturate.run.defaults import default_folder, resolve_config
    from saturate.run.execute import execute
    from saturate.storage.outputs import check_folder

    if not settings.shares:
        raise SaturateError("--shares names no share of wrong labels; write 0.02,0.1 or the like.")
    if out is not None:
        check_folder(out)
    arms = [str(GOLD), *(f"{ArmKind.NOISE}:{share}" for share in settings.shares)]
    asked = config_of(settings, rounds=settings.rounds, arms=arms, score_original="never")
    console = Console()
    command = without_secrets(shlex.join(["saturate", *sys.argv[1:]]))
    runs = []
    for seed in range(settings.seed, settings.seed + settings.seeds):
        seeded = build_config(**asked.given() | {"seed": seed})
        folder = out if settings.seeds == 1 or out is None else out / f"seed-{seed}"
        if folder is None:
            usual = default_folder(resolve_config(seeded))
            folder = usual.with_name(f"{usual.name}-avalanche")
        config = resolve_config(seeded, folder)
        runs.append(execute(config, folder, command, console, dry_run))
    if done := [one for one in runs if one is not None]:
        found = tolerances(done)
        for part in _tables(found, console.width if console.is_terminal else None):
            print_table(console, part)
        print_line(console, sentence(found, settings.seeds), hanging=0)


def _tables(found: Sequence[Tolerance], width: int | None) -> list[Table]:
    from saturate.results.terminal import figure_tables

    title = "Frontier with wrong labels, in rungs beyond that with true ones (95 % intervals)"
    shares = [f"{damage.share:.0%}" for damage in found[0].damages]
    rows = []
    for one in found:
        tolerated = f"{one.tolerated:.0%}" if one.known else "-"
        rows.append([str(one.round), str(one.rung), *map(_cell, one.damages), tolerated])
    return figure_tables(title, ["round", "trained up to", *shares, "tolerated"], rows, width)


def _cell(damage: Damage) -> str:
    from saturate.results.text import interval_text

    if damage.distance is None or damage.bound == "measured":
        return interval_text(damage.distance, 1, "+")
    end = damage.distance.high if damage.bound == "at most" else damage.distance.low
    return f"{damage.bound} {end:+.1f}"
