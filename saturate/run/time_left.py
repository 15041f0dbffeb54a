"""How long a run will go on: what its plan expected, corrected by what its stages took."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from saturate.storage.layout import BASE, Place, StageName


class Expected(NamedTuple):
    """One stage."""

    place: Place
    stage: StageName
    seconds: float
    """In one process."""
    most: float = math.inf
    """Most processes that make it faster."""


class Processes(NamedTuple):
    """What works on a run."""

    lanes: int = 1
    """Arms that go side by side, behind the base model, a process each."""
    jobs: int = 1
    """Processes at work altogether."""
    pooled: bool = False
    """Whether those that no arm holds help the others answer and train."""

    @property
    def workers(self) -> int:
        """Processes that may answer beside that of each lane, where slots are free."""
        if not self.pooled:
            return 0
        return self.jobs - 1 if self.lanes == 1 else self.jobs // self.lanes

    def share(self, arms: int) -> float:
        """How many processes work for one arm while so many go on."""
        return min(self.jobs / max(1, min(arms, self.lanes)), 1 + self.workers)


_ONE = Processes()
_MINUTE = 60
"""Seconds."""


def minutes_text(seconds: float) -> str:
    """A time that is not known to the second, in words."""
    if seconds < _MINUTE:
        return "less than a minute"
    minutes = round(seconds / _MINUTE)
    return f"about {minutes} minute{'s' * (minutes > 1)}"


class TimeLeft:
    """What is left of a run, corrected by what its stages took."""

    def __init__(self, stages: Sequence[Expected], processes: Processes = _ONE) -> None:
        """Begin with all stages ahead."""
        self._processes = processes
        self._ahead: dict[str, list[Expected]] = {}
        for one in stages:
            self._ahead.setdefault(one.place.arm, []).append(one)
        self._seconds: dict[StageName, tuple[float, float]] = {}

    def took(self, place: Place, stage: StageName, seconds: float) -> None:
        """Count a stage as done, and all of its arm before it: they were there or are left out."""
        if place.arm != BASE.arm:
            self._ahead.pop(BASE.arm, None)
        ahead = self._ahead.get(place.arm, [])
        for i, one in enumerate(ahead):
            if (one.place, one.stage) == (place, stage):
                del ahead[: i + 1]
                taken, expected = self._seconds.get(stage, (0.0, 0.0))
                arms = 1 if place.arm == BASE.arm else len(self._ahead)
                share = min(one.most, self._processes.share(arms))
                self._seconds[stage] = taken + seconds, expected + one.seconds / share
                return

    def arm_done(self, arm: str) -> None:
        """Count an arm as over, whatever stages it left out."""
        self._ahead.pop(arm, None)

    def seconds(self) -> float:
        """Seconds until the run ends: each kind as wrong as it was so far, a new one as all."""
        return sum(phase.seconds for phase in self._phases())

    def stage_seconds(self) -> float:
        """The same of all stages ahead added up: arms that go side by side each count."""
        return sum(phase.seconds * phase.arms for phase in self._phases())

    def _phases(self) -> Iterator[_Phase]:
        """The base model's stages, then those of arms."""
        overall = _ratio(self._seconds.values())
        ratios = {stage: _ratio([pair]) for stage, pair in self._seconds.items()}
        arms = {}
        for arm, ahead in self._ahead.items():
            took: dict[float, float] = {}
            for one in ahead:
                seconds = one.seconds * ratios.get(one.stage, overall)
                took[one.most] = took.get(one.most, 0.0) + seconds
            arms[arm] = _Ahead(took)
        base = arms.pop(BASE.arm, _Ahead({})).seconds(self._processes.share(1))
        yield _Phase(base, 1)
        yield from self._side_by_side(list(arms.values()))

    def _side_by_side(self, waiting: list[_Ahead]) -> Iterator[_Phase]:
        """How arms go on, which begin in their order; each shares with those left.

        What an arm is at is not looked at: all its stages go on evenly until another is over.
        """
        running: list[_Ahead] = []
        while waiting or running:
            while waiting and len(running) < self._processes.lanes:
                running.append(waiting.pop(0))
            share = self._processes.share(len(running))
            first = min(arm.seconds(share) for arm in running)
            yield _Phase(first, len(running))
            running = [
                arm.less(first / arm.seconds(share))
                for arm in running
                if arm.seconds(share) > first
            ]


class _Phase(NamedTuple):
    """A time in which the same arms go on."""

    seconds: float
    arms: int
    """How many go on, or 1 for the base model."""


class _Ahead(NamedTuple):
    """Seconds of an arm's stages, in one process."""

    took: Mapping[float, float]
    """By how many processes make them faster."""

    def seconds(self, share: float) -> float:
        """What they take where so many processes work for the arm."""
        return sum(took / min(most, share) for most, took in self.took.items())

    def less(self, part: float) -> _Ahead:
        """What is left of it behind a part."""
        return _Ahead({most: (1 - part) * took for most, took in self.took.items()})


def _ratio(pairs: Iterable[tuple[float, float]]) -> float:
    """Seconds taken over seconds expected; 1 where nothing is known."""
    held = list(pairs)
    expected = sum(one for _, one in held)
    return sum(one for one, _ in held) / expected if expected else 1.0
