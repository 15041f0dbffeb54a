"""What games on a square board share: its eight symmetries, and answers that name places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

Place = tuple[int, int]
"""Row and column, from 0."""
WALKS = ("[up]", "[down]", "[left]", "[right]")
_PLACE = re.compile(r"\(([0-9]+), ([0-9]+)\)")
SYMMETRY = "the board may be turned and mirrored, as all sides are alike; the moves change with it"


class Turn(NamedTuple):
    """One of the eight ways to lay a square board."""

    size: int
    swap: bool
    """Whether rows and columns are exchanged, before the rest."""
    upside: bool
    aside: bool

    def to(self, place: Place) -> Place:
        """Where a place comes to lie."""
        row, column = place[::-1] if self.swap else place
        last = self.size - 1
        return (last - row if self.upside else row, last - column if self.aside else column)

    def back(self, place: Place) -> Place:
        """Where what lies here came from."""
        last = self.size - 1
        row = last - place[0] if self.upside else place[0]
        column = last - place[1] if self.aside else place[1]
        return (column, row) if self.swap else (row, column)

    def rows(self, rows: tuple[str, ...]) -> tuple[str, ...]:
        """A board of characters, laid so."""
        size = range(self.size)
        places = [[self.back((row, column)) for column in size] for row in size]
        return tuple("".join(rows[r][c] for r, c in line) for line in places)

    def restore(self, answer: str) -> str:
        """An answer that names places, as it was before the board was turned."""
        lead = answer.partition("(")[0]
        places = [self.back((int(r), int(c))) for r, c in _PLACE.findall(answer)]
        return lead + places_text(places)


def turns(size: int) -> list[Turn]:
    """All eight, the board as it is first."""
    both = (False, True)
    return [Turn(size, swap, up, aside) for swap in both for up in both for aside in both]


def places_text(places: Iterable[Place]) -> str:
    """Places in order: ``(1, 2), (3, 4)``."""
    return ", ".join(f"({row}, {column})" for row, column in sorted(places))


def cells(board: str, size: int, split: Callable[[str], list[str]], known: str) -> list[list[str]]:
    """The cells of a board of text.

    Raises:
        ValueError: It is no square of that size, or holds another sign than the known ones.
    """
    found = [split(line) for line in board.split("\n")]
    if [len(row) for row in found] != [size] * size:
        raise ValueError(f"no board of {size} rows and columns")
    if any(len(cell) != 1 or cell not in known for row in found for cell in row):
        raise ValueError(f"a board holds {known} alone")
    return found
