"""The command line. ``saturate --benchmark gsm8k`` is short for ``saturate run --benchmark gsm8k``.

Heavy libraries are imported inside commands, so that ``saturate --help`` answers at once.
"""

from __future__ import annotations

import os
import shlex
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter

from saturate.cli.avalanche import avalanche
from saturate.cli.calibrate import calibrate
from saturate.cli.export import export
from saturate.cli.harden import harden
from saturate.cli.push import push
from saturate.cli.report import report
from saturate.cli.show import show
from saturate.cli.tasks import tasks
from saturate.cli.teach import teach
from saturate.cli.verdict import verdict
from saturate.cli.voters import voters
from saturate.errors import SaturateError

_EXIT_USER = 2
_EXIT_INTERRUPT = 130

app = App(
    name="saturate",
    help="Grow harder variants of a benchmark, self-improve on them, and see what the gain was.",
    version=lambda: version("lm-saturate"),
    version_flags=["--version"],
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)
for command in (
    avalanche,
    calibrate,
    export,
    harden,
    push,
    report,
    show,
    tasks,
    teach,
    verdict,
    voters,
):
    app.command(command)


@app.command
def run(
    *,
    benchmark: str = "gsm8k",
    rounds: int = 8,
    ladder: str | None = None,
    model: str = "seed",
    arms: str = "voted,unfiltered",
    voters: str | None = None,
    view_source: Literal["auto", "ladder", "text", "model"] | None = None,
    stop_voting: Literal["never", "lost", "certain", "likely"] | None = None,
    filters: str = "vote,length",
    agreement: float | None = None,
    coverage_floor: float | None = None,
    precision_floor: float | None = None,
    rungs_per_round: int | None = None,
    rollback: bool | None = None,
    proposals: int | None = None,
    score_items: int | Literal["adaptive"] | None = None,
    start_rung: int | None = None,
    score_rungs: str | None = None,
    steps: int | None = None,
    batch_size: int | None = None,
    learning_rate: float | None = None,
    temperature: float | None = None,
    max_new_tokens: int | None = None,
    lora: Annotated[bool, Parameter(negative="")] = False,
    engine: Literal["transformers", "vllm"] | None = None,
    seed: int = 0,
    score_original: Literal["every", "ends", "never"] | None = None,
    benchmark_data: Path | None = None,
    original_items: int | None = None,
    report_to: str = "",
    out: Path | None = None,
    dry_run: Annotated[bool, Parameter(negative="")] = False,
) -> None:
    """Climb a benchmark's ladder by voted self-training, beside its controls.

    Prints the plan, then runs. Running the same command again continues after the last complete
    stage.

    Parameters
    ----------
    benchmark
        The benchmark whose ladder is climbed.
    rounds
        Rounds of propose, vote, filter, train, score.
    ladder
        The ladder (default: the one that suits the model; the plan says why).
    model
        "seed" (the embedded model), a local folder, or a hub id.
    arms
        Policies to run, comma-separated: voted, unfiltered, random-label, format, gold,
        noise:P (a share P of wrong labels), maj (the base model's majority vote, untrained).
    voters
        Who answers a proposal: views:K (rewrites that change the computation), samples:K
        (temperature samples), models:K (models from different seeds); with commas they multiply:
        models:3,views:4. Default: views:7, or samples:7 on a ladder without views.
    view_source
        Where views come from: the ladder's symmetry, the text alone, or rewrites by the model
        (default: the ladder's where it declares any, else text and model).
    stop_voting
        When a problem's remaining voters are not asked: never, once its label is lost, once its
        outcome is certain, or once it is likely (default: never).
    filters
        What the voted arm keeps by: vote,length, either alone, or none.
    agreement
        Share of the ballots that a label must exceed (default 0.7: 5 of 7).
    coverage_floor
        A rung is labelled only if at least this share of its proposals is kept (default 0.5).
    precision_floor
        A rung is trained on only if its estimated label precision reaches this (default 0.95).
    rungs_per_round
        Most rungs that a round may label (default 3).
    rollback
        Undo a round after which the voted arm answers otherwise than it was taught (default: yes).
    proposals
        Labels wanted on each rung of a round.
    score_items
        Items scored on each rung after every round; adaptive: 100 near the frontier, 20 elsewhere.
    start_rung
        First rung to label (default: one above those that the model was taught).
    score_rungs
        Rungs to score, as first:last.
    steps
        Training steps a round.
    batch_size
        Training pairs a step.
    learning_rate
        Peak learning rate.
    temperature
        Temperature of samples voters.
    max_new_tokens
        Longest completion.
    lora
        Train low-rank adapters instead of all weights.
    engine
        What generates answers: transformers, or vllm (an extra, for GPUs).
    seed
        Seed of every random choice.
    score_original
        When to score the original benchmark as well (default: ends).
    benchmark_data
        Folder with the benchmark's train.jsonl and test.jsonl, where the hub is out of reach.
    original_items
        Score only so many items of the original benchmark.
    report_to
        Trackers that rounds and training losses go to, comma-separated: wandb, trackio, mlflow,
        tensorboard.
    out
        Run folder (default: runs/LADDER-MODEL-sSEED).
    dry_run
        Print the plan and stop.
    """
    from rich.console import Console

    from saturate.config.arms import parse_arms
    from saturate.config.run_config import parse_filters, parse_range
    from saturate.config.voters import parse_voters
    from saturate.run.defaults import complete_settings
    from saturate.run.execute import execute
    from saturate.storage.outputs import check_folder
    from saturate.trackers import parse_trackers

    if out is not None:
        check_folder(out)
    settings = {
        "benchmark": benchmark,
        "rounds": rounds,
        "ladder": ladder,
        "model": model,
        "arms": parse_arms(arms),
        "voters": None if voters is None else parse_voters(voters),
        "view_source": view_source,
        "stop_voting": stop_voting,
        "filters": parse_filters(filters),
        "agreement": agreement,
        "coverage_floor": coverage_floor,
        "precision_floor": precision_floor,
        "rungs_per_round": rungs_per_round,
        "rollback": rollback,
        "proposals": proposals,
        "score_items": score_items,
        "start_rung": start_rung,
        "score_rungs": None if score_rungs is None else parse_range(score_rungs),
        "steps": steps,
        "batch_size": batch_size,
        "learning_rate": learning_rate,
        "temperature": temperature,
        "max_new_tokens": max_new_tokens,
        "lora": lora,
        "engine": engine,
        "seed": seed,
        "score_original": score_original,
        "benchmark_data": None if benchmark_data is None else benchmark_data.resolve(),
        "original_items": original_items,
        "report_to": parse_trackers(report_to),
    }
    command = shlex.join(["saturate", *sys.argv[1:]])
    execute(complete_settings(settings, out), out, command, Console(), dry_run)


@app.command
def seed(out: Path, /, *, number: int = 0, minutes: float | None = None) -> None:
    """Train the embedded seed model again from scratch, by the recorded recipe.

    Parameters
    ----------
    out
        Folder for the model.
    number
        Which seed model; its number is its random seed.
    minutes
        Stop after so many minutes instead of the recipe's steps (for a trial).
    """
    from rich.console import Console

    from saturate.seed.recipe import train_seed
    from saturate.storage.outputs import check_folder

    check_folder(out)
    train_seed(out, number, Console(), minutes)


def main() -> None:
    """Entry point: quiet libraries, ``run`` as the default command, errors as sentences."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # spinning threads starve each other
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("TQDM_DISABLE", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    words = sys.argv[1:]
    if words and words[0].startswith("--") and words[0] not in ("--help", "--version"):
        words = ["run", *words]
    try:
        app(words)
    except SaturateError as error:
        print(f"saturate: {error}", file=sys.stderr)
        raise SystemExit(_EXIT_USER) from None
    except KeyboardInterrupt:
        print("\nStopped. The same command continues after the last complete stage.")
        raise SystemExit(_EXIT_INTERRUPT) from None
