"""Views: the same problem under other names, mirrored or not, its parts in another order.

A view renames rooms, boxes with their keys, shelves and things, mirrors the row of rooms,
and tells parts and orders in another order. An answer maps back by the names.
Whoever makes views has to know which names belong together, not how to plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from saturate.generators.tools.naming import COLOURS, NUMBERS, PLACES, THINGS
from saturate.generators.tools.world import Goal, State, Task, World
from saturate.ladder import SeededRandom


def rewritten(task: Task, rng: SeededRandom) -> tuple[Task, Callable[[str], str]]:
    """A view of a problem, and the way back of an answer to it."""
    (row, holders), (at, opened, places), goals = task
    names = _new_names(task, rng)
    last = len(row) - 1
    flip = rng.below(2) == 1

    def place(room: int) -> int:
        return last - room if flip else room

    def renamed(text: str) -> str:
        return _NAME.sub(lambda name: names.get(name[0], name[0]), text)

    rooms = tuple(names[name] for name in row)
    told_holders = rng.sample(list(holders.items()), len(holders))
    told_places = rng.sample(list(places.items()), len(places))
    told_goals = rng.sample(goals, len(goals))
    back = {new: old for old, new in names.items()}

    def restore(answer: str) -> str:
        parts = _NAME.sub(lambda name: back.get(name[0], name[0]), answer).split(", ")
        return ", ".join(sorted(parts))

    view = Task(
        World(
            rooms[::-1] if flip else rooms,
            {renamed(holder): place(room) for holder, room in told_holders},
        ),
        State(place(at), opened, {renamed(item): renamed(holder) for item, holder in told_places}),
        tuple(Goal(renamed(item), renamed(shelf)) for item, shelf in told_goals),
    )
    return view, restore


_NAME = re.compile(r"[a-z]+|[0-9]+")


def _new_names(task: Task, rng: SeededRandom) -> dict[str, str]:
    """Another name for every room, number, colour and thing; what goes together goes on so."""
    kinds: list[tuple[list[str], list[str]]] = [
        (list(task.world.rooms), PLACES),
        (_named(task, "box "), list(NUMBERS)),
        (_named(task, "shelf "), list(COLOURS)),
        ([item for item in task.start.places if not item.startswith("key ")], THINGS),
    ]
    names: dict[str, str] = {}
    for old, pool in kinds:
        # Somebody else's problem may have more of a kind, or other names; then they change places.
        names |= zip(old, rng.sample(pool if len(pool) >= len(old) else old, len(old)), strict=True)
    return names


def _named(task: Task, kind: str) -> list[str]:
    return [name.removeprefix(kind) for name in task.world.holders if name.startswith(kind)]
