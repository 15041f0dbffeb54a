"""What the terminal shows while a run goes on: stage, rate, time left, and a growing table.

With no terminal it prints plain lines. Nothing else of the run prints.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console, Group
from rich.live import Live
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as ProgressBars
from rich.text import Text

from saturate.results.labels import held_back_lines
from saturate.results.schema import Round
from saturate.results.terminal import accuracy_table, share_text
from saturate.rounds.display import StageProgress
from saturate.run.time_left import TimeLeft, minutes_text
from saturate.storage.layout import Place, StageName

_SECONDS_BETWEEN_LINES = 30.0


class ProgressDisplay:
    """The face of one run."""

    def __init__(
        self, console: Console, after_round: Callable[[Place], Round], time_left: TimeLeft
    ) -> None:
        """Show on ``console``; ``after_round`` gives a round's results as soon as it is over."""
        self.console = console
        self._time_left = time_left
        self._after_round = after_round
        self._progress = ProgressBars(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(),
            console=console,
        )
        self._live: Live | None = None
        self._rows: list[tuple[str, Round]] = []

    @contextmanager
    def running(self) -> Iterator[None]:
        """Show the live part while the block runs."""
        if not self.console.is_terminal:
            yield
            return
        with Live(console=self.console, refresh_per_second=4) as self._live:
            self._refresh()
            yield
        self._live = None

    @contextmanager
    def stage(self, place: Place, name: StageName) -> Iterator[StageProgress]:
        """Show one stage's progress."""
        title = f"{place.arm} round {place.number}" if place.number else place.arm
        title = f"{title}: {name}"
        task = self._progress.add_task(title, total=0)
        started = spoken = time.monotonic()
        done = total = 0

        def add_total(amount: int) -> None:
            nonlocal total
            total += amount
            self._progress.update(task, total=total)

        def add_done(amount: int) -> None:
            nonlocal done, spoken
            done += amount
            self._progress.advance(task, amount)
            now = time.monotonic()
            if self._live is None and now - spoken > _SECONDS_BETWEEN_LINES:
                spoken = now
                left = (now - started) / max(done, 1) * (total - done)
                self.note(f"{title}: {done} of {total}, about {left:.0f} s left")

        try:
            yield StageProgress(add_total, add_done)
        finally:
            self._progress.remove_task(TaskID(task))
        seconds = time.monotonic() - started
        self._time_left.took(place, name, seconds)
        if self._live is None:
            self.note(f"{title}: {done} in {seconds:.1f} s; {self._left()}")
        else:
            self._refresh()

    def _left(self) -> str:
        return f"{minutes_text(self._time_left.seconds())} left of the run"

    def note(self, text: str) -> None:
        """Print one line."""
        self.console.print(text, highlight=False, markup=False)

    def round_done(self, place: Place) -> None:
        """Add a round to the table."""
        result = self._after_round(place)
        self._rows.append((place.arm, result))
        for line in held_back_lines(place.arm, result):
            self.note(line)
        if self._live is not None:
            self._refresh()
        else:
            shown = " ".join(f"{s.rung}:{share_text(s.strict)}" for s in result.scores)
            self.note(f"{place.arm} round {place.number}: accuracy by rung {shown}")

    def arm_done(self, arm: str) -> None:
        """Expect nothing more of an arm."""
        self._time_left.arm_done(arm)

    def _refresh(self) -> None:
        if self._live is not None:
            width = self.console.width
            parts = [accuracy_table(self._rows, width)] if self._rows else []
            left = Text(self._left().capitalize(), style="dim")
            self._live.update(Group(*parts, left, self._progress))


class _Rate(ProgressColumn):
    """Work done per second."""

    def render(self, task: object) -> Text:
        speed = getattr(task, "speed", None)
        return Text(f"{speed:,.0f}/s" if speed else "")
