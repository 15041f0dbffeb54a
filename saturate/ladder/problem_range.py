"""Problems of one split, drawn when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from saturate.ladder.contract import Ladder
from saturate.ladder.lazy_sequence import LazySequence
from saturate.ladder.problem import Problem, Split


class ProblemRange(LazySequence[Problem]):
    """Problems of a rung by their indices, none of which is held."""

    def __init__(self, ladder: Ladder, rung: int, split: Split, places: Sequence[int]) -> None:
        self._ladder, self._rung, self._split = ladder, rung, split
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    def at(self, place: int) -> Problem:
        return self._ladder.problem(self._rung, self._split, self._places[place])
