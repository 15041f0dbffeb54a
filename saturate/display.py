"""What the terminal shows while a run goes on: stage, rate, time left, and a growing table.

With no terminal it prints plain lines. Nothing else of the run prints.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group
from rich.live import Live
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from saturate.results import Round
from saturate.schedule import TimeLeft
from saturate.stages import Ticks

_SECONDS_BETWEEN_LINES = 30.0
_LOG_WIDTH = 1_000
_HEADS = 32
"""Characters that arm, round and frontier take."""
_CELL = 5
"""Characters that a rung takes."""
_BEYOND = 3
"""Rungs shown above the highest frontier."""


class Display:
    """The face of one run."""

    def __init__(
        self, console: Console, after_round: Callable[[str, int], Round], time_left: TimeLeft
    ) -> None:
        """Show on ``console``; ``after_round`` gives a round's results as soon as it is over."""
        self.console = console
        self._time_left = time_left
        self._after_round = after_round
        self._progress = Progress(
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
    def stage(self, arm: str, number: int, name: str) -> Iterator[Ticks]:
        """Show one stage's progress."""
        title = f"{arm} round {number}: {name}" if number else f"{arm}: {name}"
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
            yield Ticks(add_total, add_done)
        finally:
            self._progress.remove_task(TaskID(task))
        seconds = time.monotonic() - started
        self._time_left.took(arm, number, name, seconds)
        if self._live is None:
            self.note(f"{title}: {done} in {seconds:.1f} s; {self._left()}")
        else:
            self._refresh()

    def _left(self) -> str:
        return f"about {self._time_left.seconds() / 60:.0f} min left of the run"

    def note(self, text: str) -> None:
        """Print one line."""
        self.console.print(text, highlight=False, markup=False)

    def round_done(self, arm: str, number: int) -> None:
        """Add a round to the table."""
        result = self._after_round(arm, number)
        self._rows.append((arm, result))
        if self._live is not None:
            self._refresh()
        else:
            shown = " ".join(f"{s.rung}:{_share(s.strict)}" for s in result.scores)
            self.note(f"{arm} round {number}: accuracy by rung {shown}")

    def _refresh(self) -> None:
        if self._live is not None:
            width = self.console.width
            parts = [accuracy_table(self._rows, width)] if self._rows else []
            left = Text(self._left().capitalize(), style="dim")
            self._live.update(Group(*parts, left, self._progress))


def print_table(console: Console, table: Table) -> None:
    """Print a table; a log, whose lines may be of any length, gets it at its full width."""
    if not console.is_terminal:
        console = Console(file=console.file, width=_LOG_WIDTH)
    console.print(table)


def accuracy_table(rows: list[tuple[str, Round]], width: int | None = None) -> Table:
    """Accuracy by rung, a row a round.

    Args:
        rows: Arms with their rounds.
        width: Characters a line. Where they hold fewer rungs than were scored, the rungs up to a
            little beyond the highest frontier are shown; all by default.
    """
    rungs = [score.rung for score in rows[0][1].scores]
    shown = rungs if width is None else _window(rungs, rows, (width - _HEADS) // _CELL)
    part = "" if shown == rungs else f" (rungs {shown[0]} to {shown[-1]} of {rungs[-1]})"
    table = Table(
        title=f"Accuracy by rung, in percent{part}",
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
    )
    table.add_column("arm", no_wrap=True)
    table.add_column("round", justify="right", no_wrap=True)
    table.add_column("frontier", justify="right", no_wrap=True)
    for rung in shown:
        table.add_column(str(rung), justify="right", no_wrap=True)
    for arm, result in rows:
        scores = {score.rung: score for score in result.scores}
        cells = [
            Text(_share(scores[rung].strict), style="bold" if rung in result.taught else "")
            for rung in shown
        ]
        table.add_row(arm, str(result.number), f"{result.frontier.rung:.1f}", *cells)
    return table


def _window(rungs: list[int], rows: list[tuple[str, Round]], room: int) -> list[int]:
    """As many rungs as there is room for, the last of them above every frontier."""
    if len(rungs) <= room:
        return rungs
    highest = max(result.frontier.rung for _, result in rows)
    end = sum(rung <= highest + _BEYOND for rung in rungs)
    start = max(0, end - max(1, room))
    return rungs[start : start + max(1, room)]


def _share(count: tuple[int, int]) -> str:
    return f"{100 * count[0] / count[1]:.0f}" if count[1] else "-"


class _Rate(ProgressColumn):
    """Work done per second."""

    def render(self, task: object) -> Text:
        speed = getattr(task, "speed", None)
        return Text(f"{speed:,.0f}/s" if speed else "")
