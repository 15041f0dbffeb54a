"""The worked solution of a maze: a hand on the wall, from the goal to the start.

Which way leads on from the start cannot be read there, and next-token training of a small model
does not find it (Bachmann and Nagarajan, "The Pitfalls of Next-Token Prediction", arXiv
2403.06963). Here each step can be read off two places, where one is and where one came from: in the
list of the first, go to what stands behind the second. So dead ends are walked in and out again. At
the start, each place of the way is followed by the one from which it was first entered.
"""

from __future__ import annotations

from typing import NamedTuple

from saturate.generators.maze.tree import Maze


class Step(NamedTuple):
    """One step of the walk."""

    place: int
    """Where it leads."""
    back: bool
    """Whether it leaves a dead end."""


def walk(maze: Maze) -> list[Step]:
    """The steps from the goal to the start, with the hand on the wall; the goal is not among them.

    The first goes to the first place beside the goal. After the last of a list comes its first.
    """
    before, here = maze.goal, maze.corridors[maze.goal][0]
    entered_from = {maze.goal: maze.goal, here: before}
    steps = [Step(here, back=False)]
    while here != maze.start:
        beside = maze.corridors[here]
        onward = beside[(beside.index(before) + 1) % len(beside)]
        back = onward == entered_from[here]
        entered_from.setdefault(onward, here)
        steps.append(Step(onward, back))
        before, here = here, onward
    return steps


def way_back(goal: int, steps: list[Step]) -> list[int]:
    """The way from the start, where the walk ended, to the goal: by first entries, read backwards.

    Args:
        goal: Where the walk began.
        steps: The walk.
    """
    entered_from: dict[int, int] = {}
    before = goal
    for step in steps:
        if not step.back:
            entered_from[step.place] = before
        before = step.place
    way = [before]
    while way[-1] != goal:
        way.append(entered_from[way[-1]])
    return way
