"""A store told in bare facts, for models that were trained on them.

A fact is a name with what is known of it right behind, ``cups 52`` or ``52 mill``, one token of the
embedded models' each: what is looked up follows the name by which it is looked up. In trials a
model of 280,000 parameters looked up 98 % of eight facts told like that after 400 steps, and with a
colon between the two 42 % after 1,500. What a name is followed by is of another kind each time
(a box or shelf by its room, a key or thing by where it lies), so that one name can have two facts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from saturate.generators.tools.asking import WORD, Asking, checked, parts_of
from saturate.generators.tools.calls import BARE
from saturate.generators.tools.world import (
    HAND,
    Call,
    Goal,
    State,
    Task,
    World,
    chain,
    key_of,
)

_BETWEEN = "; "
_HELD = "hands"
"""A word of the embedded models' own, which ``hand`` is not."""
_NUMBER = "[1-9][0-9]"
_ROW = re.compile(rf"row ({WORD}(?: {WORD})+)")
_AT = re.compile(rf"at ({WORD})")
_FACT = re.compile(rf"(key {_NUMBER}|{_NUMBER}|{WORD}) ({_NUMBER}|{WORD})")
_GOAL = re.compile(rf"goal ({WORD}) ({WORD})")


class Facts(Asking):
    """``row barn mill; at barn; 52 mill; red barn; key 52 hands; cups 52; goal red cups``."""

    spelling = BARE
    template = "Question: {question}\nAnswer:"
    delimiter = " "

    def tell(self, task: Task) -> str:
        world, start = task.world, task.start
        facts = [
            "row " + " ".join(world.rooms),
            f"at {world.rooms[start.room]}",
            *(_where(task, holder) for holder in world.holders),
            *(f"{item} {_name(place)}" for item, place in start.places.items()),
            *(f"goal {shelf} {item}" for item, shelf in task.goals),
        ]
        return _BETWEEN.join(facts)

    def read(self, question: str) -> Task:
        facts = parts_of(question, _BETWEEN)
        row = _parts(facts[0], _ROW)[0].split(" ")
        here = _parts(facts[1], _AT)[0]
        goals = [fact for fact in facts if fact.startswith("goal ")]
        holders: dict[str, int] = {}
        lying: dict[str, str] = {}
        for fact in facts[2 : len(facts) - len(goals)]:
            name, known = _parts(fact, _FACT)
            if known in row:
                holder = _holder(name)
                if holder in holders:
                    raise ValueError(f"{holder} is in two places")
                holders[holder] = row.index(known)
            elif name in lying:
                raise ValueError(f"{name} is in two places")
            else:
                lying[name] = HAND if known == _HELD else _holder(known)
        unknown = {place for place in lying.values() if place != HAND} - set(holders)
        if unknown:
            raise ValueError(f"{unknown.pop()} is in no room")
        return checked(
            Task(
                World(tuple(row), holders),
                State(row.index(here), frozenset(), lying),
                tuple(Goal(*reversed(_parts(goal, _GOAL))) for goal in goals),
            )
        )

    def worked(self, task: Task, plan: Sequence[Call]) -> str:
        return "\n".join([_BETWEEN.join(_found(task)), *(f"- {BARE.write(call)}" for call in plan)])


def marked(room: str, here: str | None, stop: str) -> str:
    """A room, and whether it is the one where the robot starts, and the one of its stop."""
    return room + (" here" if room == here else "") + (" stop" if room == stop else "")


def bearings(name: str, here: str, stop: str) -> list[str]:
    """What stands in the room of the stop, and where the robot starts."""
    return [f"stop {name} {stop}", f"at {marked(here, None, stop)}"]


def _where(task: Task, holder: str) -> str:
    """The fact of a box or shelf: ``52 mill``."""
    return f"{_name(holder)} {task.world.rooms[task.world.holders[holder]]}"


def _name(place: str) -> str:
    return _HELD if place == HAND else place.rpartition(" ")[2]


def _holder(name: str) -> str:
    return f"box {name}" if name.isdecimal() else f"shelf {name}"


def _parts(fact: str, pattern: re.Pattern[str]) -> Sequence[str]:
    match = pattern.fullmatch(fact)
    if match is None:
        raise ValueError(f"no fact of a problem in a store: {fact[:80]!r}")
    return match.groups()


def _found(task: Task) -> list[str]:
    """What a plan hangs on, in an order in which each fact can be looked up.

    Where the ordered things are; the stop, which is the first told order of a thing that is in hand
    from the start; then the way back from the other order to where its chain begins. Of each room
    is said whether it is where the robot starts and where it stops, so that a plan reads off what
    is to be done in a room and compares nothing.
    """
    rooms, holders, start = task.world.rooms, task.world.holders, task.start
    stop = next(goal for goal in task.goals if start.places[goal.item] == HAND)
    here, there = rooms[start.room], rooms[holders[f"shelf {stop.shelf}"]]

    def where(holder: str) -> str:
        return f"{_name(holder)} {marked(rooms[holders[holder]], here, there)}"

    facts = [f"{item} {_name(start.places[item])}" for item, _ in task.goals]
    facts += bearings(stop.shelf, here, there)
    for item, shelf in (goal for goal in task.goals if goal != stop):
        boxes, beginning = chain(task, item)
        facts.append(where(f"shelf {shelf}"))
        for box in reversed(boxes):
            facts += [where(box), f"{key_of(box)} {_name(start.places[key_of(box)])}"]
        facts += [] if beginning == HAND else [where(beginning)]
    return facts
