"""The simulator, call by call."""

import pytest

from saturate.generators.tools.calls import BARE, plan_in
from saturate.generators.tools.facts import Facts
from saturate.generators.tools.world import Call, Refused, goal_state, outcome, step

TEXT = """\
row barn dock mill pier yard zoo; at dock; 37 dock; red barn; 52 mill; blue mill; \
key 37 hands; pens hands; key 52 37; maps red; cups 52; goal red cups; goal blue pens"""
TASK = Facts().read(TEXT)
PLAN = """\
open 37
take key 52
go mill
put pens blue
open 52
take cups
go dock
go barn
put cups red"""


def calls(text):
    return plan_in(text, BARE)


def after(text):
    state = TASK.start
    for call in calls(text):
        state = step(TASK.world, state, call)
    return state


def test_a_plan_is_carried_out_call_by_call():
    state = after("open 37\ntake key 52\ngo mill\nput pens blue")
    assert state.room == 2
    assert state.opened == {"box 37"}
    assert state.places == {
        "key 37": "hand",
        "pens": "shelf blue",
        "key 52": "hand",
        "maps": "shelf red",
        "cups": "box 52",
    }
    assert TASK.start.places["pens"] == "hand"  # a state is a value; nothing has changed in it


def test_the_end_of_a_plan_is_where_the_ordered_things_are():
    assert outcome(TASK, calls(PLAN)) == "cups on red, pens on blue" == goal_state(TASK)


def test_another_way_to_the_same_end_is_the_same_answer():
    other = PLAN.replace("put pens blue\n", "").replace("take cups", "take cups\nput pens blue")
    around = "go barn\ntake maps\nput maps red\ngo dock\n" + other
    assert calls(other) != calls(PLAN)
    assert outcome(TASK, calls(other)) == outcome(TASK, calls(around)) == goal_state(TASK)


def test_another_end_is_another_answer():
    assert outcome(TASK, calls(PLAN.removesuffix("put cups red"))) == "cups in hand, pens on blue"
    assert outcome(TASK, calls("go mill\nput pens blue")) == "cups in 52, pens on blue"
    assert outcome(TASK, calls("go barn\nput pens red")) == "cups in 52, pens on red"


def test_a_plan_that_moves_no_ordered_thing_is_no_answer():
    assert outcome(TASK, calls("open 37\ntake key 52\ngo mill")) is None
    assert outcome(TASK, []) is None


@pytest.mark.parametrize(
    ("before", "call", "why"),
    [
        ("open 37", "open 37", "box 37 is open"),
        ("go mill", "open 52", "do not hold the key of box 52"),
        ("go mill", "open 37", "no box 37 in this room"),
        ("go mill", "take cups", "box 52 is closed"),
        ("go mill", "take maps", "no shelf red in this room"),
        ("go barn", "take pens", "you hold pens"),
        ("go barn", "take gold", "there is no gold"),
        ("go barn", "put cups red", "you do not hold cups"),
        ("go barn", "put pens blue", "no shelf blue in this room"),
        ("go barn", "put pens green", "no shelf green in this room"),
        ("go barn", "go mill", "no mill beside this room"),
        ("go barn", "go barn", "no barn beside"),
        ("go barn", "go gym", "no gym beside"),
    ],
)
def test_a_call_that_the_store_refuses_says_why_and_ends_the_plan(before, call, why):
    (wanted,) = calls(call)
    with pytest.raises(Refused, match=why):
        step(TASK.world, after(before), wanted)
    assert outcome(TASK, calls(f"{before}\n{call}\n{PLAN}")) is None


def test_the_lenient_reading_passes_over_refused_calls():
    assert outcome(TASK, calls("open 52\n" + PLAN), lenient=True) == goal_state(TASK)
    assert outcome(TASK, calls("open 52\ntake cups"), lenient=True) is None


@pytest.mark.parametrize(
    "call",
    [
        Call("jump", ()),
        Call("go", ()),
        Call("go", ("zoo",)),
        Call("open", ("37", "52")),
        Call("take", ("box 37",)),
        Call("put", ("pens",)),
        Call("__class__", ("pens",)),
    ],
)
def test_made_up_tools_and_arguments_are_refused(call):
    with pytest.raises(Refused):
        step(TASK.world, TASK.start, call)
