"""A store told in sentences, for models that know English, with calls as JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence

from saturate.generators.tools.asking import WORD, Asking, checked, parts_of
from saturate.generators.tools.calls import JSON
from saturate.generators.tools.world import HAND, Call, Goal, State, Task, World, chain

_ROOMS = "The rooms from left to right: {0}."
_START = "You are in the {0} and hold {1}."
_HOLDERS = {
    "box": "The locked {0} is in the {1} and holds {2}.",
    "shelf": "The {0} is in the {1} and holds {2}.",
}
_GOAL = "Order: {0} on the shelf {1}."
_ITEM = rf"(?:key [1-9][0-9]|{WORD})"
_BETWEEN, _NOTHING = ", ", "nothing"
_ITEMS = rf"{_ITEM}(?:{_BETWEEN}{_ITEM})*|{_NOTHING}"
_HOLDER = rf"(?:box [1-9][0-9]|shelf {WORD})"


class Sentences(Asking):
    """A sentence for every holder, with what lies there, and for every order."""

    spelling = JSON
    template = "{question}\nAnswer:"
    delimiter = "\n"

    def tell(self, task: Task) -> str:
        world, start = task.world, task.start
        lying: dict[str, list[str]] = {}
        for item, place in start.places.items():
            lying.setdefault(place, []).append(item)

        def items(holder: str) -> str:
            return _BETWEEN.join(lying[holder]) if holder in lying else _NOTHING

        lines = [
            _ROOMS.format(_BETWEEN.join(world.rooms)),
            _START.format(world.rooms[start.room], items(HAND)),
        ]
        for holder, room in world.holders.items():
            line = _HOLDERS[holder.partition(" ")[0]]
            lines.append(line.format(holder, world.rooms[room], items(holder)))
        lines += [_GOAL.format(*goal) for goal in task.goals]
        return "\n".join(lines)

    def read(self, question: str) -> Task:
        lines = parts_of(question, "\n")
        rooms = _parts(lines[0], _ROOMS, rf"{WORD}(?:{_BETWEEN}{WORD})+")
        places: dict[str, str] = {}
        row = rooms[0].split(_BETWEEN)
        here, held = _parts(lines[1], _START, WORD, _ITEMS)
        _lay(places, held, HAND)
        holders: dict[str, int] = {}
        goals = []
        for line in lines[2:]:
            if line.startswith(_GOAL.partition("{")[0]):
                goals.append(Goal(*_parts(line, _GOAL, WORD, WORD)))
                continue
            pattern = _HOLDERS["box" if " box " in line else "shelf"]
            holder, room, held = _parts(line, pattern, _HOLDER, WORD, _ITEMS)
            if holder in holders or goals:
                raise ValueError(f"a second {holder}, or one after the goals")
            holders[holder] = row.index(room)
            _lay(places, held, holder)
        state = State(row.index(here), frozenset(), places)
        return checked(Task(World(tuple(row), holders), state, tuple(goals)))

    def worked(self, task: Task, plan: Sequence[Call]) -> str:
        return "\n".join([*(_way(task, *goal) for goal in task.goals), *map(JSON.write, plan)])


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


def _way(task: Task, item: str, shelf: str) -> str:
    """The way back from an order: ``- cups to red in mill: box 52 in barn, hand``."""
    rooms, holders = task.world.rooms, task.world.holders
    boxes, beginning = chain(task, item)
    stops = [
        place if place == HAND else f"{place} in {rooms[holders[place]]}"
        for place in (*reversed(boxes), beginning)
    ]
    return f"- {item} to {shelf} in {rooms[holders[f'shelf {shelf}']]}: {', '.join(stops)}"
