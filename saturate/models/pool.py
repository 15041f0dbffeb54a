"""Worker processes that answer shards beside this one.

This process answers shards as well, so one worker makes use of two cores. Each worker has a thread
here that hands it a shard at a time over a pipe of its own: one that is killed harms no other (an
executor would be broken as a whole, and with it all that it was at), and its shard is asked of a
new one. Workers start where a slot is free, take no shard before they are ready, and stay for the
models that come.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from queue import SimpleQueue

from saturate.models.processes import Slots
from saturate.models.sampler import Progress, Sampler
from saturate.models.shards import Answers, ModelPlace, Shard
from saturate.models.worker import WorkerProcess

_POLL_SECONDS = 0.05
_SPARE_SECONDS = 0.5
"""How long a slot is waited for that others take and give back by turns."""
_PAUSE_SECONDS = 0.01
"""Between two shards of a worker, so that another process gets the slot that it waits for."""


class Pool:
    """The worker processes of this one, kept over all models that it opens.

    Args:
        slots: The run's, of which this process holds one; a worker takes another for each shard.
        workers: Most of them.
    """

    def __init__(self, slots: Slots, workers: int) -> None:
        self.slots = slots
        self.workers = [WorkerProcess() for _ in range(workers)]

    def bound(self, place: ModelPlace, sampler: Sampler) -> PooledWorkers:
        """All who answer for one model; workers that can work now start.

        Args:
            place: Where they find it.
            sampler: The same model, open in this process.
        """
        for worker in self.workers:
            if self.slots.take(0.0):
                worker.start(place)
                self.slots.give_back()
        return PooledWorkers(self, place, sampler)

    @contextmanager
    def spare(self) -> Iterator[WorkerProcess | None]:
        """A worker and a slot for it while the block runs; none where no slot is free."""
        if not self.workers or not self.slots.take(_SPARE_SECONDS):
            yield None
            return
        try:
            yield self.workers[0]
        except BaseException:  # nobody waits for what it is at
            self.workers[0].kill()
            raise
        finally:
            self.slots.give_back()

    def close(self) -> None:
        """End the workers."""
        for worker in self.workers:
            worker.end()


class PooledWorkers:
    """This process and the workers of a pool, with one model."""

    def __init__(self, pool: Pool, place: ModelPlace, sampler: Sampler) -> None:
        self._pool = pool
        self._place = place
        self._sampler = sampler

    def answer(
        self, shards: Sequence[Shard], progress: Progress | None = None
    ) -> Iterator[tuple[int, Answers]]:
        """Answer every shard once, here and at the workers."""
        call = _Call(self._pool.slots, self._place, shards)
        helping = [
            threading.Thread(target=call.help, args=(worker,), daemon=True)
            for worker in self._pool.workers[: len(shards) - 1]
        ]
        for thread in helping:
            thread.start()
        try:
            for _ in shards:
                yield call.answered(self._sampler, progress)
        except BaseException:  # nobody waits for what the workers are at
            call.stopped.set()
            for worker in self._pool.workers:
                worker.kill()
            raise
        finally:
            for thread in helping:
                thread.join()

    def close(self) -> None:
        """Let the workers drop their models."""
        for worker in self._pool.workers:
            worker.rest()


class _Call:
    """Shards that are answered together."""

    def __init__(self, slots: Slots, place: ModelPlace, shards: Sequence[Shard]) -> None:
        self.stopped = threading.Event()
        self._slots = slots
        self._place = place
        self._shards = shards
        self._left = deque(range(len(shards)))
        self._found: SimpleQueue[tuple[int, Answers] | BaseException] = SimpleQueue()

    def answered(self, sampler: Sampler, progress: Progress | None) -> tuple[int, Answers]:
        """What a worker has answered, else a shard answered here, else what a worker answers."""
        number = self._next() if self._found.empty() else None
        if number is not None:
            return number, self._shards[number].answered_by(sampler, progress)
        found = self._found.get()
        if isinstance(found, BaseException):
            raise found
        if progress is not None:
            progress(self._shards[found[0]].completions)
        return found

    def help(self, worker: WorkerProcess) -> None:
        """Have a worker answer while there are shards left and a slot is free."""
        try:
            while self._wanted():
                if self._slots.take(_POLL_SECONDS):
                    try:
                        self._ask(worker)
                    finally:
                        self._slots.give_back()
                    time.sleep(_PAUSE_SECONDS)
        except BaseException as error:
            if not self.stopped.is_set():
                self._found.put(error)

    def _ask(self, worker: WorkerProcess) -> None:
        """Have a worker answer one shard, if one is left once it is ready."""
        if not worker.ready(self._place, self._wanted):
            return
        if (number := self._next()) is not None:
            answers = worker.answered(self._place, self._shards[number], self.stopped)
            self._found.put((number, answers))

    def _wanted(self) -> bool:
        return bool(self._left) and not self.stopped.is_set()

    def _next(self) -> int | None:
        """Take the next shard; ``None`` where none is left."""
        try:
            return self._left.popleft()
        except IndexError:
            return None
