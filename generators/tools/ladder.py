"""Tool calls in a small store; the axis is the number of dependent calls of the shortest plan.

A problem says which rooms, boxes and shelves there are, what lies where, and what is ordered. The
answer is a plan, one call a line, which :mod:`saturate.generators.tools.world` carries out on the
problem: never a shell, never ``eval``. The end of it decides, as the canonical answer is where the
ordered things are then, so that voters who get there by different plans agree. A plan with a call
that the store refuses is no answer.

The worked solution goes back from each order to where its chain begins, box by box, then writes the
plan forward: the first call of a plan is known last, and next-token training does not find a path
whose first step needs all of it looked ahead (Bachmann and Nagarajan, "The Pitfalls of Next-Token
Prediction", arXiv 2403.06963).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import ClassVar

from saturate.generators.tools import calls
from saturate.generators.tools.asking import Asking
from saturate.generators.tools.facts import Facts
from saturate.generators.tools.layout import LAST_RUNG, Layout, canonical, draw_layout
from saturate.generators.tools.naming import draw_names, named, plan
from saturate.generators.tools.search import shortest_plan
from saturate.generators.tools.sentences import Sentences
from saturate.generators.tools.structure import layout_of
from saturate.generators.tools.turns import dialogue
from saturate.generators.tools.views import rewritten
from saturate.generators.tools.world import (
    Call,
    Task,
    goal_state,
    outcome,
)
from saturate.ladder import (
    Dialogue,
    Draft,
    Ladder,
    LadderInfo,
    NoProblem,
    Reading,
    SeededRandom,
    Split,
    View,
    identity,
    split_of,
)

_FAMILY = "tools"
"""The ladders ask the same problems in other words, so that one's training holds no score of
another's."""
_TRIES = 10_000


class _Store(Ladder):
    """What the ladders of this family share; they differ in how problems and calls are written."""

    name: ClassVar[str]
    answer: ClassVar[str]
    asking: ClassVar[Asking]
    told: ClassVar[str]
    """How a problem is told, where it does not say so itself."""
    example: ClassVar[str]
    """A problem and its plan, as the instruction shows them."""

    def describe(self) -> LadderInfo:
        return LadderInfo(
            name=self.name,
            benchmark=_FAMILY,
            axis="calls of the shortest plan",
            first=1,
            last=LAST_RUNG,
            answer=self.answer,
            template=self.asking.template,
            delimiter=self.asking.delimiter,
            instruction=_STORE + self.told + _PLAN + self.example,
            symmetry=(
                "rooms, boxes with their keys, shelves and things may have other names; the row of "
                "rooms may be mirrored; parts and orders may be told in any order"
            ),
            licence="Apache-2.0",
            source="procedural",
            reads=True,
            turns=_STORE + self.told + _TURNS + self.example,
            acts=True,
        )

    def draw(self, rung: int, rng: SeededRandom) -> Draft:
        layout = draw_layout(rung, rng)
        return self._draft(layout, canonical(layout), rng)

    def claim(self, rung: int, split: Split, rng: SeededRandom) -> Draft:
        """Draw layouts until one falls to the split; names and text are made for that one alone."""
        for _ in range(_TRIES):
            layout = draw_layout(rung, rng)
            content = canonical(layout)
            if self.owner(Reading(rung, content)) == split:
                return self._draft(layout, content, rng)
        raise NoProblem(self.name, rung, split)

    def owner(self, reading: Reading) -> Split:
        return split_of(_FAMILY, *reading)

    def extract(self, text: str) -> str | None:
        """The plan in a text, a bare call a line, whether or not it can be carried out."""
        found = calls.plan_in(text, self.asking.spelling)
        return None if found is None else "\n".join(map(calls.BARE.write, found))

    def answer_to(self, question: str, text: str, lenient: bool = False) -> str | None:
        found = calls.plan_in(text, self.asking.spelling, lenient)
        return None if found is None else outcome(self._task(question), found, lenient)

    def dialogue(self, question: str, said: Sequence[str]) -> Dialogue:
        return dialogue(question, self._task(question), said, self.asking.spelling)

    def turn_in(self, text: str) -> str | None:
        line, call = calls.first_call(text, self.asking.spelling)
        return line if call is None else calls.BARE.write(call)

    def turns_in(self, solution: str) -> list[str]:
        found = calls.plan_in(solution, self.asking.spelling) or []
        return [*map(self.asking.spelling.write, found), "done"]

    def solve(self, question: str) -> str:
        task = self._task(question)
        found = outcome(task, shortest_plan(task) or [])
        if found is None:
            raise ValueError("no plan fulfils the orders")
        return found

    def read(self, question: str) -> Reading | None:
        try:
            layout = layout_of(self._task(question))
        except ValueError:
            return None
        if layout is None or layout.rung > LAST_RUNG:
            return None
        return Reading(layout.rung, canonical(layout))

    def views(self, question: str, count: int) -> list[View]:
        task = self._task(question)
        rng = SeededRandom("views", question)
        views = {question: View(question, identity)}
        for _ in range(4 * count):
            if len(views) >= count:
                break
            rewrite, restore = rewritten(task, rng)
            told = self.asking.tell(rewrite)
            views.setdefault(told, View(told, restore))
        return list(views.values())

    def _draft(self, layout: Layout, content: str, rng: SeededRandom) -> Draft:
        names = draw_names(layout.boxes, rng)
        task = named(layout, names, rng)
        return Draft(
            self.asking.tell(task),
            goal_state(task),
            self.asking.worked(task, _in_order(task, plan(layout, names))),
            content,
        )

    def _task(self, question: str) -> Task:
        return self.asking.read(question)


