"""Rush Hour: slide cars along their lanes until the red one is at the exit."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, NamedTuple

from saturate.generators.games.arena import left_alone, open_environment, restart
from saturate.generators.games.game import Game
from saturate.generators.games.grid import cells
from saturate.ladder import SeededRandom

_SIZE, _EXIT_ROW, _RED = 6, 2, "X"
_LAYOUTS = 48
"""Boards that problems start from. Searching one takes half a second, so that they are few enough
for all searches to be kept."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Car(NamedTuple):
    """A car, by its upper left end."""

    letter: str
    row: int
    column: int
    length: int
    across: bool


State = tuple[Car, ...]
"""In the order of letters."""


class RushHour(Game[State]):
    """Six rows and columns with up to eight cars, as textarena draws them."""

    name = "rush-hour"
    rules = """\
Rush Hour: equal letters are a car or truck, . is free. Bring the red car X to the exit > at the \
right end of its row. Cars move along their length only, by one place a move, onto free places: \
[A+] moves car A one place right or down, [A-] one place left or up."""
    examples = ("[A+]", "[X-]")
    answer = "the moves, one a line; what counts is the column in which the red car ends"
    last = 8
    limit = 32
    enough = 2_000

    def open(self) -> Any:
        return open_environment("RushHour.env:RushHourEnv")

    def put(self, state: State) -> None:
        from textarena.envs.RushHour.env import _Vehicle

        restart(self.environment, {"vehicles": {car.letter: _Vehicle(*car) for car in state}})

    def get(self, before: State) -> State:
        vehicles = self.environment.state.game_state["vehicles"]
        return tuple(
            car._replace(row=vehicles[car.letter].row, column=vehicles[car.letter].col)
            for car in before
        )

    def moves(self, state: State) -> Sequence[str]:
        return [f"[{car.letter}{sign}]" for car in state for sign in "+-"]

    def layout(self, rung: int, rng: SeededRandom) -> State:
        with left_alone():
            random.seed(rng.below(_LAYOUTS))
            drawn = self.environment._generate_random_puzzle()
        return tuple(sorted(Car(v.vid, v.row, v.col, v.length, v.horizontal) for v in drawn))

    def render(self) -> str:
        return str(self.environment._render_board()).strip("\n")

    def read(self, board: str) -> State:
        lines = board.split("\n")
        if len(lines) != _SIZE or not lines[_EXIT_ROW].endswith(" >"):
            raise ValueError("a board of cars has an exit at the end of its third row")
        lines[_EXIT_ROW] = lines[_EXIT_ROW].removesuffix(" >")
        found = cells("\n".join(lines), _SIZE, str.split, _LETTERS + ".")
        return tuple(
            _car(letter, found) for letter in _LETTERS if any(letter in row for row in found)
        )

    def told(self, state: State) -> str:
        (red,) = (car for car in state if car.letter == _RED)
        return f"red car in column {red.column}"


def _car(letter: str, board: list[list[str]]) -> Car:
    """The car of a letter.

    Raises:
        ValueError: Its places are no row of two or three, or the red one is elsewhere.
    """
    places = [(r, c) for r in range(_SIZE) for c in range(_SIZE) if board[r][c] == letter]
    (row, column), length = places[0], len(places)
    across = length > 1 and places[1][0] == row
    straight = [(row, column + i) if across else (row + i, column) for i in range(length)]
    red = letter != _RED or (row == _EXIT_ROW and across and length == 2)
    if places != straight or length not in (2, 3) or not red:
        raise ValueError(f"car {letter} is none")
    return Car(letter, row, column, length, across)
