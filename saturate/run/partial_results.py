"""Keeps ``results.json`` in step with a run that goes on, for whoever reads along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from saturate.errors import SaturateError
from saturate.results.files import read_results, write_results
from saturate.results.schema import Results, Round
from saturate.storage.files import disk_errors
from saturate.storage.layout import Place


class PartialResults:
    """The results so far: written whole after every round, marked incomplete until the last."""

    def __init__(self, folder: Path, build: Callable[[Mapping[Place, Round]], Results]) -> None:
        """Write into ``folder`` what ``build`` makes of the rounds that are over."""
        self._folder = folder
        self._build = build
        self._rounds: dict[Place, Round] = {}
        self._held = _rounds_in(folder)

    def add(self, place: Place, result: Round) -> None:
        """Take in a round that is over.

        A run that continues passes its old rounds again; what is on disk stays until there is more.
        """
        self._rounds[place] = result
        if len(self._rounds) > self._held:
            with disk_errors(self._folder):
                write_results(self._folder, self._build(self._rounds))


def _rounds_in(folder: Path) -> int:
    """How many rounds a folder's results hold, the base model counted once."""
    try:
        held = read_results(folder)
    except SaturateError:  # none yet, or of another version: nothing worth keeping
        return 0
    return 1 + sum(len(arm.rounds) - 1 for arm in held.arms)
