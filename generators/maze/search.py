"""Finds the way by breadth-first search, and says of any way what is wrong with it."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import pairwise

from saturate.generators.maze.tree import Maze


def shortest_way(maze: Maze) -> list[int]:
    """The places from start to goal, found by breadth-first search from the start.

    Raises:
        ValueError: The goal cannot be reached.
    """
    ways = deque([[maze.start]])
    seen = {maze.start}
    while ways:
        way = ways.popleft()
        if way[-1] == maze.goal:
            return way
        for place in maze.corridors[way[-1]]:
            if place not in seen:
                seen.add(place)
                ways.append([*way, place])
    raise ValueError(f"no way leads from {maze.start} to {maze.goal}")


def fault(maze: Maze, way: Sequence[int]) -> str | None:
    """What is wrong with a way; ``None`` where it is one from start to goal with no place twice."""
    if not way:
        return "it names no place"
    if any(place not in maze.corridors for place in way):
        return "it names a place that is not there"
    if way[0] != maze.start:
        return f"it begins at {way[0]}"
    for one, other in pairwise(way):
        if other not in maze.corridors[one]:
            return f"no corridor leads from {one} to {other}"
    if way[-1] != maze.goal:
        return f"it ends at {way[-1]}"
    twice = next((place for n, place in enumerate(way) if place in way[:n]), None)
    return None if twice is None else f"it passes {twice} twice"
