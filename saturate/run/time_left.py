"""How long a run will go on: what its plan expected, corrected by what its stages took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from saturate.storage.layout import BASE, Place, StageName


class Expected(NamedTuple):
    """One stage."""

    place: Place
    stage: StageName
    seconds: float


class TimeLeft:
    """What is left of a run, corrected by what its stages took."""

    def __init__(self, stages: Sequence[Expected], lanes: int = 1) -> None:
        """Begin with all stages ahead; ``lanes`` arms go side by side, behind the base model."""
        self._lanes = lanes
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
                self._seconds[stage] = taken + seconds, expected + one.seconds
                return

    def arm_done(self, arm: str) -> None:
        """Count an arm as over, whatever stages it left out."""
        self._ahead.pop(arm, None)

    def seconds(self) -> float:
        """Seconds of the stages ahead: each kind as wrong as it was so far, a new one as all."""
        overall = _ratio(self._seconds.values())
        ratios = {stage: _ratio([pair]) for stage, pair in self._seconds.items()}
        arms = {
            arm: sum(one.seconds * ratios.get(one.stage, overall) for one in ahead)
            for arm, ahead in self._ahead.items()
        }
        base = arms.pop(BASE.arm, 0.0)
        return base + max(max(arms.values(), default=0.0), sum(arms.values()) / self._lanes)


def _ratio(pairs: Iterable[tuple[float, float]]) -> float:
    """Seconds taken over seconds expected; 1 where nothing is known."""
    held = list(pairs)
    expected = sum(one for _, one in held)
    return sum(one for one, _ in held) / expected if expected else 1.0
