"""Shared fixtures: quiet libraries, one thread, and a run that is small enough for a test."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("TQDM_DISABLE", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import io
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """In CI everything that tests need is there, so a skipped test is a hole."""
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Any:
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Any:
    report = yield
    _fail_if_skipped(report)
    return report


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
    from saturate.settings import complete_settings

    given = SMALL | {"score_rungs": (6, 8)} | settings
    return complete_settings(given)


def execute_small(out: Path, **settings: Any):
    """Run in this process; returns the results and what the terminal would have shown."""
    from saturate.run import execute

    console = Console(file=io.StringIO(), width=120)
    results = execute(small_config(**settings), out, "saturate --test", console)
    return results, console.file.getvalue()


def run_cli(monkeypatch: pytest.MonkeyPatch, *words: object) -> Any:
    """What a user types after ``saturate``; returns the exit code."""
    from saturate.cli import main

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


@pytest.fixture(scope="session")
def small_run(tmp_path_factory):
    """One small run of both arms: folder, results, terminal text."""
    out = tmp_path_factory.mktemp("runs") / "small"
    results, text = execute_small(out)
    return out, results, text


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """Chromium without a window; tests that need it are skipped where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    names = ("chromium", "chromium-browser", "google-chrome")
    chromium = next(filter(None, map(shutil.which, names)), None)
    if chromium is None:
        pytest.skip("no chromium on the path")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()