def _in_order(task: Task, found: list[Call]) -> list[Call]:
    """The plan with neighbouring puts in the order of the orders, so that the text decides it."""
    put = [item for item, _ in task.goals]
    calls = list(found)
    for at, (one, other) in enumerate(pairwise(found)):
        if one.tool == other.tool == "put" and put.index(one.arguments[0]) > put.index(
            other.arguments[0]
        ):
            calls[at : at + 2] = other, one
    return calls


_STORE = """\
You are a robot in a store of rooms in a row. Carry out all goals or orders by calls of these tools:
go ROOM: walk to a room that is next to this one in the row
open BOX: open a box in this room; you must hold the key of the same number
take ITEM: take a thing or a key out of an open box, or off a shelf, in this room
put ITEM SHELF: put something that you hold on a shelf in this room
All boxes are closed at first. You may hold any number of items. """
_PLAN = """\
A call that cannot be done ends \
the plan. Reply with the whole plan, one call a line, and nothing after it. """
_TURNS = """\
A call that cannot be done changes nothing. \
Reply with the next call alone: you are told what came of it before the one after. \
When all is carried out, reply with the word done. """


class Tools(_Store):
    """Problems and calls in bare lines, for models that were trained on them."""

    name = "tools"
    answer = "a plan, one bare call a line; what counts is where the ordered things end"
    asking = Facts()
    told = """\
A number \
is a box and a colour a shelf: 52 mill says that box 52 is in the mill, cups 52 that the cups are \
in it, pens hands that you hold the pens, and goal red cups that the cups belong on the \
shelf red. """
    example = """\
For example:
go mill
open 37
take key 52
put cups red"""


class ToolsJson(_Store):
    """Problems in sentences and calls as JSON, as chat models write them."""

    name = "tools-json"
    answer = "a plan, one JSON call a line; what counts is where the ordered things end"
    asking = Sentences()
    told = ""
    example = """\
Each call is a JSON object of the tool's name and its arguments. For example:
{"name": "go", "arguments": {"room": "mill"}}
{"name": "open", "arguments": {"box": 37}}
{"name": "take", "arguments": {"item": "key 52"}}
{"name": "put", "arguments": {"item": "cups", "shelf": "red"}}"""
