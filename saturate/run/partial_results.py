"""Keeps ``results.json`` in step with a run that goes on, for whoever reads along.

What is written grows with the run. So that a run of hundreds of quick rounds does not come to do
little else, a write that takes long waits for more than one round.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from saturate.config.run_config import RunConfig
from saturate.errors import SaturateError
from saturate.results.files import read_results, write_results
from saturate.results.schema import Results, Round
from saturate.run.audit import RungAudit
from saturate.run.collect import SoFar
from saturate.run.read_round import ReadRound
from saturate.run.samples import Offered, choose
from saturate.storage.files import disk_errors
from saturate.storage.layout import Place

_QUICK = 0.1
"""Seconds of a write that is made after every round."""
_SHARE = 0.05
"""Part of a run's time that slower ones may take."""


class PartialResults:
    """The results so far: written whole, marked incomplete until the run has ended."""

    def __init__(
        self, folder: Path, config: RunConfig, build: Callable[[SoFar, bool], Results]
    ) -> None:
        """Write nothing yet.

        Args:
            folder: Where to.
            config: The run, which tells the rounds that there will be.
            build: Makes results of the rounds that are over; it is told as well whether there will
                be no more.
        """
        self._folder = folder
        self._build = build
        self._rounds: dict[Place, Round] = {}
        self._offered: list[Offered] = []
        self._audits: dict[Place, Mapping[int, RungAudit]] = {}
        self._held = _rounds_in(folder, config)
        self._took = self._ended = 0.0

    def add(self, place: Place, result: ReadRound) -> None:
        """Take in a round that is over.

        A run that continues passes its old rounds again; what is on disk stays until there is more
        than these, whatever it holds of arms and rounds that are not wanted any more.
        """
        self._take(place, result)
        if len(self._rounds) > self._held and self._is_due():
            self._write()

    @contextmanager
    def whole(self) -> Iterator[None]:
        """See that no round is missing where the block is broken off."""
        try:
            yield
        except BaseException:
            if len(self._rounds) > self._held:
                with suppress(SaturateError):  # a full disk, which has been told of
                    self._write()
            raise

    def end(self, place: Place, result: ReadRound) -> Results:
        """Write the results of a run that has ended, and one round as it is now."""
        self._take(place, result)
        results = self._build(self._so_far, True)
        with disk_errors(self._folder):
            write_results(self._folder, results)
        return results

    def _take(self, place: Place, read: ReadRound) -> None:
        self._rounds[place] = read.result
        self._offered = choose([*self._offered, *read.offered])
        self._audits[place] = read.audits

    @property
    def _so_far(self) -> SoFar:
        return SoFar(self._rounds, self._offered, self._audits)

    def _write(self) -> None:
        start = time.monotonic()
        with disk_errors(self._folder):
            write_results(self._folder, self._build(self._so_far, False))
        self._held = len(self._rounds)
        self._ended = time.monotonic()
        self._took = self._ended - start

    def _is_due(self) -> bool:
        """Whether another write like the last one would take little of the time since then."""
        since = time.monotonic() - self._ended
        return self._took < _QUICK or self._took < _SHARE * since


def _rounds_in(folder: Path, config: RunConfig) -> int:
    """How many rounds of a run a folder's results hold, the base model counted once."""
    try:
        held = read_results(folder)
    except SaturateError:  # none yet, or of another version: nothing worth keeping
        return 0
    wanted = {str(arm) for arm in config.training_arms}
    again = [min(len(arm.rounds) - 1, config.last_round) for arm in held.arms if arm.arm in wanted]
    return 1 + sum(again)
