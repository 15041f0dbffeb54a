"""Draws a ladder's picture in the terminal: heavy lines where the answer goes, colours on top."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from saturate.ladder import Picture, Spot

_LIGHT, _HEAVY = 1, 2
_WIDEST, _NARROWEST = 4, 1
"""Characters between two columns of labels."""
_INDENT = "  "
_STYLES = {"start": "bold green", "goal": "bold magenta", "plain": ""}
_ANSWERED = "bold cyan"
_LINES = {  # by the weights of a character's arms: up, down, left, right
    (0, 0, 1, 1): "─", (0, 0, 2, 2): "━", (0, 1, 1, 0): "┐", (0, 2, 2, 0): "┓",
    (0, 1, 1, 1): "┬", (0, 1, 2, 2): "┯", (0, 2, 2, 1): "┱", (0, 2, 2, 2): "┳",
    (1, 1, 0, 0): "│", (2, 2, 0, 0): "┃", (1, 0, 0, 1): "└", (2, 0, 0, 2): "┗",
    (1, 1, 0, 1): "├", (2, 2, 0, 1): "┠", (2, 1, 0, 2): "┡", (2, 2, 0, 2): "┣",
}  # fmt: skip


def print_picture(console: Console, picture: Picture) -> None:
    """Print a picture as wide as the terminal is; what does not fit ends in dots."""
    for line in _Drawing(picture, console.width - len(_INDENT)).lines():
        console.print(Text(_INDENT) + line, soft_wrap=True)
    console.print(_INDENT + picture.says, highlight=False)


class _Drawing:
    """A picture on a grid of characters."""

    def __init__(self, picture: Picture, width: int) -> None:
        columns = 1 + max(spot.column for spot in picture.spots)
        self._label = max(len(spot.label) for spot in picture.spots)
        gap = (width - columns * self._label) // max(1, columns - 1)
        self._gap = max(_NARROWEST, min(_WIDEST, gap))
        self._width = width
        self._cells: dict[tuple[int, int], tuple[str, str]] = {}
        self._arms: dict[tuple[int, int], list[int]] = {}
        for link in picture.links:
            weight = _HEAVY if link.answered else _LIGHT
            self._link(picture.spots[link.first], picture.spots[link.second], weight)
        for place, arms in self._arms.items():
            style = _ANSWERED if _HEAVY in arms else "dim"
            self._cells[place] = (_LINES[arms[0], arms[1], arms[2], arms[3]], style)
        for spot in picture.spots:
            self._spot(spot)

    def lines(self) -> list[Text]:
        """The rows from the top."""
        rows = 1 + max(row for row, _ in self._cells)
        return [self._line(row) for row in range(rows)]

    def _line(self, row: int) -> Text:
        last = max((x for y, x in self._cells if y == row), default=-1)
        cells = [self._cells.get((row, x), (" ", "")) for x in range(last + 1)]
        if len(cells) > self._width:
            cells = [*cells[: self._width - 1], ("…", "dim")]
        return Text.assemble(*cells)

    def _left(self, column: int) -> int:
        return column * (self._label + self._gap)

    def _link(self, first: Spot, second: Spot, weight: int) -> None:
        """From the end of one label to the turn, down, and on to the next label."""
        turn = self._left(first.column) + self._label
        for x in range(turn, turn + self._gap):
            self._add(second.row, x, (0, 0, weight, weight) if x > turn else (0, 0, 0, weight))
        if second.row == first.row:
            self._add(first.row, turn, (0, 0, weight, 0))
            return
        self._add(first.row, turn, (0, weight, weight, 0))
        for y in range(first.row + 1, second.row):
            self._add(y, turn, (weight, weight, 0, 0))
        self._add(second.row, turn, (weight, 0, 0, 0))

    def _add(self, row: int, x: int, arms: tuple[int, int, int, int]) -> None:
        held = self._arms.setdefault((row, x), [0, 0, 0, 0])
        held[:] = map(max, held, arms)

    def _spot(self, spot: Spot) -> None:
        style = _STYLES[spot.role] or (_ANSWERED if spot.answered else "")
        left = self._left(spot.column)
        _, lead = self._cells.get((spot.row, left - 1), ("", None))
        before = (" " if lead is None else "━" if lead == _ANSWERED else "─", lead or "")
        for x, letter in enumerate(spot.label.rjust(self._label), left):
            self._cells[spot.row, x] = (letter, style) if letter != " " else before
