"""A pool of long-lived workers on a Ray cluster that answer shards, each by one worker at a time.

A shard whose worker dies is owed again, and answered by another one. The pool looks at the
cluster between shards: nodes that join are used, and where a worker died another starts as soon as
there is room. Ray Data, which generates over nodes too, loses the job with one dead engine (ray
issue 59522).
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from types import ModuleType
from typing import Any

from saturate.config.cluster import ClusterOptions
from saturate.errors import SaturateError, first_line
from saturate.models.cluster.nodes import (
    Bundle,
    bundle_of,
    check_releases,
    check_room,
    holds,
    join,
    nodes,
)
from saturate.models.cluster.worker import SharedModel, Worker
from saturate.models.shards import Answers, Shard

_MOST_DEATHS = 3
"""Workers that one shard may kill, and workers in a row that may die as they start."""
_LOOK_SECONDS = 2.0
"""Seconds between two looks at the cluster."""
_PATIENCE_SECONDS = 300.0
"""Seconds without a worker after which there is none."""


@cache
def pool_of(options: ClusterOptions) -> Pool:
    """The pool of this process with these options."""
    return Pool(options)


class Pool:
    """Workers, idle, busy or starting."""

    def __init__(self, options: ClusterOptions) -> None:
        """Join the cluster; workers start with the first shard.

        Raises:
            SaturateError: There is no cluster, or it does not hold what is asked for.
        """
        self._options = options
        self.ray: ModuleType = join(options.address)
        self.bundle: Bundle
        self._looked = 0.0
        self._starting: dict[Any, Any] = {}
        """Workers that load their libraries, by what tells that they have."""
        self._called: dict[Any, Any] = {}
        """Workers of before that are asked whether they still live, by what tells of it."""
        self._idle: deque[Any] = deque()
        self._busy: dict[Any, tuple[Any, int]] = {}
        """Workers and the places of their shards, by what the answers come with."""
        self._failed_starts = 0
        held = nodes(self.ray)
        self.bundle = bundle_of(held, options)
        asked = f"--workers {options.workers}" if options.workers else "A worker"
        check_room(held, self.bundle, options.workers or 1, asked)

    def told(self) -> str:
        """The workers in words, as the cluster is now."""
        held = nodes(self.ray)
        most = holds(held, self.bundle)
        count = min(self._options.workers or most, most)
        return (
            f"{count} on {len(held)} node{'' if len(held) == 1 else 's'} of a Ray cluster, each "
            f"{self._options.engine} on {self.bundle}"
            + ("; nodes that join are used" if self._options.workers is None else "")
        )

    def answers(self, model: SharedModel, shards: Sequence[Shard]) -> Iterator[tuple[int, Answers]]:
        """The place of every shard with its answers, in the order in which they come.

        Raises:
            SaturateError: A worker refused a shard with a sentence, a shard killed several workers,
                or no worker is to be had.
        """
        owed = _Owed(shards)
        self._call_the_idle()
        alone_since = time.monotonic()
        try:
            while owed.places or self._busy:
                self._hire(len(owed.places))
                while owed.places and self._idle:
                    worker, place = self._idle.popleft(), owed.places.popleft()
                    self._busy[worker.answer.remote(model, shards[place])] = worker, place
                if self._busy:
                    alone_since = time.monotonic()
                elif time.monotonic() - alone_since > _PATIENCE_SECONDS:
                    raise self._none_came()
                for done in self._wait():
                    if done in self._busy:
                        yield from self._take_answers(done, owed)
                    else:
                        self._take_in(done)
        finally:
            for worker, _ in self._busy.values():  # nobody waits for their answers any more
                self._fire(worker)
            self._busy.clear()

    def close_model(self, key: str) -> None:
        """Let all workers give back what a model holds; they stay."""
        holders = [*self._idle, *self._called.values()]
        for done in [worker.close.remote(key) for worker in holders]:
            with suppress(self.ray.exceptions.RayActorError):  # found out with the next shards
                self._result(done)

    def rest(self) -> None:
        """Let all workers go, for others to take what they held; new ones start when wanted."""
        for worker in self._all():
            self._fire(worker)
        for held in (self._idle, self._called, self._starting):
            held.clear()

    def _all(self) -> list[Any]:
        """The workers that answer nothing now."""
        return [*self._idle, *self._called.values(), *self._starting.values()]

    def _hire(self, owed: int) -> None:
        """Start as many workers as are wanted, of use, and held by the cluster."""
        if time.monotonic() - self._looked < _LOOK_SECONDS:
            return
        self._looked = time.monotonic()
        most = holds(nodes(self.ray), self.bundle)
        wanted = min(self._options.workers or most, most)
        wanted = min(wanted, len(self._busy) + owed)
        for _ in range(wanted - len(self._busy) - len(self._all())):
            actor = self.ray.remote(Worker).options(
                num_cpus=self.bundle.cpus,
                num_gpus=self.bundle.gpus,
                scheduling_strategy="SPREAD",
                max_restarts=0,
            )
            worker = actor.remote(self.bundle.cpus)
            self._starting[worker.releases.remote()] = worker

    def _wait(self) -> list[Any]:
        """What has come, after a moment at most."""
        waiting = [*self._called, *self._starting, *self._busy]
        if not waiting:
            time.sleep(_LOOK_SECONDS / 4)
            return []
        ready, _ = self.ray.wait(waiting, num_returns=1, timeout=_LOOK_SECONDS)
        return list(ready)

    def _call_the_idle(self) -> None:
        """Ask who still lives: a node may have gone meanwhile, and no shard is to blame for it."""
        while self._idle:
            worker = self._idle.popleft()
            self._called[worker.releases.remote()] = worker

    def _take_answers(self, done: Any, owed: _Owed) -> Iterator[tuple[int, Answers]]:
        """The answers of a worker, or none where it died."""
        worker, place = self._busy.pop(done)
        try:
            answers = self._result(done)
        except self.ray.exceptions.RayActorError as error:
            self._fire(worker)
            owed.lost(place, error)
        else:
            self._idle.append(worker)
            yield place, answers

    def _take_in(self, started: Any) -> None:
        """Let a worker work that has started, or still lives.

        Raises:
            SaturateError: It runs other releases, or several in a row could not start.
        """
        known = started in self._called
        worker = (self._called if known else self._starting).pop(started)
        try:
            check_releases(self._result(started))
        except self.ray.exceptions.RayActorError as error:
            self._fire(worker)
            self._failed_starts += not known
            if self._failed_starts == _MOST_DEATHS:
                raise SaturateError(
                    f"{_MOST_DEATHS} workers in a row could not start ({_reason(error)}); is "
                    "lm-saturate installed on all nodes of the cluster?"
                ) from error
        else:
            self._failed_starts = 0
            self._idle.append(worker)

    def _result(self, done: Any) -> Any:
        """What a worker returned, or raised."""
        try:
            return self.ray.get(done)
        except self.ray.exceptions.RayTaskError as error:
            raise error.cause from error

    def _fire(self, worker: Any) -> None:
        self.ray.kill(worker)

    def _none_came(self) -> SaturateError:
        free = self.ray.available_resources()
        return SaturateError(
            f"No worker could start within {_PATIENCE_SECONDS:.0f} s: each takes {self.bundle}, "
            f"and {free.get('CPU', 0):g} CPUs and {free.get('GPU', 0):g} GPUs of the whole cluster "
            "are free; who holds the others is told by 'ray status'."
        )


class _Owed:
    """The shards that nobody answers yet."""

    def __init__(self, shards: Sequence[Shard]) -> None:
        self.places = deque(range(len(shards)))
        self._deaths = Counter[int]()

    def lost(self, place: int, error: Exception) -> None:
        """Take back a shard whose worker died.

        Raises:
            SaturateError: It has killed several.
        """
        self._deaths[place] += 1
        if self._deaths[place] == _MOST_DEATHS:
            raise SaturateError(
                f"{_MOST_DEATHS} workers died over the same prompts ({_reason(error)}), perhaps "
                "for want of memory: give each more of a node (--worker-cpus, --worker-gpus), or "
                "name a smaller model."
            ) from error
        self.places.appendleft(place)


def _reason(error: Exception) -> str:
    """Why a worker died, as far as Ray tells."""
    lines = [line.strip() for line in str(error).splitlines()]
    told = [line for line in lines if "cause" in line.lower() or "Error" in line]
    return (told or [first_line(error)])[-1].rstrip(".")[:200]
