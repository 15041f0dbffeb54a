"""A problem without its names: what a rung's problems are drawn as, and when two are the same.

The main order is a chain in which each call needs the one before. Read backwards it is ``put``,
``go``, ``take``, ``open``, ``go``, ``take``, ``open``, ... up to as many calls as wanted: the thing
lies in a box one room from its shelf, the key of that box in a box one room further, and so on. A
second order, from the second rung on, is one call: a thing that is in hand goes on a shelf in a
room that the chain passes. All else is the same on every rung: six rooms, three shelves, two boxes
that nobody needs and their keys, three things that nobody ordered, one step from room to room.
"""

from __future__ import annotations

from typing import NamedTuple

from saturate.ladder import SeededRandom

LAST_RUNG = 40
ROOMS = 6
LOOSE_THINGS = 3
"""Things that nobody ordered."""
IN_HAND, ON_SPARE = -1, -2
"""Places of keys and things that are in no box."""


class Decoy(NamedTuple):
    """A box that nobody needs."""

    room: int
    key: int
    """Where its key is: in hand, on the spare shelf, or in the box of that number; the boxes of
    the chain are numbered from 0 in the order of their opening, and the first decoy follows."""
    things: int
    """How many things lie in it."""


class Layout(NamedTuple):
    """A problem without names."""

    rung: int
    """How many calls the shortest plan has."""
    path: tuple[int, ...]
    """The rooms that the chain passes, by their places in the row, from the robot's own."""
    second: int
    """The room of the second order's shelf; on the first rung nothing is ordered there."""
    spare: int
    """The room of the shelf that no order names."""
    decoys: tuple[Decoy, Decoy]
    """Only the second one's key may be in the first."""

    @property
    def has_second(self) -> bool:
        """Whether there is a second order."""
        return self.rung > 1

    @property
    def chain(self) -> int:
        """How many calls the main order takes."""
        return self.rung - self.has_second

    @property
    def boxes(self) -> int:
        """How many boxes the chain opens."""
        return (self.chain - 1) // 3

    @property
    def box_rooms(self) -> tuple[int, ...]:
        """Where they are, in the order of their opening; the shelf is in the last room."""
        return self.path[-1 - self.boxes : -1]

    @property
    def takes_first(self) -> bool:
        """Whether the chain begins at the spare shelf."""
        return self.chain % 3 == 0


def draw_layout(rung: int, rng: SeededRandom) -> Layout:
    """Draw a problem of a rung."""
    chain = max(1, rung - 1)
    boxes = (chain - 1) // 3
    path = [rng.below(ROOMS)]
    for _ in range((chain + 1) // 3):
        here = path[-1]
        right = here == 0 or (here + 1 < ROOMS and rng.below(2) == 1)
        path.append(here + 1 if right else here - 1)
    second = rng.pick(path) if rung > 1 else rng.below(ROOMS)
    spare = path[0] if chain % 3 == 0 else rng.below(ROOMS)
    one_key, other_key, *lying, one_room, other_room = rng.each_below(
        [boxes - ON_SPARE, boxes - ON_SPARE + 1, *[3] * LOOSE_THINGS, ROOMS, ROOMS]
    )
    decoys = (
        Decoy(one_room, ON_SPARE + one_key, lying.count(0)),
        Decoy(other_room, ON_SPARE + other_key, lying.count(1)),
    )
    return Layout(rung, tuple(path), second, spare, decoys)


def canonical(layout: Layout) -> str:
    """What makes two problems the same: names, order of telling and mirror image do not matter."""
    return ",".join(map(str, min(_numbers(layout), _numbers(_mirrored(layout)))))


def _mirrored(layout: Layout) -> Layout:
    far = ROOMS - 1
    rung, path, second, spare, (one, other) = layout
    return Layout(
        rung,
        tuple([far - room for room in path]),
        far - second,
        far - spare,
        (
            Decoy(far - one.room, one.key, one.things),
            Decoy(far - other.room, other.key, other.things),
        ),
    )


def _numbers(layout: Layout) -> tuple[int, ...]:
    """A layout in numbers, the same where like parts stand in another order."""
    one, other = layout.decoys
    if other.key != layout.boxes and other < one:
        one, other = other, one
    shelves = (layout.second, layout.spare)
    if not layout.has_second and shelves[1] < shelves[0] and not _spare_is_used(layout):
        shelves = (layout.spare, layout.second)
    return (layout.rung, *layout.path, *shelves, *one, *other)


def _spare_is_used(layout: Layout) -> bool:
    things = sum(decoy.things for decoy in layout.decoys)
    return things < LOOSE_THINGS or any(decoy.key == ON_SPARE for decoy in layout.decoys)
