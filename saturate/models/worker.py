"""One worker process of a pool, and what it does: opens models, answers shards, helps to train."""

from __future__ import annotations

import traceback
import warnings
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from threading import Event
from typing import Any, Literal, NamedTuple

from saturate.errors import SaturateError
from saturate.models.processes import SPAWN, begin_child, start_child
from saturate.models.sampler import Sampler
from saturate.models.shards import Answers, ModelPlace, Shard

_DEATHS = 3
"""Processes that may die one after the other before a worker is given up."""
_POLL_SECONDS = 0.05


class _Ask(NamedTuple):
    """What a worker is sent."""

    place: ModelPlace | None
    """The model to have open; none to hold little."""
    shard: Shard | None = None
    """What to answer; nothing where only a model is opened or dropped."""
    task: Callable[[], None] | None = None
    """What to do without a model open, in the place of answering."""


class _Reply(NamedTuple):
    """What it sends back, unless it was told to drop its model."""

    kind: Literal["answers", "refused", "failed"]
    value: Any = None
    """Answers, the refusal's sentence, or a traceback."""


class WorkerProcess:
    """A worker seen from the process that it works for, which asks it from one thread at a time."""

    def __init__(self) -> None:
        self._process: Any = None
        self._pipe: Connection
        self._is_ready = False
        self._deaths = 0

    def start(self, place: ModelPlace) -> None:
        """Start the process, unless it is there, and let it open a model; doesn't wait for it."""
        if self._process is None:
            self._spawn()
            self._send(_Ask(place))

    def ready(self, place: ModelPlace, wanted: Callable[[], bool]) -> bool:
        """Whether the worker can be asked; starts it and waits for that while it is wanted.

        Raises:
            SaturateError: It cannot open the model, or dies each time.
        """
        while wanted():
            self.start(place)
            if self._is_ready:
                return True
            try:
                if self._pipe.poll(_POLL_SECONDS):
                    self._received()
                    self._is_ready = True
            except (EOFError, OSError):
                self._bury()
        return False

    def answered(self, place: ModelPlace, shard: Shard, stopped: Event) -> Answers:
        """A shard's answers; where the process dies over it, those of the next one.

        Raises:
            SaturateError: The worker refuses, or dies each time.
            RuntimeError: It failed.
        """
        while True:
            try:
                self._send(_Ask(place, shard))
                answers: Answers = self._received()
            except (EOFError, OSError):
                self._bury()
                if not self.ready(place, lambda: not stopped.is_set()):
                    raise
            else:
                self._deaths = 0
                return answers

    def begin(self, task: Callable[[], None]) -> None:
        """Have the process drop its model and do something else; doesn't wait for its end.

        Args:
            task: What; it can be pickled.

        Raises:
            EOFError: The process is dead.
            OSError: It is.
        """
        if self._process is None:
            self._spawn()
        elif not self._is_ready:
            self._received()
        self._is_ready = True
        self._pipe.send(_Ask(None, task=task))

    def at_work(self) -> bool:
        """Whether the process is at the task that it has begun."""
        return self._process is not None and self._process.is_alive() and not self._pipe.poll()

    def finish(self) -> None:
        """Wait for the end of the task.

        Raises:
            EOFError: The process died over it.
            OSError: It did.
            SaturateError: The task refuses.
            RuntimeError: It failed.
        """
        self._received()

    def rest(self) -> None:
        """Let the process drop its model; doesn't wait for it."""
        if self._process is not None:
            self._send(_Ask(None))

    def kill(self) -> None:
        """End the process while a thread may wait for it, which finds that out."""
        if (process := self._process) is not None:
            process.kill()

    def end(self) -> None:
        """End the process, where there is one; the next that is asked for is a new one."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
            self._process = None

    def _spawn(self) -> None:
        self._pipe, other = SPAWN.Pipe()
        self._process = SPAWN.Process(target=_work, args=(other, warnings.filters), daemon=True)
        start_child(self._process)
        other.close()
        self._is_ready = False

    def _bury(self) -> None:
        """Take in that the process died.

        Raises:
            SaturateError: So did those before it.
        """
        self._process.join()
        code = self._process.exitcode
        self.end()
        self._deaths += 1
        if self._deaths >= _DEATHS:
            raise SaturateError(
                f"{_DEATHS} worker processes ended one after the other, the last with code {code}"
                + (" (killed, perhaps for memory)" if code < 0 else "")
                + "; the same command goes on from the last complete stage, with --jobs 1 in one "
                "process."
            )

    def _send(self, ask: _Ask) -> None:
        """Send, unless the process is dead, which whoever waits for an answer finds out."""
        try:
            self._pipe.send(ask)
        except OSError:
            self._is_ready = False

    def _received(self) -> Any:
        """The value of the next reply.

        Raises:
            EOFError: The process is dead.
        """
        reply: _Reply = self._pipe.recv()
        if reply.kind == "answers":
            return reply.value
        self.end()
        if reply.kind == "refused":
            raise SaturateError(reply.value)
        raise RuntimeError(f"a worker process failed:\n{reply.value}")


def _work(pipe: Connection, filters: Sequence[Any]) -> None:
    """What the process does: one thread, one model at a time."""
    begin_child(filters)
    import torch

    from saturate.models.engines import open_model

    torch.set_num_threads(1)
    held: ModelPlace | None = None
    sampler: Sampler | None = None
    while True:
        try:
            place, shard, task = pipe.recv()
        except EOFError:
            return
        try:
            if place != held:
                held = sampler = None
                if place is not None:
                    sampler = open_model(place.path, place.engine, place.options).sampler
                    held = place
            if task is not None:
                task()
            elif place is None:
                continue
            answers = shard.answered_by(sampler) if shard is not None else None
            pipe.send(_Reply("answers", answers))
        except SaturateError as refusal:
            pipe.send(_Reply("refused", str(refusal)))
        except Exception:
            pipe.send(_Reply("failed", traceback.format_exc()))
