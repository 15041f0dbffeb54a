"""What is compared: one arm of one run, with the outcome of its scored items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from saturate.analysis.figures.compute import with_figures
from saturate.results.runs import read_runs
from saturate.results.schema import ArmResult, Results
from saturate.storage.files import read_json
from saturate.storage.layout import SUMMARY, Place, StageName, rung_of_task

Items = Mapping[int, Mapping[str, bool]]
"""By rung and item key, whether the item was right (strict)."""


class Subject(NamedTuple):
    """One arm of one run."""

    run: str
    """A name that tells the run from the others."""
    results: Results
    folder: Path
    """Where its stages lie, if they are at hand."""
    arm: ArmResult
    items: Items | None
    """Scored items of the last round; ``None`` where the run folder does not hold them."""

    @property
    def name(self) -> str:
        """Run and arm."""
        return f"{self.run} / {self.arm.arm}"


def read_subjects(paths: Sequence[Path]) -> list[Subject]:
    """Every arm of every run, in the order given.

    Args:
        paths: Run folders, or ``results.json`` files; without a folder nothing can be paired.

    Raises:
        SaturateError: One of them holds no results, or is named twice.
    """
    return [
        Subject(run.name, results, run.folder, arm, _items(run.folder, arm, results.ladder.name))
        for run in read_runs(paths)
        for results in [with_figures(run.results, run.folder)]
        for arm in results.arms
    ]


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
