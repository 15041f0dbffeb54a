"""What processes of a run have in common: how they start, how they end, how many may work."""

from __future__ import annotations

import os
import signal
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.process import BaseProcess
from typing import Any

SPAWN = get_context("spawn")  # a forked PyTorch may stand still


def start_child(process: BaseProcess) -> None:
    """Start a process that hears no Ctrl-C of a terminal, from its first moment on.

    It imports for seconds before :func:`begin_child` can say so; what is blocked stays blocked in
    what is started.
    """
    resource_tracker.ensure_running()  # started with the first child, it would end the block
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def begin_child(filters: Sequence[Any]) -> None:
    """Make this process one of a run: it ends with the one that started it, however that ends.

    Args:
        filters: What the other process warns of, so that this one does as well.
    """
    from tqdm import tqdm

    warnings.filters[:] = filters  # type: ignore[index]
    tqdm.set_lock(threading.RLock())  # its own is a named one here, left over where this is ended
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other process hears it, and ends this one
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class Slots:
    """How many processes of a run may work at once, known to all of them.

    Whoever computes holds a slot; who waits for another lends its own.
    """

    def __init__(self, count: int) -> None:
        """Begin with all of them free."""
        self._free = SPAWN.Semaphore(count)

    def take(self, seconds: float) -> bool:
        """Take a slot, if one gets free within so many seconds; whether there was one."""
        return self._free.acquire(timeout=seconds)

    def give_back(self) -> None:
        """Let go of a slot that was taken."""
        self._free.release()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Work while the block runs, from when a slot is free."""
        self._free.acquire()
        try:
            yield
        finally:
            self._free.release()

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Let others work while the block runs; it ends when a slot is free again."""
        self._free.release()
        try:
            yield
        finally:
            self._free.acquire()
