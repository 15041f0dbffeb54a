"""Arms side by side, a process each, with the same stages as one after the other.

Each arm writes its own stages into the run's folder, which this process holds locked. What an arm
shows it sends over a pipe. An arm that reads a stage of the leading one waits for it
(:class:`SharedOrder`). Processes end with this one, however it ends, and what they leave is taken
up by the next call, as after any kill.
"""

from __future__ import annotations

import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple

from saturate.errors import SaturateError
from saturate.models.processes import SPAWN, Slots, begin_child, start_child
from saturate.rounds.display import Display, StageProgress
from saturate.storage.layout import Place, StageName

_POLL_SECONDS = 0.1
_OVER = 2**31 - 1


class SharedOrder:
    """Where the leading arm is, seen by the processes of all arms.

    Args:
        leader: The arm that others read stages of.
        slots: Where an arm that waits lends its own.
    """

    def __init__(self, leader: str, slots: Slots) -> None:
        self._leader = leader
        self._slots = slots
        self._at = SPAWN.Value("i", 0, lock=False)  # the leading arm's process alone writes

    def reached(self, place: Place, stage: StageName) -> None:
        """Take in that a stage is whole; those of other arms say nothing."""
        if place.arm == self._leader:
            self._at.value = max(self._at.value, _step(place, stage))

    def over(self, arm: str) -> None:
        """Take in that an arm has no more rounds."""
        if arm == self._leader:
            self._at.value = _OVER

    def wait(self, place: Place, stage: StageName) -> None:
        """Return once the leading arm has that stage, or is over without it."""
        if self._at.value >= _step(place, stage):
            return
        with self._slots.lent():
            while self._at.value < _step(place, stage):
                time.sleep(_POLL_SECONDS)


def _step(place: Place, stage: StageName) -> int:
    """Where in a run a stage is that other arms read; all others are nowhere."""
    within = {StageName.LABEL: 0, StageName.SCORE: 1}
    return 2 * place.number + within[stage] if stage in within else 0


class Lane(NamedTuple):
    """One arm as the work of a process."""

    arm: str
    work: Callable[[Display], None]
    """What is done there; it can be pickled."""


def side_by_side(lanes: Sequence[Lane], at_once: int, display: Display) -> None:
    """Do the work of every lane, so many at once, in their order.

    Raises:
        SaturateError: What a lane raised, or that its process was killed. The others are ended.
    """
    waiting = list(lanes)
    running: dict[Connection, _Process] = {}
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                process = _Process(waiting.pop(0), display)
                running[process.pipe] = process
            ready = wait(list(running))
            for pipe in [pipe for pipe in running if pipe in ready]:
                if running[pipe].take():
                    running.pop(pipe).join()
    finally:
        for process in running.values():
            process.end()


class _Cut(Exception):
    """A stage was broken off."""


class _Process:
    """A lane at work, seen from the process that shows it."""

    def __init__(self, lane: Lane, display: Display) -> None:
        self._lane, self._display = lane, display
        self._stages: dict[int, tuple[ExitStack, StageProgress]] = {}
        self.pipe, other = SPAWN.Pipe(duplex=False)
        self._process = SPAWN.Process(target=_work, args=(lane, other, warnings.filters))
        start_child(self._process)
        other.close()

    def take(self) -> bool:
        """Show one message; whether the lane has sent all it will."""
        try:
            kind, *values = self.pipe.recv()
        except EOFError:
            return True
        getattr(self, f"_on_{kind}")(*values)
        return False

    def join(self) -> None:
        """See the process end."""
        self._cut_stages()
        self._process.join()
        if self._process.exitcode:
            raise SaturateError(
                f"The process of arm {self._lane.arm} ended with code {self._process.exitcode}"
                + (" (killed, perhaps for memory)" if self._process.exitcode < 0 else "")
                + "; the same command goes on from the last complete stage, with --jobs 1 in one "
                "process."
            )

    def end(self) -> None:
        """End it now."""
        self._cut_stages()
        self._process.terminate()
        self._process.join()

    def _cut_stages(self) -> None:
        """Show no more of stages that it was in; they are not over."""
        for number in list(self._stages):
            self._on_cut(number)

    def _on_begin(self, number: int, place: Place, name: StageName) -> None:
        stack = ExitStack()
        self._stages[number] = stack, stack.enter_context(self._display.stage(place, name))

    def _on_expect(self, number: int, amount: int) -> None:
        self._stages[number][1].expect(amount)

    def _on_done(self, number: int, amount: int) -> None:
        self._stages[number][1].done(amount)

    def _on_end(self, number: int) -> None:
        self._stages.pop(number)[0].close()

    def _on_cut(self, number: int) -> None:
        with suppress(_Cut), self._stages.pop(number)[0]:
            raise _Cut

    def _on_note(self, text: str) -> None:
        self._display.note(text)

    def _on_round(self, place: Place) -> None:
        self._display.round_done(place)

    def _on_over(self, arm: str) -> None:
        self._display.arm_done(arm)

    def _on_refused(self, text: str) -> None:
        raise SaturateError(text)

    def _on_failed(self, text: str) -> None:
        raise RuntimeError(f"arm {self._lane.arm} failed:\n{text}")


class _PipedDisplay:
    """What a lane shows, sent to the process that shows it."""

    def __init__(self, send: Callable[..., None]) -> None:
        self._send = send
        self._numbers = count()

    @contextmanager
    def stage(self, place: Place, name: StageName) -> Iterator[StageProgress]:
        """Show one stage's progress while the block runs."""
        number = next(self._numbers)
        self._send("begin", number, place, name)
        try:
            yield StageProgress(
                lambda amount: self._send("expect", number, amount),
                lambda amount: self._send("done", number, amount),
            )
        except BaseException:
            self._send("cut", number)
            raise
        self._send("end", number)

    def note(self, text: str) -> None:
        """Show one line."""
        self._send("note", text)

    def round_done(self, place: Place) -> None:
        """Show a round that is over."""
        self._send("round", place)

    def arm_done(self, arm: str) -> None:
        """Take in that an arm has no more rounds."""
        self._send("over", arm)


def _work(lane: Lane, pipe: Connection, filters: Sequence[Any]) -> None:
    """What the process of a lane does; it is no daemon, which could have no workers."""
    begin_child(filters)

    def send(*message: Any) -> None:
        pipe.send(message)

    try:
        lane.work(_PipedDisplay(send))
    except SaturateError as refusal:
        send("refused", str(refusal))
    except Exception:
        send("failed", traceback.format_exc())
