"""How long a run will go on: what its plan expected, corrected by what its stages took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from saturate.storage.layout import Place, StageName


class Expected(NamedTuple):
    """One stage."""

    place: Place
    stage: StageName
    seconds: float


class TimeLeft:
    """What is left of a run, corrected by what its stages took."""

    def __init__(self, stages: Sequence[Expected]) -> None:
        self._ahead = list(stages)
        self._seconds: dict[StageName, tuple[float, float]] = {}

    def took(self, place: Place, stage: StageName, seconds: float) -> None:
        """Count a stage as done, and all before it: they were there or are left out."""
        for i, one in enumerate(self._ahead):
            if (one.place, one.stage) == (place, stage):
                del self._ahead[: i + 1]
                taken, expected = self._seconds.get(stage, (0.0, 0.0))
                self._seconds[stage] = taken + seconds, expected + one.seconds
                return

    def seconds(self) -> float:
        """Seconds of the stages ahead: each kind as wrong as it was so far, a new one as all."""
        overall = _ratio(self._seconds.values())
        ratios = {stage: _ratio([pair]) for stage, pair in self._seconds.items()}
        return sum(one.seconds * ratios.get(one.stage, overall) for one in self._ahead)


def _ratio(pairs: Iterable[tuple[float, float]]) -> float:
    """Seconds taken over seconds expected; 1 where nothing is known."""
    held = list(pairs)
    expected = sum(one for _, one in held)
    return sum(one for one, _ in held) / expected if expected else 1.0
