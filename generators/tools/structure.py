"""Finds the layout of a problem whose names somebody else chose, or says that it has none."""

from __future__ import annotations

from itertools import pairwise

from saturate.generators.tools.layout import IN_HAND, LOOSE_THINGS, ON_SPARE, ROOMS, Decoy, Layout
from saturate.generators.tools.naming import Names, named
from saturate.generators.tools.world import HAND, Goal, Task, chain, key_of
from saturate.ladder import SeededRandom


def layout_of(task: Task) -> Layout | None:
    """The layout of a problem; ``None`` where it is no problem of the ladder."""
    rooms, holders, places = task.world.rooms, task.world.holders, task.start.places
    main, *second = sorted(task.goals, key=lambda goal: _one_call(task, goal))
    opened, beginning = chain(task, main.item)
    decoys = [h for h in holders if h.startswith("box ") and h not in opened]
    shelves = [f"shelf {goal.shelf}" for goal in (main, *second)]
    free = [h for h in holders if h.startswith("shelf ") and h not in shelves]
    shelves += sorted(free, key=lambda shelf: shelf in places.values())  # the spare one last
    ordered = [main.item, *(goal.item for goal in second)]
    others = [i for i in places if not i.startswith("key ") and i not in ordered]
    if (len(rooms), len(decoys), len(shelves), len(others)) != (ROOMS, 2, 3, LOOSE_THINGS):
        return None
    if places[key_of(decoys[0])] == decoys[1]:
        decoys.reverse()
    codes = {HAND: IN_HAND, shelves[2]: ON_SPARE}
    codes |= {box: number for number, box in enumerate([*opened, decoys[0]])}
    keys = [codes.get(places[key_of(box)]) for box in decoys]
    path = [task.start.room, *(holders[box] for box in opened), holders[shelves[0]]]
    if beginning == HAND and path[0] == path[1]:
        path = path[1:]
    if keys[0] is None or keys[1] is None or keys[0] == len(opened):
        return None
    things = [sum(places[thing] == box for thing in others) for box in decoys]
    layout = Layout(
        len(path) + 2 * len(opened) + (beginning != HAND) + len(second),
        tuple(path),
        holders[shelves[1]],
        holders[shelves[2]],
        (
            Decoy(holders[decoys[0]], keys[0], things[0]),
            Decoy(holders[decoys[1]], keys[1], things[1]),
        ),
    )
    names = Names(
        list(rooms),
        [box.removeprefix("box ") for box in (*opened, *decoys)],
        [shelf.removeprefix("shelf ") for shelf in shelves],
        [
            *ordered,
            *([] if second else [""]),
            *sorted(others, key=lambda o: _place(places[o], decoys)),
        ],
    )
    return layout if _is_like(layout, names, task) else None


def _is_like(layout: Layout, names: Names, task: Task) -> bool:
    """Whether a layout is one of the ladder, and the problem is what it gives under these names."""
    if any(abs(here - there) != 1 for here, there in pairwise(layout.path)):
        return False
    if layout.has_second and layout.second not in layout.path:
        return False
    if layout.takes_first and layout.spare != layout.path[0]:
        return False
    again = named(layout, names, SeededRandom())
    return again[:2] == task[:2] and set(again.goals) == set(task.goals)


def _one_call(task: Task, goal: Goal) -> tuple[bool, bool]:
    """Orders in order: those that are one call come last."""
    here = task.world.holders[f"shelf {goal.shelf}"] == task.start.room
    return task.start.places[goal.item] == HAND, here


def _place(place: str, decoys: list[str]) -> int:
    """Things lie in the first decoy, in the second, then elsewhere, as layouts tell of them."""
    return decoys.index(place) if place in decoys else len(decoys)
