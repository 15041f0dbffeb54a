"""A picture of a problem with an answer in it, as data: who shows it decides how it is drawn.

It is a tree of spots in columns and rows. Each link goes from a spot to one in the next column, in
the same row or one below, and the links of one spot go to rows that no other spot's cross.
"""

from __future__ import annotations

from typing import Literal, NamedTuple


class Spot(NamedTuple):
    """A place in a picture."""

    column: int
    row: int
    label: str
    """A few characters."""
    role: Literal["plain", "start", "goal"]
    answered: bool
    """Whether the answer names it."""


class Link(NamedTuple):
    """A line between two spots."""

    first: int
    """Number of the spot on the left, by its place in the list."""
    second: int
    answered: bool
    """Whether the answer goes along it."""


class Picture(NamedTuple):
    """A problem with an answer drawn into it."""

    says: str
    """What it shows and what is wrong with the answer, for those who cannot see it as well."""
    spots: list[Spot]
    links: list[Link]
    jumps: list[tuple[int, int]]
    """Pairs of spots between which the answer goes where there is no link."""
