"""All trackers of a run: opened by name, told of rounds, never a reason for a run to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from saturate.errors import SaturateError, first_line, nearest
from saturate.results.schema import Round
from saturate.storage.files import read_json, write_json
from saturate.trackers.base import PROJECT, Tracker, round_metrics

TRACKERS = {
    "wandb": "saturate.trackers.wandb:Wandb",
    "trackio": "saturate.trackers.trackio:Trackio",
    "mlflow": "saturate.trackers.mlflow:Mlflow",
    "tensorboard": "saturate.trackers.tensorboard:TensorBoard",
}
"""Where the adapter of each library is; the names are those of transformers' ``report_to``."""

_LOGGED = "trackers.json"
"""Names, in the run folder, the rounds that each tracker has, so that none is logged twice."""


def check_trackers(names: Iterable[str]) -> None:
    """See that trackers can be opened.

    Raises:
        SaturateError: A name is unknown, or its library is not installed.
    """
    for name in names:
        if name not in TRACKERS:
            raise SaturateError(f"Unknown tracker {name!r}; {nearest(name, list(TRACKERS))}")
        adapter = _adapter(name)
        if find_spec(adapter.module) is None:
            raise SaturateError(
                f"--report-to {name} needs a library that is not installed; "
                f"install it with: pip install {adapter.packages}"
            )


def _adapter(name: str) -> type[Tracker]:
    place, _, attribute = TRACKERS[name].partition(":")
    found: type[Tracker] = getattr(import_module(place), attribute)
    return found


class Trackers:
    """The trackers of one run; with no names, none."""

    def __init__(
        self,
        names: tuple[str, ...],
        folder: Path,
        config: Mapping[str, Any],
        chart: Callable[[str, Sequence[Round]], str],
        note: Callable[[str], None],
    ) -> None:
        """Make the adapters.

        Args:
            names: Names of :data:`TRACKERS`.
            folder: The run's.
            config: Settings of the run, as a tracker shows them.
            chart: Draws an arm's rounds so far as an HTML page.
            note: Tells the user when a tracker is given up.
        """
        self._run = folder.resolve().name
        self._trackers = {name: _adapter(name)(self._run, folder, config) for name in names}
        self._arms = [str(arm) for arm in config["arms"]]
        self._chart = chart
        self._note = note
        self._file = folder / _LOGGED
        self._rounds: dict[str, list[Round]] = {arm: [] for arm in self._arms}

    def try_out(self) -> None:
        """Open every tracker once, before any work is spent.

        Raises:
            SaturateError: One cannot be opened, say for want of a key.
        """
        for name, tracker in self._trackers.items():
            try:
                tracker.log(self._arms[0], 0, {})
            except Exception as error:  # each library has its own
                raise SaturateError(f"{name} could not be opened: {first_line(error)}") from error

    def round(self, arm: str, result: Round) -> None:
        """Log a round. The base model's goes to every arm, as its round 0."""
        for one in self._arms if result.number == 0 else [arm]:
            self._rounds[one].append(result)
            for name in list(self._trackers):
                self._log(name, one, result)

    def _log(self, name: str, arm: str, result: Round) -> None:
        logged: dict[str, list[str]] = read_json(self._file) or {}
        place = f"{arm}/{result.number}"
        if place in logged.setdefault(name, []):
            return
        chart = self._chart(arm, self._rounds[arm])
        try:
            self._trackers[name].log(arm, result.number, round_metrics(result), chart)
        except Exception as error:  # a server that went away must not end a run of hours
            del self._trackers[name]
            self._note(f"{name} took no more rounds ({first_line(error)}); the run goes on without")
            return
        logged[name].append(place)
        write_json(self._file, logged)

    @contextmanager
    def training(self, name: str) -> Iterator[dict[str, Any]]:
        """Surround one training; gives the settings that make its trainer report."""
        if not self._trackers:
            yield {"report_to": "none"}
            return
        with ExitStack() as stack:
            title = f"{self._run} {name}"
            for tracker in self._trackers.values():
                stack.enter_context(tracker.training(title))
            yield {
                "report_to": list(self._trackers),
                "run_name": title,
                "project": PROJECT,
                "trackio_static_space_id": False,  # or each training leaves a public copy behind
            }
