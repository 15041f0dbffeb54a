"""Frozen Lake: walk over ice to a goal, around the holes. textarena's ice is not slippery."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from saturate.generators.games.arena import left_alone, open_environment, restart
from saturate.generators.games.game import Game, Image
from saturate.generators.games.grid import SYMMETRY, WALKS, Place, cells, places_text, turns
from saturate.ladder import SeededRandom

_SIZE, _HOLES = 8, 24


class State(NamedTuple):
    """A lake and who walks on it."""

    rows: tuple[str, ...]
    """Ice (a blank), ``H`` and ``G``."""
    player: Place


class FrozenLake(Game[State]):
    """8 times 8 places with 24 holes on every rung."""

    name = "frozen-lake"
    rules = """\
Frozen Lake: P is you, H is a hole, G is the goal, all else is ice. Walk to the goal; who steps \
into a hole has lost. You cannot leave the board. Moves are [up], [down], [left] and [right]."""
    examples = ("[up]", "[left]")
    answer = "the moves, one a line; what counts is the place where they end"
    symmetry = SYMMETRY
    last = 16
    limit = 64

    def open(self) -> Any:
        return open_environment("FrozenLake.env:FrozenLakeEnv", _SIZE, _HOLES, True)

    def put(self, state: State) -> None:
        goal = next((r, row.index("G")) for r, row in enumerate(state.rows) if "G" in row)
        self.environment.player_pos = state.player  # from where textarena counts what is done
        grid = [list(row) for row in state.rows]
        restart(self.environment, {"grid": grid, "player_pos": state.player, "goal_pos": goal})

    def get(self, before: State) -> State:
        return before._replace(player=self.environment.state.game_state["player_pos"])

    def moves(self, state: State) -> Sequence[str]:
        return WALKS

    def layout(self, rung: int, rng: SeededRandom) -> State:
        with left_alone():
            self.environment.reset(1, rng.below(2**31))
        drawn = self.environment.state.game_state
        return State(tuple(map("".join, drawn["grid"])), drawn["player_pos"])

    def render(self) -> str:
        return str(self.environment._render_board())

    def read(self, board: str) -> State:
        inner = [line for line in board.split("\n") if not line.startswith("+-")]
        found = cells("\n".join(inner), _SIZE, _signs, " HGPX")
        places = {
            sign: [(r, c) for r in range(_SIZE) for c in range(_SIZE) if found[r][c] in sign]
            for sign in ("PX", "GX")
        }
        if [len(held) for held in places.values()] != [1, 1]:
            raise ValueError("a lake has one walker and one goal")
        rows = tuple("".join(row).replace("P", " ").replace("X", "G") for row in found)
        return State(rows, places["PX"][0])

    def told(self, state: State) -> str:
        return f"at {places_text([state.player])}"

    def images(self, state: State) -> list[Image[State]]:
        return [
            Image(State(turn.rows(state.rows), turn.to(state.player)), turn.restore)
            for turn in turns(_SIZE)
        ]


def _signs(line: str) -> list[str]:
    """The cells of a line: ``|  H  |     |  P  |``; ``X`` is who stands on the goal."""
    parts = [cell.strip() or " " for cell in line.strip().strip("|").split("|")]
    return ["X" if part == "P/G" else part for part in parts]
