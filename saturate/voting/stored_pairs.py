"""Training pairs that stay in the file of their labels, and are read when they are asked for.

Twelve bytes a proposal are held of them.
"""

from __future__ import annotations

from array import array
from pathlib import Path

from saturate.storage.files import placed_rows, row_at
from saturate.training.replay import Pair, PairsByRung, PartedPairs
from saturate.voting.labelled import LabelledProposal, trained_pairs


class StoredPairs(PartedPairs):
    """The pairs of one rung in a file of labelled proposals, each row a place of its own."""

    def __init__(self, file: Path, contrasted: bool) -> None:
        self._file, self._contrasted = file, contrasted
        self._starts = array("q")
        self._last: tuple[int, list[Pair]] = (-1, [])
        super().__init__(array("I"))

    def take_in(self, start: int, pairs: int) -> None:
        """Know of a row that begins at a byte of the file and makes so many pairs, at least one."""
        self._starts.append(start)
        self._ends.append(len(self) + pairs)

    def part(self, number: int) -> list[Pair]:
        """The pairs of a row, of which the last one is held: neighbours are often asked for."""
        if self._last[0] != number:
            labelled = LabelledProposal.from_row(row_at(self._file, self._starts[number]))
            self._last = number, trained_pairs(labelled, self._contrasted)
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
