"""The same problems turn by turn: what came of each call is told before the next one is made."""

from __future__ import annotations

from collections.abc import Sequence

from saturate.generators.tools.calls import Spelling, first_call
from saturate.generators.tools.layout import LAST_RUNG
from saturate.generators.tools.world import HAND, Call, Refused, State, Task, outcome, step
from saturate.ladder import Dialogue

MAX_TURNS = 2 * LAST_RUNG
"""Twice the calls of the longest problem; whoever is not done by then is stopped."""


def dialogue(question: str, task: Task, said: Sequence[str], spelling: Spelling) -> Dialogue:
    """A problem after some turns, each carried out in the store in its order.

    A turn is its first call; whatever the model wrote behind it, such as results of its own
    making, is not read. A call that the store refuses changes nothing, and the model is told why.
    A turn without a call is the last one.
    """
    state, made, results = task.start, list[Call](), list[str]()
    told = [question]
    over = False
    for text in said:
        line, call = first_call(text, spelling)
        if line is None:
            over = True
            break
        result = "refused: this is no call of a tool"
        if call is not None:
            made.append(call)
            state, result = _result(task, state, call)
        results.append(result)
        told += [line, f"-> {result}"]
    stopped = not over and len(said) >= MAX_TURNS
    answer = outcome(task, made, lenient=True)
    return Dialogue("\n".join(told), tuple(results), answer, over or stopped, stopped)


def _result(task: Task, state: State, call: Call) -> tuple[State, str]:
    """The state after a call, and what its caller is told."""
    try:
        after = step(task.world, state, call)
    except Refused as refusal:
        return state, f"refused: {refusal}"
    if call.tool == "go":
        return after, f"you are in the {task.world.rooms[after.room]}"
    if call.tool == "open":
        box = f"box {call.arguments[0]}"
        items = [item for item, place in after.places.items() if place == box]
        return after, f"{box} is open and holds {', '.join(items) or 'nothing'}"
    item = call.arguments[0]
    place = after.places[item]
    return after, f"you hold {item}" if place == HAND else f"{item} is on the {place}"
