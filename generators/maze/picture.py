"""Lays a maze out from its start, with a way drawn into it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from saturate.generators.maze.search import fault
from saturate.generators.maze.tree import Maze
from saturate.ladder import Link, Picture, Spot


def draw_picture(maze: Maze, way: Sequence[int]) -> Picture:
    """A maze from left to right, a column a hop: the first of a list straight on, others below.

    Args:
        maze: What is drawn.
        way: What an answer names, right or wrong; empty where there is no answer.
    """
    steps = {frozenset(step) for step in pairwise(way)}
    spots: list[Spot] = []
    links: list[Link] = []
    number: dict[int, int] = {}
    lowest = 0
    waiting = [(maze.start, maze.start, 0, True)]  # a place, where from, its column, straight on
    while waiting:
        place, before, column, straight = waiting.pop()
        if not straight:
            lowest += 1
        number[place] = len(spots)
        spots.append(Spot(column, lowest, str(place), _role(maze, place), place in way))
        if place != before:
            links.append(Link(number[before], number[place], {place, before} in steps))
        onward = [other for other in maze.corridors[place] if other != before]
        waiting += [(other, place, column + 1, other == onward[0]) for other in reversed(onward)]
    jumps = [
        (number[one], number[other])
        for one, other in pairwise(way)
        if {one, other} <= number.keys() and other not in maze.corridors[one]
    ]
    return Picture(_says(maze, way), spots, links, jumps)


def _says(maze: Maze, way: Sequence[int]) -> str:
    told = f"{len(maze.corridors)} places, from {maze.start} to {maze.goal}"
    if not way:
        return f"{told}; no answer"
    wrong = fault(maze, way)
    if wrong is None:
        return f"{told}; the way is right: {len(way) - 1} hops"
    return f"{told}; the way is wrong: {wrong}"


def _role(maze: Maze, place: int) -> Literal["plain", "start", "goal"]:
    return "start" if place == maze.start else "goal" if place == maze.goal else "plain"
