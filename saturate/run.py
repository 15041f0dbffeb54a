"""From a command line's settings to a finished run: fill in, plan, loop, results, report."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from rich.console import Console

from saturate.choice import choose_ladder
from saturate.collect import collect, round_so_far
from saturate.config import SEED_MODEL, RunConfig, VoterKind, Voters, build_config
from saturate.display import Display, accuracy_table
from saturate.errors import SaturateError
from saturate.loop import Loop, model_digest
from saturate.models import load, model_facts, resolve
from saturate.plan import make_plan, measure_speed, plan_lines
from saturate.registry import load_ladder
from saturate.results import ModelResult, Results, Round, write_results
from saturate.store import RunFolder
from saturate.summary import summary_lines

_RUNGS_BEYOND = 4
"""Rungs scored beyond those that one a round would reach."""
_LEARNING_RATES = {"seed": 2e-3, "full": 2e-5, "lora": 2e-4}


def complete_settings(settings: dict[str, Any]) -> RunConfig:
    """Fill in what the user left open, from the model and its ladder.

    Args:
        settings: What was asked for; ``None`` where nothing was.

    Raises:
        SaturateError: A setting is unknown or out of range.
    """
    given = {name: value for name, value in settings.items() if value is not None}
    first_model = str(given.get("model", SEED_MODEL)).split(",")[0].strip()
    facts = model_facts(resolve(first_model))
    name, given["ladder_reason"] = choose_ladder(
        given.get("benchmark", "gsm8k"),
        given.get("ladder"),
        facts.bare_prompts,
        given.get("benchmark_data"),
    )
    given["ladder"] = name
    info = load_ladder(name).describe()
    if not info.symmetry:
        given.setdefault("voters", Voters(VoterKind.SAMPLES, 7))
    start = given.setdefault("start_rung", facts.known_rungs.get(name, info.first - 1) + 1)
    kind = "seed" if facts.bare_prompts else "lora" if given.get("lora") else "full"
    given.setdefault("learning_rate", _LEARNING_RATES[kind])
    rounds = int(given.get("rounds", RunConfig.model_fields["rounds"].default))
    top = start + rounds - 1 + _RUNGS_BEYOND
    given.setdefault("score_rungs", (info.first, top if info.last is None else min(top, info.last)))
    config = build_config(**given)
    if config.voters.kind is VoterKind.VIEWS and not info.symmetry:
        raise SaturateError(f"Ladder {name} has no views; vote by --voters samples:5.")
    low, high = config.score_rungs
    beyond = [r for r in (config.start_rung, low, high) if r < info.first or r > (info.last or r)]
    if beyond or low > high:
        last = "any" if info.last is None else info.last
        raise SaturateError(
            f"Rung {(beyond or [high])[0]} is out of range: ladder {name} goes from {info.first} "
            f"to {last}."
        )
    return config


def default_folder(config: RunConfig) -> Path:
    """Where a run goes when no folder is named."""
    model = re.sub(r"[^A-Za-z0-9.]+", "-", Path(config.model).name)
    return Path("runs") / f"{config.ladder}-{model}-s{config.seed}"


def execute(
    config: RunConfig, out: Path | None, command: str, console: Console, dry_run: bool = False
) -> Results | None:
    """Run, or show the plan alone.

    Returns:
        The results; ``None`` after a dry run.
    """
    ladder = load_ladder(config.ladder, config.benchmark_data)
    path = resolve(config.model_names[0])
    loaded = load(path)
    plan = make_plan(config, ladder, loaded, measure_speed(loaded, ladder, config))
    folder = RunFolder(out or default_folder(config), warn=lambda text: _print(console, text))
    for line in [*plan_lines(config, ladder, loaded, plan), f"Folder     {folder.path}"]:
        _print(console, line)
    if dry_run:
        return None
    model = ModelResult(
        name=config.model,
        parameters=loaded.model.num_parameters(),
        digest=model_digest(path),
        known_rungs=loaded.known_rungs,
    )
    del loaded
    folder.claim(json.loads(config.model_dump_json()))

    def results(skipped: str | None) -> Results:
        return collect(folder.path, config, ladder, model, command, skipped)

    def after_round(arm: str, number: int) -> Round:
        return round_so_far(folder.path, arm, number, config, ladder)

    display = Display(console, after_round)
    with folder.lock():
        loop = Loop(config, folder, display)
        with display.running():
            loop.run()
        found = results(loop.skipped)
        write_results(folder.path, found)
        from saturate.reports import write_report

        report = write_report(found, folder.path / "report.html")
    if not console.is_terminal:
        console.print(accuracy_table([(a.arm, r) for a in found.arms for r in a.rounds]))
    for line in summary_lines(found):
        _print(console, line)
    _print(console, f"Report     {report}")
    return found


def _print(console: Console, text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)
