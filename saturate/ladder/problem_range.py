"""Problems of one split, drawn when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from saturate.ladder.contract import Ladder
from saturate.ladder.problem import Problem, Split


class ProblemRange(Sequence[Problem]):
    """Problems of a rung by their indices, none of which is held."""

    def __init__(self, ladder: Ladder, rung: int, split: Split, places: Sequence[int]) -> None:
        self._ladder, self._rung, self._split = ladder, rung, split
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> Problem: ...
    @overload
    def __getitem__(self, place: slice) -> list[Problem]: ...
    def __getitem__(self, place: int | slice) -> Problem | list[Problem]:
        if isinstance(place, slice):
            return [self._at(one) for one in self._places[place]]
        return self._at(self._places[place])

    def _at(self, index: int) -> Problem:
        return self._ladder.problem(self._rung, self._split, index)
