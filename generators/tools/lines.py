"""The parts of a problem as lines of text, in two ways of saying it, and read back from them.

Bare lines are for models trained on them: one token a word, nothing said twice. Plain ones are
sentences for everybody else. Both are the generator's own; whoever writes other lines writes no
problem of the ladder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from saturate.generators.tools.world import HAND, Goal, State, Task, World

MAX_CHARACTERS = 8_000
"""A longer text is no problem of the ladder."""
_WORD = r"[a-z]+"
_ITEM = rf"(?:key [1-9][0-9]|{_WORD})"
_BETWEEN, _NOTHING = ", ", "nothing"
_HOLDER = rf"(?:box [1-9][0-9]|shelf {_WORD})"


class Manner(NamedTuple):
    """How the lines of a problem read; ``{0}`` and ``{1}`` are their parts."""

    rooms: str
    start: str
    holders: Mapping[str, str]
    """By kind of holder, ``box`` and ``shelf``."""
    goal: str


BARE = Manner(
    rooms="- row: {0}",
    start="- start in {0}: {1}",
    holders={"box": "- {0} in {1}: {2}", "shelf": "- {0} in {1}: {2}"},
    goal="- goal: {0} to {1}",
)
PLAIN = Manner(
    rooms="The rooms from left to right: {0}.",
    start="You are in the {0} and hold {1}.",
    holders={
        "box": "The locked {0} is in the {1} and holds {2}.",
        "shelf": "The {0} is in the {1} and holds {2}.",
    },
    goal="Order: {0} on the shelf {1}.",
)


def tell(task: Task, manner: Manner) -> str:
    """A problem as lines of text, in the order that its parts have."""
    world, start = task.world, task.start
    lying: dict[str, list[str]] = {}
    for item, place in start.places.items():
        lying.setdefault(place, []).append(item)

    def items(holder: str) -> str:
        return _BETWEEN.join(lying[holder]) if holder in lying else _NOTHING

    lines = [
        manner.rooms.format(_BETWEEN.join(world.rooms)),
        manner.start.format(world.rooms[start.room], items(HAND)),
    ]
    for holder, room in world.holders.items():
        line = manner.holders[holder.partition(" ")[0]]
        lines.append(line.format(holder, world.rooms[room], items(holder)))
    lines += [manner.goal.format(*goal) for goal in task.goals]
    return "\n".join(lines)


def read(text: str, manner: Manner) -> Task:
    """Read a problem back.

    Raises:
        ValueError: It is no such text, or tells of things that are nowhere, or twice.
    """
    lines = text.strip().split("\n") if len(text) <= MAX_CHARACTERS else []
    if len(lines) < 3:
        raise ValueError(f"no problem in a store: {text[:80]!r}")
    items = rf"{_ITEM}(?:{_BETWEEN}{_ITEM})*|{_NOTHING}"
    rooms = _parts(lines[0], manner.rooms, rf"{_WORD}(?:{_BETWEEN}{_WORD})+")
    places: dict[str, str] = {}
    row = rooms[0].split(_BETWEEN)
    here, held = _parts(lines[1], manner.start, _WORD, items)
    _lay(places, held, HAND)
    holders: dict[str, int] = {}
    goals = []
    for line in lines[2:]:
        if line.startswith(manner.goal.partition("{")[0]):
            goals.append(Goal(*_parts(line, manner.goal, _WORD, _WORD)))
            continue
        kind = "box" if " box " in line or line.startswith("box ") else "shelf"
        holder, room, held = _parts(line, manner.holders[kind], _HOLDER, _WORD, items)
        if holder in holders or goals:
            raise ValueError(f"a second {holder}, or one after the goals")
        holders[holder] = row.index(room)
        _lay(places, held, holder)
    task = Task(
        World(tuple(row), holders), State(row.index(here), frozenset(), places), tuple(goals)
    )
    _check(task)
    return task


def _parts(line: str, pattern: str, *parts: str) -> Sequence[str]:
    """The parts of a line, where it is the pattern with its gaps filled by them."""
    regex = re.escape(pattern)
    for number, part in enumerate(parts):
        regex = regex.replace(rf"\{{{number}\}}", f"({part})")
    match = re.fullmatch(regex, line)
    if match is None:
        raise ValueError(f"no line of a problem in a store: {line[:80]!r}")
    return match.groups()


def _lay(places: dict[str, str], items: str, holder: str) -> None:
    for item in [] if items == _NOTHING else items.split(_BETWEEN):
        if item in places or item == _NOTHING:
            raise ValueError(f"{item} is in two places")
        places[item] = holder


def _check(task: Task) -> None:
    """See that every key has its box, every goal its item and shelf, and no name is there twice."""
    holders, places = task.world.holders, task.start.places
    boxes = {holder.removeprefix("box ") for holder in holders if holder.startswith("box ")}
    keys = {item.removeprefix("key ") for item in places if item.startswith("key ")}
    ordered = [goal.item for goal in task.goals]
    if boxes != keys or not ordered or len(set(ordered)) < len(ordered):
        raise ValueError("keys and boxes do not match, or nothing is ordered, or one thing twice")
    if len(set(task.world.rooms)) < len(task.world.rooms):
        raise ValueError("two rooms have one name")
    for item, shelf in task.goals:
        if (
            item not in places
            or f"shelf {shelf}" not in holders
            or places[item] == f"shelf {shelf}"
        ):
            raise ValueError(f"{item} or shelf {shelf} is nowhere, or the order is fulfilled")
