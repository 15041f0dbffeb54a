"""Tower of Hanoi: disks on three towers, all of them to be moved to the last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from saturate.generators.games.arena import ENDLESS, open_environment, restart
from saturate.generators.games.game import Game
from saturate.ladder import SeededRandom

_TOWERS = "ABC"
_FEWEST, _MOST = 4, 8
"""Disks. One number of them alone has few states: of five, 26 are at most eight moves from the goal
if each tower is told apart, and there are two at one move."""
_MOVES_A_RUNG = 8
_TOWER = re.compile(r"([ABC]): \[([1-9](?:, [1-9])*)?\]")

State = tuple[tuple[int, ...], ...]
"""The disks of each tower from below; the largest has the highest number."""


class Hanoi(Game[State]):
    """4 to 8 disks; a rung is eight distances, as most distances have but a handful of states."""

    name = "hanoi"
    rules = """\
Tower of Hanoi: each line is a tower with its disks from below, 1 is the smallest. Move all disks \
to tower C. A move takes the top disk of a tower to another; no disk may lie on a smaller one."""
    examples = ("[A C]", "[B A]")
    answer = "the moves, one a line; what counts is which disks each tower ends with"
    axis = "moves from the goal, by eights"
    last = 16
    limit = 256

    def open(self) -> Any:
        return open_environment("TowerOfHanoi.env:TowerOfHanoiEnv", _FEWEST, ENDLESS)

    def put(self, state: State) -> None:
        self.environment.num_disks = sum(map(len, state))
        towers = {name: list(disks) for name, disks in zip(_TOWERS, state, strict=True)}
        restart(self.environment, {"towers": towers})

    def get(self, before: State) -> State:
        towers = self.environment.state.game_state["towers"]
        return tuple(tuple(towers[name]) for name in _TOWERS)

    def moves(self, state: State) -> Sequence[str]:
        return [f"[{a} {b}]" for a in _TOWERS for b in _TOWERS if a != b]

    def layout(self, rung: int, rng: SeededRandom) -> State:
        fewest = next(n for n in range(_FEWEST, _MOST + 1) if self.rung_of(2**n - 1) >= rung)
        disks = rng.between(fewest, _MOST)
        return (tuple(range(disks, 0, -1)), (), ())

    def rung_of(self, distance: int) -> int:
        return -(-distance // _MOVES_A_RUNG)

    def render(self) -> str:
        return str(self.environment._render_board()).strip()

    def read(self, board: str) -> State:
        found = list(filter(None, map(_TOWER.fullmatch, board.split("\n"))))
        names = [match[1] for match in found]
        state = tuple(tuple(map(int, m[2].split(", "))) if m[2] else () for m in found)
        disks = sorted(disk for tower in state for disk in tower)
        falling = all(list(tower) == sorted(tower, reverse=True) for tower in state)
        if names != list(_TOWERS) or disks != list(range(1, len(disks) + 1)) or not falling:
            raise ValueError("no board of the tower of Hanoi")
        return state

    def told(self, state: State) -> str:
        return "; ".join(
            f"{name}: {' '.join(map(str, disks)) or 'none'}"
            for name, disks in zip(_TOWERS, state, strict=True)
        )
