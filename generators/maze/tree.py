"""A maze: its shape, drawn uniformly, and the numbers and orders that its text shows.

A shape is a tree in which start and goal lie so many hops apart. It is given by the parent of each
node: node 0 is the start, the next ones lead to the goal, which is node ``hops``, and every other
node has a parent of a lower number, so that no search is needed to go through a shape.
"""

from __future__ import annotations

from typing import NamedTuple

from saturate.ladder import SeededRandom

LARGEST = 99
"""Places are numbered from 1 to this."""


class Size(NamedTuple):
    """How large a maze is."""

    places: int
    hops: int
    """Corridors between start and goal."""


class Shape(NamedTuple):
    """A maze without numbers and orders."""

    parents: list[int]
    """The parent of each node, lower than the node; the start is its own."""
    hops: int

    @property
    def size(self) -> Size:
        """How large it is."""
        return Size(len(self.parents), self.hops)


class Maze(NamedTuple):
    """A maze as it is told."""

    start: int
    goal: int
    corridors: dict[int, list[int]]
    """By place, the places next to it; all in the order told."""


def draw_shape(size: Size, rng: SeededRandom) -> Shape:
    """Draw one of all trees on numbered nodes that have this path, each with the same chance.

    It is a walk over the complete graph that has been on the path already: the edges by which it
    first comes to a node are a uniform spanning tree (Aldous, "The Random Walk Construction of
    Uniform Spanning Trees and Uniform Labelled Trees", SIAM J. Discrete Math. 3, 1990). From the
    node found last it goes to any node; to one that it knows, from where the next is found, or else
    to a new one.
    """
    places, hops = size
    drawn = rng.each_below([hops + 1, *[places] * (places - hops - 2)])
    found_last = range(hops, places - 1)
    return Shape([0, *range(hops), *map(min, drawn, found_last)], hops)


def canonical(shape: Shape) -> str:
    """A text that is the same for mazes that differ in numbers, orders and direction alone."""
    parents, hops = shape
    hanging: list[list[str]] = [[] for _ in parents]
    for node in range(len(parents) - 1, hops, -1):
        branches = hanging[node]
        branches.sort()
        hanging[parents[node]].append(f"({''.join(branches)})" if branches else "()")
    way = ["".join(sorted(branches)) for branches in hanging[: hops + 1]]
    return min("-".join(way), "-".join(reversed(way)))


def dress(shape: Shape, rng: SeededRandom) -> tuple[Maze, list[int]]:
    """Number the places of a shape and shuffle them; the maze, and the way through it."""
    parents, hops = shape
    numbers = rng.sample(range(1, LARGEST + 1), len(parents))
    children, above = numbers[1:], [numbers[parent] for parent in parents[1:]]
    leads = [*zip(children, above, strict=True), *zip(above, children, strict=True)]
    corridors: dict[int, list[int]] = {place: [] for place in rng.sample(numbers, len(numbers))}
    for one, other in rng.sample(leads, len(leads)):
        corridors[one].append(other)
    return Maze(numbers[0], numbers[hops], corridors), numbers[: hops + 1]


def shape_of(maze: Maze) -> Shape:
    """The shape of a maze.

    Raises:
        ValueError: It is no tree, or its start is its goal.
    """
    corridors = maze.corridors
    if not {maze.start, maze.goal} <= corridors.keys() or maze.start == maze.goal:
        raise ValueError("start and goal are not two places of the maze")
    lead = {(one, other) for one, beside in corridors.items() for other in beside}
    told = sum(map(len, corridors.values()))
    if told != 2 * len(corridors) - 2 or lead != {(other, one) for one, other in lead}:
        raise ValueError("its corridors are not those of a tree")
    parent, order = {maze.start: maze.start}, [maze.start]
    for place in order:
        found = [other for other in corridors[place] if other not in parent]
        parent.update(dict.fromkeys(found, place))
        order += found
    if len(order) < len(corridors) or len(lead) < told:
        raise ValueError("its places are not all connected, or one lies twice beside another")
    way = [maze.goal]
    while way[-1] != maze.start:
        way.append(parent[way[-1]])
    way.reverse()
    nodes = way + [place for place in order if place not in way]
    number = {place: node for node, place in enumerate(nodes)}
    return Shape([number[parent[place]] for place in nodes], len(way) - 1)
