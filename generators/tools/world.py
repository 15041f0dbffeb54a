"""A store of rooms in a row, and what each tool does there: the simulator of the tools ladders.

A room has boxes and shelves. A robot walks from room to room, opens boxes whose keys it holds,
takes what lies in open boxes and on shelves, and puts things on shelves. A state is a value: a call
gives another one or is refused, so that play may go on turn by turn, back up, or be searched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

HAND = "hand"
MAX_CALLS = 100
"""A longer plan is none."""


class Call(NamedTuple):
    """A tool with its arguments: ``go`` a room, ``open`` a box, ``take`` an item, ``put`` an item
    and a shelf."""

    tool: str
    arguments: tuple[str, ...]


class Refused(Exception):
    """The world does not let a call happen; the message says why, as the caller would be told."""


class World(NamedTuple):
    """What no call changes."""

    rooms: tuple[str, ...]
    """From left to right."""
    holders: Mapping[str, int]
    """``box 37`` and ``shelf red``, with the place of their room in the row. Key 37 opens box 37,
    and all boxes are closed at first."""


class State(NamedTuple):
    """What calls change."""

    room: int
    """Where the robot is, by its place in the row."""
    opened: frozenset[str]
    """The boxes that are open."""
    places: Mapping[str, str]
    """Every item with its holder, or ``hand``."""


class Goal(NamedTuple):
    """An order: this item on that shelf."""

    item: str
    shelf: str


class Task(NamedTuple):
    """A problem: a world, the state it starts in, and what is wanted."""

    world: World
    start: State
    goals: tuple[Goal, ...]


def step(world: World, state: State, call: Call) -> State:
    """The state after a call.

    Raises:
        Refused: There is no such tool, box, item or shelf, or not here, or not now.
    """
    match call:
        case Call("go", (room,)):
            return _go(world, state, room)
        case Call("open", (box,)):
            return _open(world, state, f"box {box}")
        case Call("take", (item,)):
            return _take(world, state, item)
        case Call("put", (item, shelf)):
            return _put(world, state, item, f"shelf {shelf}")
    raise Refused("there is no such tool, or it takes other arguments")


def outcome(task: Task, calls: Iterable[Call], lenient: bool = False) -> str | None:
    """Where a plan leaves the ordered items, in words: ``cups on red, pens in hand``.

    Whatever else the plan changes is nobody's order and left out, so that plans which reach the
    same end by other ways come to the same answer. The goals are not looked at: a plan that puts
    things elsewhere has an answer too, which is wrong.

    Args:
        task: The problem.
        calls: The plan.
        lenient: Pass over a call that the world refuses, which otherwise ends it.

    Returns:
        ``None`` where a call is refused, and where no ordered item has moved (none is in its place
        at the start, so that nothing was done).
    """
    state = task.start
    for call in calls:
        try:
            state = step(task.world, state, call)
        except Refused:
            if not lenient:
                return None
    told = _told(task, state)
    return None if told == _told(task, task.start) else told


def goal_state(task: Task) -> str:
    """What :func:`outcome` says of a plan that fulfils every order."""
    return ", ".join(sorted(f"{item} on {shelf}" for item, shelf in task.goals))


def chain(task: Task, item: str) -> tuple[list[str], str]:
    """The boxes on the way to an item, in the order of their opening, and where the way begins."""
    boxes = list[str]()
    while (place := task.start.places[item]).startswith("box ") and place not in boxes:
        boxes.insert(0, place)
        item = key_of(place)
    return boxes, place


def key_of(box: str) -> str:
    """The key that opens a box."""
    return f"key {box.removeprefix('box ')}"


def _told(task: Task, state: State) -> str:
    return ", ".join(sorted(_where(item, state.places[item]) for item, _ in task.goals))


def _where(item: str, place: str) -> str:
    kind, _, name = place.partition(" ")
    return f"{item} on {name}" if kind == "shelf" else f"{item} in {name or place}"


def _go(world: World, state: State, room: str) -> State:
    for beside in (state.room - 1, state.room + 1):
        if 0 <= beside < len(world.rooms) and world.rooms[beside] == room:
            return state._replace(room=beside)
    raise Refused(f"there is no {room} beside this room")


def _open(world: World, state: State, box: str) -> State:
    _see_here(world, state, box)
    if box in state.opened:
        raise Refused(f"{box} is open")
    if state.places.get(key_of(box)) != HAND:
        raise Refused(f"you do not hold the key of {box}")
    return state._replace(opened=state.opened | {box})


def _take(world: World, state: State, item: str) -> State:
    place = state.places.get(item)
    if place is None or place == HAND:
        raise Refused(f"you hold {item}" if place else f"there is no {item}")
    _see_here(world, state, place)
    if place.startswith("box ") and place not in state.opened:
        raise Refused(f"{place} is closed")
    return state._replace(places={**state.places, item: HAND})


def _put(world: World, state: State, item: str, shelf: str) -> State:
    if state.places.get(item) != HAND:
        raise Refused(f"you do not hold {item}")
    _see_here(world, state, shelf)
    return state._replace(places={**state.places, item: shelf})


def _see_here(world: World, state: State, holder: str) -> None:
    if world.holders.get(holder) != state.room:
        raise Refused(f"there is no {holder} in this room")
