"""Searches of another kind than the generators' solvers: is a plan shortest, is a way the only one?

The solver of ``tools`` is breadth-first over facts; here plans are sought depth-first, one call
deeper each time, by the simulator alone. The solver of mazes is breadth-first too; here a union of
sets tells that the corridors are a tree, and dead ends are cut off until the way alone is left.
"""

from __future__ import annotations

from collections.abc import Iterator

from saturate.generators.maze.tree import Maze
from saturate.generators.tools.world import Call, Refused, State, Task, goal_state, step

EVERY_CALL_TO = 6
"""Calls of a plan up to which plans are sought among all calls that there are; beyond it among
those that walk, open, take keys and ordered things, and put these where they are ordered."""


def fewest_calls(task: Task, most: int) -> int | None:
    """The fewest calls that fulfil all orders; ``None`` where more than ``most`` are needed."""
    wanted = goal_state(task)
    calls = list(_calls(task, every=most <= EVERY_CALL_TO))
    for depth in range(most + 1):
        if _reaches(task, task.start, calls, wanted, depth, {}):
            return depth
    return None


def _reaches(
    task: Task, state: State, calls: list[Call], wanted: str, left: int, failed: dict[object, int]
) -> bool:
    """Whether so many calls more fulfil the orders; ``failed`` holds states where none do."""
    told = ", ".join(
        sorted(f"{i} on {state.places[i].removeprefix('shelf ')}" for i, _ in task.goals)
    )
    if told == wanted:
        return True
    key = (state.room, state.opened, frozenset(state.places.items()))
    if left <= failed.get(key, 0):
        return False
    for call in calls:
        try:
            after = step(task.world, state, call)
        except Refused:
            continue
        if _reaches(task, after, calls, wanted, left - 1, failed):
            return True
    failed[key] = left
    return False


def _calls(task: Task, every: bool) -> Iterator[Call]:
    yield from (Call("go", (room,)) for room in task.world.rooms)
    ordered = dict(task.goals)
    for holder in task.world.holders:
        kind, _, name = holder.partition(" ")
        if kind == "box":
            yield Call("open", (name,))
        else:
            items = task.start.places if every else [i for i, at in ordered.items() if at == name]
            yield from (Call("put", (item, name)) for item in items)
    for item in task.start.places:
        if every or item in ordered or item.startswith("key "):
            yield Call("take", (item,))


def only_way(maze: Maze) -> list[int]:
    """The one way from start to goal, left when every other dead end is cut off.

    Raises:
        ValueError: The corridors are no tree, so that there is none or more than one.
    """
    _see_tree(maze)
    beside = {place: set(others) for place, others in maze.corridors.items()}
    ends = [place for place, others in beside.items() if len(others) == 1]
    while ends:
        end = ends.pop()
        if end not in (maze.start, maze.goal):
            (other,) = beside.pop(end)
            beside[other].remove(end)
            if len(beside[other]) == 1:
                ends.append(other)
    way = [maze.start]
    while way[-1] != maze.goal:
        (onward,) = beside[way[-1]] - set(way[-2:-1])
        way.append(onward)
    return way


def _see_tree(maze: Maze) -> None:
    above = {place: place for place in maze.corridors}

    def top(place: int) -> int:
        while above[place] != place:
            place = above[place]
        return place

    edges = {frozenset((one, other)) for one, beside in maze.corridors.items() for other in beside}
    for one, other in edges:
        if top(one) == top(other):
            raise ValueError(f"corridor {one} to {other} closes a ring")
        above[top(one)] = top(other)
    if len(edges) != len(maze.corridors) - 1:
        raise ValueError("not all places are connected")
