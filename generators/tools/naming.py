"""Puts names to a layout, which makes a problem of it, and writes the plan that it was made for."""

from __future__ import annotations

from typing import NamedTuple

from saturate.generators.tools.layout import IN_HAND, LOOSE_THINGS, ON_SPARE, ROOMS, Layout
from saturate.generators.tools.world import HAND, Call, Goal, State, Task, World
from saturate.ladder import SeededRandom

PLACES = (
    "airport bakery bank barn beach cafe camp castle church cinema clinic dock farm forest garage "
    "garden gym harbor hotel library market mill museum office park pier pool port river school "
    "shop square stadium station store theater tower zoo"
).split()
THINGS = (
    "balls beads bells books buttons cards clips coins combs cups dolls drums flags games gems "
    "hats jars kites lamps maps marbles masks mugs notes pens pins plates puzzles ribbons rings "
    "rocks ropes scarves shells shirts socks spoons stamps stars sticks tapes tiles tops toys"
).split()
COLOURS = ("red", "blue", "green", "white", "black")
NUMBERS = tuple(str(number) for number in range(10, 100))


class Names(NamedTuple):
    """The names of a layout's parts."""

    rooms: list[str]
    """From left to right."""
    boxes: list[str]
    """Those of the chain in the order of their opening, then the two decoys."""
    shelves: list[str]
    """Of the main order, of the second, and the spare one."""
    things: list[str]
    """Of the main order, of the second, and those that nobody ordered."""


def draw_names(boxes: int, rng: SeededRandom) -> Names:
    """Draw names for a chain of so many boxes."""
    return Names(
        rng.sample(PLACES, ROOMS),
        rng.sample(NUMBERS, boxes + 2),
        rng.sample(COLOURS, 3),
        rng.sample(THINGS, 2 + LOOSE_THINGS),
    )


def named(layout: Layout, names: Names, rng: SeededRandom) -> Task:
    """The problem of a layout under these names, its parts in random order."""
    boxes = [f"box {number}" for number in names.boxes]
    shelves = [f"shelf {colour}" for colour in names.shelves]
    decoys, spare = layout.decoys, shelves[2]
    holders = dict(zip(boxes, [*layout.box_rooms, decoys[0].room, decoys[1].room], strict=True))
    holders |= zip(shelves, (layout.path[-1], layout.second, layout.spare), strict=True)

    def place(code: int) -> str:
        return HAND if code == IN_HAND else spare if code == ON_SPARE else boxes[code]

    chain = [f"key {number}" for number in names.boxes[: layout.boxes]] + names.things[:1]
    places = dict(zip(chain[1:], boxes, strict=False))
    places[chain[0]] = spare if layout.takes_first else HAND
    goals = [Goal(names.things[0], names.shelves[0])]
    if layout.has_second:
        places[names.things[1]] = HAND
        goals.append(Goal(names.things[1], names.shelves[1]))
    for number, decoy in zip(names.boxes[-2:], decoys, strict=True):
        places[f"key {number}"] = place(decoy.key)
    lying = [boxes[-2]] * decoys[0].things + [boxes[-1]] * decoys[1].things
    lying += [spare] * (LOOSE_THINGS - len(lying))
    places |= zip(names.things[2:], lying, strict=True)
    return Task(
        World(tuple(names.rooms), dict(rng.sample(list(holders.items()), len(holders)))),
        State(layout.path[0], frozenset(), dict(rng.sample(list(places.items()), len(places)))),
        tuple(rng.sample(goals, len(goals))),
    )


def plan(layout: Layout, names: Names) -> list[Call]:
    """The shortest plan, as the layout was made: the second order is met when the robot passes."""
    calls, opened = [], 0
    boxes, last = layout.boxes, len(layout.path) - 1
    chain = [*[f"key {number}" for number in names.boxes[:boxes]], names.things[0]]
    second_open = layout.has_second
    for at, room in enumerate(layout.path):
        if second_open and room == layout.second:
            calls.append(Call("put", (names.things[1], names.shelves[1])))
            second_open = False
        if at == 0 and layout.takes_first:
            calls.append(Call("take", (chain[0],)))
        if last - boxes <= at < last:
            calls.append(Call("open", (names.boxes[opened],)))
            opened += 1
            calls.append(Call("take", (chain[opened],)))
        if at < last:
            calls.append(Call("go", (names.rooms[layout.path[at + 1]],)))
    return [*calls, Call("put", (names.things[0], names.shelves[0]))]
