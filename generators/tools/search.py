"""The shortest plan by breadth-first search, which knows nothing of how problems are made.

Keys and ordered items are what a call can depend on. Holding one more never hinders, and putting
one anywhere but where it is ordered never helps; so a state is the room and a growing set of facts
(an item is held, a box is open, an order is fulfilled), and a call adds a fact where others hold.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from saturate.generators.tools.world import HAND, Call, Task


class _Move(NamedTuple):
    needed: int
    """The facts that must hold, as bits."""
    added: int
    """The fact that it makes true."""
    call: Call


def shortest_plan(task: Task) -> list[Call] | None:
    """A plan of fewest calls; ``None`` where no plan fulfils the orders."""
    facts, rooms = _moves(task)
    start = (task.start.room, _held_at_start(task, facts))
    wanted = sum(1 << facts[f"done {goal.item}"] for goal in task.goals)
    came: dict[tuple[int, int], tuple[tuple[int, int], Call] | None] = {start: None}
    queue = deque([start])
    while queue:
        state = queue.popleft()
        room, held = state
        if held & wanted == wanted:
            return _back(came, state)
        following = [
            ((room, held | move.added), move.call)
            for move in rooms[room]
            if held & move.needed == move.needed and not held & move.added
        ]
        if room:
            following.append(((room - 1, held), Call("go", (task.world.rooms[room - 1],))))
        if room + 1 < len(rooms):
            following.append(((room + 1, held), Call("go", (task.world.rooms[room + 1],))))
        for after, call in following:
            if after not in came:
                came[after] = (state, call)
                queue.append(after)
    return None


def _moves(task: Task) -> tuple[dict[str, int], list[list[_Move]]]:
    """Every fact with its bit, and by room what can be done there."""
    holders, places = task.world.holders, task.start.places
    ordered = dict(task.goals)
    useful = [item for item in places if item in ordered or item.startswith("key ")]
    boxes = [holder for holder in holders if holder.startswith("box ")]
    names = [*useful, *boxes, *(f"done {item}" for item in ordered)]
    facts = {name: bit for bit, name in enumerate(names)}
    rooms: list[list[_Move]] = [[] for _ in task.world.rooms]
    for box in boxes:
        number = box.removeprefix("box ")
        if f"key {number}" in facts:
            move = _Move(1 << facts[f"key {number}"], 1 << facts[box], Call("open", (number,)))
            rooms[holders[box]].append(move)
    for item in useful:
        place = places[item]
        if place != HAND:
            needed = 1 << facts[place] if place in facts else 0
            rooms[holders[place]].append(_Move(needed, 1 << facts[item], Call("take", (item,))))
    for item, shelf in ordered.items():
        put = Call("put", (item, shelf))
        move = _Move(1 << facts[item], 1 << facts[f"done {item}"], put)
        rooms[holders[f"shelf {shelf}"]].append(move)
    return facts, rooms


def _held_at_start(task: Task, facts: dict[str, int]) -> int:
    return sum(1 << bit for name, bit in facts.items() if task.start.places.get(name) == HAND)


def _back(
    came: dict[tuple[int, int], tuple[tuple[int, int], Call] | None], state: tuple[int, int]
) -> list[Call]:
    calls = []
    while (link := came[state]) is not None:
        state, call = link
        calls.append(call)
    return calls[::-1]
