"""Training pairs that stay in the file of their labels, and are read when they are asked for.

Twelve bytes a proposal are held of them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import overload

from saturate.storage.files import placed_rows, row_at
from saturate.training.replay import Pair, PairsByRung
from saturate.voting.labelled import LabelledProposal, trained_pairs


class StoredPairs(Sequence[Pair]):
    """The pairs of one rung in a file of labelled proposals."""

    def __init__(self, file: Path, contrasted: bool) -> None:
        self._file, self._contrasted = file, contrasted
        self._starts, self._ends = array("q"), array("I")
        self._last: tuple[int, list[Pair]] = (-1, [])

    def take_in(self, start: int, pairs: int) -> None:
        """Know of a row that begins at a byte of the file and makes so many pairs, at least one."""
        self._starts.append(start)
        self._ends.append(len(self) + pairs)

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, place: int) -> Pair: ...
    @overload
    def __getitem__(self, place: slice) -> list[Pair]: ...
    def __getitem__(self, place: int | slice) -> Pair | list[Pair]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        at = range(len(self))[place]
        row = bisect_right(self._ends, at)
        return self._of_row(row)[at - self._ends[row]]

    def __iter__(self) -> Iterator[Pair]:
        for row in range(len(self._starts)):
            yield from self._of_row(row)

    def _of_row(self, row: int) -> list[Pair]:
        """The pairs of a row, of which the last one is held: neighbours are often asked for."""
        if self._last[0] != row:
            labelled = LabelledProposal.from_row(row_at(self._file, self._starts[row]))
            self._last = row, trained_pairs(labelled, self._contrasted)
        return self._last[1]


def stored_pairs(file: Path, contrasted: bool = False) -> PairsByRung:
    """The training pairs of a file of labelled proposals, by rung; each row is read once.

    Args:
        file: The file, which has to stay as it is.
        contrasted: As in :func:`saturate.voting.labelled.pairs_by_rung`.

    Raises:
        SaturateError: A row is damaged.
    """
    found: dict[int, StoredPairs] = {}
    for start, row in placed_rows(file):
        labelled = LabelledProposal.from_row(row)
        if pairs := trained_pairs(labelled, contrasted):
            rung = labelled.proposal.rung
            found.setdefault(rung, StoredPairs(file, contrasted)).take_in(start, len(pairs))
    return found
