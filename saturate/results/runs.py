"""Several runs: reading them under short names, and which are the same experiment."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from saturate.errors import SaturateError
from saturate.results.files import read_results
from saturate.results.schema import Results

_NO_SETTING = {"seed", "arms", "benchmark_data", "report_to"}
"""Runs that differ in these alone are the same experiment: folders may lie elsewhere on another
machine, and hold the same."""


class Run(NamedTuple):
    """One of several runs."""

    name: str
    """Tells it from the others."""
    results: Results
    folder: Path
    """Where its stages lie, if they are at hand."""


def read_runs(paths: Sequence[Path]) -> list[Run]:
    """The runs in the order given.

    Args:
        paths: Run folders, or ``results.json`` files.

    Raises:
        SaturateError: One of them holds no results, or is named twice.
    """
    places = [path.resolve() for path in paths]
    for path, place in zip(paths, places, strict=True):
        if places.count(place) > 1:
            raise SaturateError(f"{path} is named twice; name different runs.")
    return [
        Run(name, read_results(place), place if place.is_dir() else place.parent)
        for name, place in zip(_short_names(places), places, strict=True)
    ]


def _short_names(places: Sequence[Path]) -> list[str]:
    """The last parts of the paths, as many as it takes to tell them apart."""
    folders = [place.parent if place.suffix == ".json" else place for place in places]
    for depth in range(1, max(len(folder.parts) for folder in folders) + 1):
        names = ["/".join(folder.parts[-depth:]) for folder in folders]
        if len(set(names)) == len(names):
            return names
    return [place.name for place in places]  # files of one folder


def experiment(results: Results) -> str:
    """A text that is the same for runs of the same experiment."""
    return json.dumps(_facts(results), sort_keys=True)


def differing_settings(runs: Sequence[Results]) -> list[str]:
    """Settings by which runs are not the same experiment."""
    tables = [_facts(one) for one in runs]
    names = list(dict.fromkeys(name for table in tables for name in table))
    return [
        n for n in names if len({json.dumps(table.get(n), sort_keys=True) for table in tables}) > 1
    ]


def differing_surroundings(runs: Sequence[Results]) -> list[str]:
    """Sentences: what may set runs of the same experiment apart beside their seed."""
    found = []
    names = dict.fromkeys(name for one in runs for name in one.versions)
    told = {name: dict.fromkeys(one.versions.get(name, "not known") for one in runs)
            for name in names}  # fmt: skip
    if apart := [f"{name} {', '.join(each)}" for name, each in told.items() if len(each) > 1]:
        found.append(
            f"The runs were made by different versions ({'; '.join(apart)}), which may move a "
            "score as a seed does."
        )
    folders = dict.fromkeys(one.config.get("benchmark_data") or "the hub" for one in runs)
    if len(folders) > 1:
        found.append(
            f"The runs took the benchmark's items from different places ({', '.join(folders)}); "
            "whether these hold the same items is not known here."
        )
    return found


def _facts(results: Results) -> dict[str, Any]:
    settings = {k: v for k, v in results.config.items() if k not in _NO_SETTING}
    return {**settings, "weights of the model": results.model.digest}
