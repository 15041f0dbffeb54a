"""Reads what is compared: every arm of every run, with the outcome of its scored items."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from saturate.analysis.figures.compute import with_figures
from saturate.analysis.sources import read_sources
from saturate.results.comparison import Items, Subject
from saturate.results.runs import read_runs
from saturate.results.schema import ArmResult
from saturate.storage.files import read_json
from saturate.storage.layout import SUMMARY, Place, StageName, rung_of_task


def read_subjects(paths: Sequence[Path]) -> list[Subject]:
    """Every arm of every run, in the order given.

    Args:
        paths: Run folders, or ``results.json`` files; without a folder nothing can be paired.

    Raises:
        SaturateError: One of them holds no results, or is named twice.
    """
    found = []
    for run in read_runs(paths):
        results, sources = with_figures(run.results, run.folder), read_sources(run.folder)
        for arm in results.arms:
            items = _items(run.folder, arm, results.ladder.name)
            found.append(Subject(run.name, results, run.folder, arm, items, sources))
    return found


def _items(folder: Path, arm: ArmResult, ladder: str) -> Items | None:
    place = Place(arm.arm, arm.rounds[-1].number)
    held = read_json(folder / place.stage(StageName.SCORE) / SUMMARY)
    if not isinstance(held, dict):
        return None
    rungs = {rung_of_task(task): items for task, items in held["strict"].items()}
    return {
        rung: {str(key): bool(right) for key, right in items}
        for (name, rung), items in rungs.items()
        if name == ladder
    }
