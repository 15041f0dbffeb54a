"""Sokoban: push boxes onto targets; nothing can be pulled."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from saturate.generators.games.arena import ENDLESS, left_alone, open_environment, restart
from saturate.generators.games.game import Game, Image
from saturate.generators.games.grid import SYMMETRY, WALKS, Place, cells, places_text, turns
from saturate.ladder import SeededRandom

_SIZE, _BOXES = 6, 2
_ROOMS = 500
"""Rooms that problems start from, few enough for all searches to be kept. textarena's generator,
which gives up on some seeds, finds a room by each of these."""
_FIXED = "#_O"
"""Walls, floor and targets, by textarena's numbers 0, 1 and 2."""
_ON_TARGET, _ON_FLOOR, _PLAYER = 3, 4, 5
_SHOWN = "#_O√XP"
"""What textarena shows for its numbers."""


class State(NamedTuple):
    """A room, and what moves in it."""

    rows: tuple[str, ...]
    player: Place
    boxes: tuple[Place, ...]
    """In order."""


class Sokoban(Game[State]):
    """Rooms of 6 times 6 places, walls included, with two boxes on every rung."""

    name = "sokoban"
    rules = """\
Sokoban: P is you, # a wall, _ floor, X a box, O a target, √ a box on a target. Bring every box \
onto a target. You push a box by walking against it, if the place behind it is free; you cannot \
pull. A target that you stand on is not shown. Moves are [up], [down], [left] and [right]."""
    examples = ("[up]", "[left]")
    answer = "the moves, one a line; what counts is where the boxes are at the end"
    symmetry = SYMMETRY
    last = 12
    limit = 64

    def open(self) -> Any:
        return open_environment("Sokoban.env:SokobanEnv", (_SIZE, _SIZE), ENDLESS, _BOXES)

    def put(self, state: State) -> None:
        import numpy as np

        room = self.environment
        room.room_fixed = np.array([[_FIXED.index(sign) for sign in row] for row in state.rows])
        room.room_state = room.room_fixed.copy()
        for r, c in state.boxes:
            room.room_state[r, c] = _ON_TARGET if state.rows[r][c] == "O" else _ON_FLOOR
        room.room_state[state.player] = _PLAYER
        room.player_position = np.array(state.player)
        restart(room, {})

    def get(self, before: State) -> State:
        rows = self.environment.room_state.tolist()
        boxes = [
            (r, c)
            for r, row in enumerate(rows)
            for c, number in enumerate(row)
            if number in (_ON_TARGET, _ON_FLOOR)
        ]
        row, column = self.environment.player_position.tolist()
        return State(before.rows, (row, column), tuple(boxes))

    def moves(self, state: State) -> Sequence[str]:
        return WALKS

    @cached_property
    def _rooms(self) -> dict[int, State]:
        """Rooms by their number, as far as they were wanted: one takes textarena 20 ms."""
        return {}

    def layout(self, rung: int, rng: SeededRandom) -> State:
        number = rng.below(_ROOMS)
        if number not in self._rooms:
            self._rooms[number] = self._room(number)
        return self._rooms[number]

    def _room(self, number: int) -> State:
        with left_alone():
            self.environment.reset(1, number)
        fixed = self.environment.room_fixed.tolist()
        rows = tuple("".join(_FIXED[number] for number in row) for row in fixed)
        return self.get(State(rows, (0, 0), ()))

    def render(self) -> str:
        return str(self.environment.create_board_str(self.environment.room_state)).strip()

    def read(self, board: str) -> State:
        found = cells(board, _SIZE, str.split, _SHOWN)
        places = {
            sign: [(r, c) for r in range(_SIZE) for c in range(_SIZE) if found[r][c] in sign]
            for sign in ("P", "X√", "O√")
        }
        (player, boxes, targets) = places.values()
        hidden = len(boxes) - len(targets)
        if len(player) != 1 or len(boxes) != _BOXES or hidden not in (0, 1):
            raise ValueError("a room has one player, two boxes and as many targets")
        signs = {"√": "O", "X": "_", "P": "O" if hidden else "_"}
        rows = tuple("".join(signs.get(sign, sign) for sign in row) for row in found)
        return State(rows, player[0], tuple(boxes))

    def told(self, state: State) -> str:
        return f"boxes at {places_text(state.boxes)}"

    def images(self, state: State) -> list[Image[State]]:
        return [
            Image(
                State(
                    turn.rows(state.rows),
                    turn.to(state.player),
                    tuple(sorted(map(turn.to, state.boxes))),
                ),
                turn.restore,
            )
            for turn in turns(_SIZE)
        ]
