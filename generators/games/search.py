"""Two breadth-first searches over the steps of textarena's environments.

:func:`distances` goes forward to everything that can be reached and then backward from the goal,
which draws problems; :func:`shortest_plan` goes forward to the nearest goal, which solves them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar, Protocol, TypeVar

from saturate.generators.games.arena import Made

S = TypeVar("S", bound=Hashable)
_MAX_STATES = 30_000
"""States after which a solver gives up."""
_TABLES = 512
"""Layouts whose distances are kept at hand."""


class Steps(Protocol[S]):
    """What a search needs of a game."""

    enough: ClassVar[int]
    """States after which no further depth is looked through for a table of distances."""

    def moves(self, state: S, /) -> Sequence[str]:
        """The moves to try."""
        ...

    def after(self, state: S, move: str, /) -> tuple[S, Made]:
        """The state after a move, and what came of it."""
        ...


@lru_cache(maxsize=_TABLES)
def distances(game: Steps[Any], layout: Any) -> dict[Any, int]:
    """Moves to the nearest goal from what a layout leads to; 0 where that is solved.

    Looks through whole depths until it has seen enough states. Where more can be reached, a way
    that stays within those depths is a shortest one, and states with no such way are left out, as
    are those that lead to no goal.
    """
    depth, layer = 0, [layout]
    depths, goals = {layout: 0}, dict[Any, None]()
    before: dict[Any, list[Any]] = {layout: []}
    while layer and len(depths) < game.enough:
        depth += 1
        further = []
        for state in layer:
            for _, found, made in _next(game, state):
                if found not in depths:
                    depths[found], before[found] = depth, []
                    if made.solved:
                        goals[found] = None
                    elif not made.over:
                        further.append(found)
                before[found].append(state)
        layer = further
    table = _backward(goals, before)
    if layer:
        table = {state: far for state, far in table.items() if far + depths[state] <= depth}
    return table


def _backward(goals: Iterable[Any], before: Mapping[Any, Sequence[Any]]) -> dict[Any, int]:
    table = dict.fromkeys(goals, 0)
    queue = deque(table)
    while queue:
        state = queue.popleft()
        for earlier in before[state]:
            if earlier not in table:
                table[earlier] = table[state] + 1
                queue.append(earlier)
    return table


def way(game: Steps[S], table: Mapping[S, int], state: S) -> list[str]:
    """A shortest plan by a table of distances: of moves that lead nearer, always the first."""
    plan = []
    for far in range(table[state] - 1, -1, -1):
        move, state = next(
            (move, found) for move, found, _ in _next(game, state) if table.get(found) == far
        )
        plan.append(move)
    return plan


def shortest_plan(game: Steps[S], state: S) -> list[str]:
    """A shortest plan, without any table.

    Raises:
        ValueError: Nothing solves it.
    """
    plans: dict[S, tuple[str, ...]] = {state: ()}
    queue = deque([state])
    while queue and len(plans) <= _MAX_STATES:
        here = queue.popleft()
        for move, found, made in _next(game, here):
            if made.solved:
                return [*plans[here], move]
            if found not in plans and not made.over:
                plans[found] = (*plans[here], move)
                queue.append(found)
    raise ValueError("no plan solves it")


def _next(game: Steps[S], state: S) -> Iterator[tuple[str, S, Made]]:
    """Moves that the game lets happen, each with the state after it."""
    for move in game.moves(state):
        found, made = game.after(state, move)
        if not made.refused:
            yield move, found, made
