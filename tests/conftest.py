"""Shared fixtures: quiet libraries, one thread, and a run that is small enough for a test."""

import os
import tempfile

# A data set that is read from a folder is kept there by the folder's name, whatever it holds.
os.environ["HF_DATASETS_CACHE"] = (kept := tempfile.TemporaryDirectory()).name
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("TQDM_DISABLE", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from support.runs import execute_small


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
