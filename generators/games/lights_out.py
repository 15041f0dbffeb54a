"""Lights Out: press lights, each with its neighbours, until all are off.

Presses of a light undo one another and may come in any order, so that a state is a sum, without
carry, of what single presses do. On seven rows and columns no two sums are the same (a test counts
the rank), so that a state has one shortest plan: as many presses as were drawn. The solver gets it
from what textarena does at each single press, by elimination; no search reaches that far.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from typing import Any

from saturate.generators.games.arena import ENDLESS, open_environment, restart
from saturate.generators.games.game import Game, Image
from saturate.generators.games.grid import SYMMETRY, Place, cells, places_text, turns
from saturate.ladder import SeededRandom

_SIZE = 7
_PLACES: list[Place] = [(row, column) for row in range(_SIZE) for column in range(_SIZE)]
_OFF = ("." * _SIZE,) * _SIZE

State = tuple[str, ...]
"""Rows of ``O``, a light that is on, and ``.``."""


class LightsOut(Game[State]):
    """7 rows and columns on every rung."""

    name = "lights-out"
    rules = """\
Lights Out: O is a light that is on, . one that is off. Switch all lights off. A move [row column] \
presses a light: it and its neighbours above, below, left and right change. Rows and columns are \
counted from 0."""
    examples = ("[0 3]", "[4 4]")
    answer = "the moves, one a line; what counts is which lights are on at the end"
    symmetry = SYMMETRY
    last = 16
    limit = 64

    def open(self) -> Any:
        return open_environment("LightsOut.env:LightsOutEnv", _SIZE, ENDLESS)

    def put(self, state: State) -> None:
        lit = [[sign == "O" for sign in row] for row in state]
        self.environment._initial_on = max(1, sum(map(sum, lit)))
        restart(self.environment, {"grid": lit, "moves_made": 0, "solved": False})

    def get(self, before: State) -> State:
        lit = self.environment.state.game_state["grid"]
        return tuple("".join("O" if light else "." for light in row) for row in lit)

    def moves(self, state: State) -> Sequence[str]:
        return [_press(place) for place in _PLACES]

    def layout(self, rung: int, rng: SeededRandom) -> State:
        return self._pressed(rng.sample(_PLACES, rung))

    def starts(
        self, rung: int, rng: SeededRandom
    ) -> Iterator[tuple[State, Callable[[], list[str]]]]:
        """States so many presses from the dark, which textarena makes out of it."""
        while True:
            presses = rng.sample(_PLACES, rung)
            yield self._pressed(presses), partial(list, [*map(_press, sorted(presses))])

    def shortest(self, state: State) -> list[str]:
        wanted, presses = _bits(state), 0
        for light, (effect, pressed) in self._solved.items():
            if wanted >> light & 1:
                wanted, presses = wanted ^ effect, presses ^ pressed
        return [_press(place) for i, place in enumerate(_PLACES) if presses >> i & 1]

    def render(self) -> str:
        return str(self.environment._grid_to_string(self.environment.state.game_state["grid"]))

    def read(self, board: str) -> State:
        head, _, rest = board.partition("\n")
        if head.split() != [str(column) for column in range(_SIZE)]:
            raise ValueError("no board of lights: its columns are not numbered")
        found = cells(rest, _SIZE, lambda line: line.partition(": ")[2].split(), "O.")
        return tuple(map("".join, found))

    def told(self, state: State) -> str:
        lit = [(r, c) for r, c in _PLACES if state[r][c] == "O"]
        return f"on: {places_text(lit)}" if lit else "all off"

    def images(self, state: State) -> list[Image[State]]:
        return [Image(turn.rows(state), turn.restore) for turn in turns(_SIZE)]

    def _pressed(self, presses: Sequence[Place]) -> State:
        state = _OFF
        for place in presses:
            state, _ = self.after(state, _press(place))
        return state

    @cached_property
    def _solved(self) -> dict[int, tuple[int, int]]:
        """By light, what changes that light and none that was eliminated before; with its presses.

        Gauss and Jordan over the field of two, with a column for each press, as textarena makes it.
        """
        solved: dict[int, tuple[int, int]] = {}
        for number, place in enumerate(_PLACES):
            effect, pressed = _bits(self._pressed([place])), 1 << number
            for light, (other, presses) in solved.items():
                if effect >> light & 1:
                    effect, pressed = effect ^ other, pressed ^ presses
            if not effect:
                raise ValueError("two ways to press come to the same")
            light = effect.bit_length() - 1
            for known, (other, presses) in solved.items():
                if other >> light & 1:
                    solved[known] = other ^ effect, presses ^ pressed
            solved[light] = effect, pressed
        return solved


def _press(place: Place) -> str:
    return f"[{place[0]} {place[1]}]"


def _bits(state: State) -> int:
    return sum(1 << i for i, (r, c) in enumerate(_PLACES) if state[r][c] == "O")
