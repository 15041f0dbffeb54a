"""What is compared: one arm of one run, with the outcome of its scored items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from saturate.errors import SaturateError
from saturate.results import ArmResult, Results, read_results
from saturate.stages import SUMMARY
from saturate.store import read_json

Items = Mapping[int, Mapping[str, bool]]
"""By rung and item key, whether the item was right (strict)."""


class Subject(NamedTuple):
    """One arm of one run."""

    run: str
    """A name that tells the run from the others."""
    results: Results
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
    places = [path.resolve() for path in paths]
    for path, place in zip(paths, places, strict=True):
        if places.count(place) > 1:
            raise SaturateError(f"{path} is named twice; name different runs.")
    found = []
    for name, place in zip(_short_names(places), places, strict=True):
        results = read_results(place)
        folder = place if place.is_dir() else place.parent
        found += [
            Subject(name, results, arm, _items(folder, arm, results.ladder.name))
            for arm in results.arms
        ]
    return found


def _short_names(places: Sequence[Path]) -> list[str]:
    """The last parts of the paths, as many as it takes to tell them apart."""
    folders = [place.parent if place.suffix == ".json" else place for place in places]
    for depth in range(1, max(len(folder.parts) for folder in folders) + 1):
        names = ["/".join(folder.parts[-depth:]) for folder in folders]
        if len(set(names)) == len(names):
            return names
    return [place.name for place in places]  # two files of one folder


def _items(folder: Path, arm: ArmResult, ladder: str) -> Items | None:
    last = arm.rounds[-1].number
    place = folder / arm.arm / f"{last:02d}" if last else folder / "base"
    held = read_json(place / "score" / SUMMARY)
    if not isinstance(held, dict):
        return None
    start = f"saturate_{ladder}_rung_"
    return {
        int(task.removeprefix(start)): {str(key): bool(right) for key, right in items}
        for task, items in held["strict"].items()
        if task.startswith(start)
    }
