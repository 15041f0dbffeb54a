"""``saturate avalanche``: how many wrong labels a ladder and a model tolerate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from saturate.analysis.avalanche import Tolerance


def avalanche(
    *,
    benchmark: str = "gsm8k",
    ladder: str | None = None,
    model: str = "seed",
    rounds: int = 6,
    shares: str = "0.02,0.05,0.1,0.2,0.4",
    steps: int | None = None,
    proposals: int | None = None,
    score_items: int | Literal["adaptive"] | None = None,
    seed: int = 0,
    seeds: int = 1,
    benchmark_data: Path | None = None,
    out: Path | None = None,
    dry_run: Annotated[bool, Parameter(negative="")] = False,
) -> None:
    """Train on true labels with growing shares of wrong ones, and see which do harm.

    Arm gold and an arm noise:P for each share go through the same rounds, one rung up each.

    Parameters
    ----------
    benchmark
        The benchmark whose ladder is climbed.
    ladder
        Another ladder than the benchmark's own.
    model
        "seed" (the embedded model), a local folder, or a hub id.
    rounds
        Rounds of training, one rung up each.
    shares
        Shares of wrong labels, with commas.
    steps
        Training steps a round.
    proposals
        Problems on each rung, times the number of voters of a run.
    score_items
        Items scored on each rung after every round; adaptive: 100 near the frontier, 20 elsewhere.
    seed
        Seed of every random choice.
    seeds
        How many seeds to run, from --seed on, one after another; each has a folder of its own.
    benchmark_data
        Folder with the benchmark's files, where the hub is out of reach.
    out
        Run folder (default: the run's own, with -avalanche).
    dry_run
        Print the plan and stop.
    """
    import shlex
    import sys

    from rich.console import Console

    from saturate.analysis.avalanche import sentence, tolerances
    from saturate.config.arms import GOLD, parse_arms
    from saturate.errors import SaturateError
    from saturate.results.terminal import print_table
    from saturate.run.defaults import complete_settings, default_folder
    from saturate.run.execute import execute
    from saturate.storage.outputs import check_folder

    noise = [f"noise:{share.strip()}" for share in shares.split(",") if share.strip()]
    if not noise:
        raise SaturateError("--shares names no share of wrong labels; write 0.02,0.1 or the like.")
    if seeds < 1:
        raise SaturateError("--seeds must be 1 or more.")
    if out is not None:
        check_folder(out)
    settings = {
        "benchmark": benchmark, "ladder": ladder, "model": model, "rounds": rounds,
        "arms": parse_arms(",".join([str(GOLD), *noise])), "steps": steps, "proposals": proposals,
        "score_items": score_items, "score_original": "never",
        "benchmark_data": None if benchmark_data is None else benchmark_data.resolve(),
    }  # fmt: skip
    console = Console()
    command = shlex.join(["saturate", *sys.argv[1:]])
    runs = []
    for number in range(seed, seed + seeds):
        place = out if seeds == 1 or out is None else out / f"seed-{number}"
        config = complete_settings({**settings, "seed": number}, place)
        if place is None:
            usual = default_folder(config)
            place = usual.with_name(f"{usual.name}-avalanche")
            config = complete_settings({**settings, "seed": number}, place)
        runs.append(execute(config, place, command, console, dry_run))
    if done := [one for one in runs if one is not None]:
        found = tolerances(done)
        print_table(console, _table(found))
        console.print(sentence(found, seeds), highlight=False, markup=False, soft_wrap=True)


def _table(found: Sequence[Tolerance]) -> Table:
    from rich.table import Table

    title = "Frontier with wrong labels, in rungs beyond that with true ones (95 % intervals)"
    table = Table(title=title, title_justify="left", pad_edge=False)
    table.add_column("round", justify="right")
    table.add_column("trained up to", justify="right")
    for damage in found[0].damages:
        table.add_column(f"{damage.share:.0%}", justify="right")
    table.add_column("tolerated", justify="right")
    for one in found:
        cells = [
            f"{d.distance.value:+.1f} [{d.distance.low:+.1f}, {d.distance.high:+.1f}]"
            for d in one.damages
        ]
        table.add_row(str(one.round), str(one.rung), *cells, f"{one.tolerated:.0%}")
    return table
