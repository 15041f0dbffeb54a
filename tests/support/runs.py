"""Runs that are small enough for a test, and what they leave behind."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

SMALL: dict[str, Any] = {
    "rounds": 2,
    "proposals": 16,
    "steps": 6,
    "batch_size": 16,
    "score_items": 8,
    "rungs_per_round": 1,
    "score_original": "never",
}


def procedural_ladders() -> list[str]:
    """Ladders that need no data; those of items have tests of their own."""
    from saturate.registry import ladder_names, load_ladder

    return [n for n in ladder_names() if load_ladder(n).describe().source == "procedural"]


def small_config(**settings: Any):
    from saturate.config.run_config import build_config
    from saturate.run.defaults import resolve_config

    return resolve_config(build_config(**SMALL | {"score_rungs": (6, 8)} | settings))


def execute_small(out: Path, jobs: int = 1, **settings: Any):
    """Run, in this process unless ``jobs`` says more; returns the results and the terminal's text.

    So few labels cannot tell their precision, so none is asked for.
    """
    from saturate.run.execute import execute

    console = Console(file=io.StringIO(), width=120)
    config = small_config(**{"precision_floor": 0.0} | settings)
    results = execute(config, out, "saturate --test", console, jobs=jobs)
    return results, console.file.getvalue()


def run_cli(monkeypatch: pytest.MonkeyPatch, *words: object) -> Any:
    """What a user types after ``saturate``; returns the exit code."""
    from saturate.cli.app import main

    monkeypatch.setattr(sys, "argv", ["saturate", *map(str, words)])
    try:
        main()
    except SystemExit as stop:
        return stop.code
    return 0


TIMES = ("cost", "created", "command", "duration")


def timeless(folder: Path) -> dict[str, Any]:
    """``results.json`` without what differs between equal runs: times, and the command."""

    def strip(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: strip(v) for k, v in value.items() if k not in TIMES}
        return [strip(v) for v in value] if isinstance(value, list) else value

    return strip(json.loads((folder / "results.json").read_text()))
