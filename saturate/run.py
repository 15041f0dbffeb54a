"""From a command line's settings to a finished run: fill in, plan, loop, results, report."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from saturate.collect import collect, round_so_far
from saturate.config import SEED_MODEL, RunConfig, build_config
from saturate.display import Display, accuracy_table
from saturate.errors import SaturateError
from saturate.growing import Growing
from saturate.loop import Loop, model_digest
from saturate.models import load, model_facts, resolve
from saturate.plan import make_plan, measure_speed, plan_lines
from saturate.registry import ladder_for, load_ladder
from saturate.results import ModelResult, Results, Round, write_results
from saturate.seed.tokenizer import build_tokenizer
from saturate.store import RunFolder
from saturate.summary import summary_lines
from saturate.trackers import Team

_RUNGS_A_ROUND = 2
"""Rungs are scored up to where so many a round would lead."""
_ROOM_ITEMS = 20
_LEARNING_RATES = {"seed": 2e-3, "full": 2e-5, "lora": 2e-4}


def complete_settings(settings: dict[str, Any]) -> RunConfig:
    """Fill in what the user left open, from the model and its ladder.

    Args:
        settings: What was asked for; ``None`` where nothing was.

    Raises:
        SaturateError: A setting is unknown or out of range.
    """
    given = {name: value for name, value in settings.items() if value is not None}
    if "ladder" not in given:
        given["ladder"] = ladder_for(given.get("benchmark", "gsm8k"))
    name = given["ladder"]
    info = load_ladder(name).describe()
    first_model = str(given.get("model", SEED_MODEL)).split(",")[0].strip()
    facts = model_facts(resolve(first_model))
    start = given.setdefault("start_rung", facts.known_rungs.get(name, info.first - 1) + 1)
    kind = "seed" if facts.bare_prompts else "lora" if given.get("lora") else "full"
    given.setdefault("learning_rate", _LEARNING_RATES[kind])
    if "vote" not in given.get("filters", ("vote",)):
        # Agreement alone cannot promise good labels where nothing is voted on: coverage paces.
        given.setdefault("precision_floor", 0.0)
    rounds = int(given.get("rounds", RunConfig.model_fields["rounds"].default))
    top = start + _RUNGS_A_ROUND * rounds
    given.setdefault("score_rungs", (info.first, top if info.last is None else min(top, info.last)))
    if facts.bare_prompts:
        given.setdefault("max_new_tokens", _room(name, given["score_rungs"][1]))
    config = build_config(**given)
    source = config.view_source
    only_declared = source == "ladder" or (facts.bare_prompts and source != "text")
    if config.voters.views > 1 and only_declared and not info.symmetry:
        raise SaturateError(f"Ladder {name} has no views; vote by --voters samples:5.")
    if source == "model" and facts.bare_prompts:
        raise SaturateError(
            f"Model {first_model!r} takes bare problems and cannot rewrite one; leave out "
            "--view-source model."
        )
    low, high = config.score_rungs
    beyond = [r for r in (config.start_rung, low, high) if r < info.first or r > (info.last or r)]
    if beyond or low > high:
        last = "any" if info.last is None else info.last
        raise SaturateError(
            f"Rung {(beyond or [high])[0]} is out of range: ladder {name} goes from {info.first} "
            f"to {last}."
        )
    return config


def _room(ladder: str, rung: int) -> int:
    """Tokens that an embedded model's answer may take: solutions of the last rung, and a quarter.

    Beyond what it knows such a model often never ends, and scoring would wait for that.
    """
    problems = [load_ladder(ladder).problem(rung, "train", index) for index in range(_ROOM_ITEMS)]
    solutions = build_tokenizer()([problem.solution for problem in problems])["input_ids"]
    return max(len(tokens) for tokens in solutions) * 5 // 4


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
    ladder = load_ladder(config.ladder)
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

    def results(rounds: Mapping[tuple[str, int], Round] | None = None) -> Results:
        return collect(folder.path, config, ladder, model, command, loop.skipped, rounds)

    growing = Growing(folder.path, results)

    def after_round(arm: str, number: int) -> Round:
        found = round_so_far(folder.path, arm, number, config, ladder)
        growing.add(arm, number, found)
        trackers.round(arm, found)
        return found

    display = Display(console, after_round)
    settings = config.model_dump(mode="json")
    trackers = Team(config.report_to, folder.path, settings, ladder.describe().axis, display.note)
    with folder.lock():
        trackers.try_out()
        loop = Loop(config, folder, display, trackers)
        with display.running():
            loop.run()
        found = results()
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
