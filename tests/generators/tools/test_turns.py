"""Problems played turn by turn."""

import pytest

from saturate.generators.tools.turns import MAX_TURNS
from saturate.ladder import Dialogue
from saturate.registry import load_ladder

LADDER, JSON_LADDER = load_ladder("tools"), load_ladder("tools-json")
TEXT = """\
row barn dock mill pier yard zoo; at dock; 37 dock; red barn; blue mill; key 37 hands; \
pens hands; cups 37; goal red cups"""


def test_each_turn_is_told_what_came_of_it():
    said = ["take cups", "open 37", "open up", "take cups", "go barn", "put cups red", "done"]
    stand = LADDER.dialogue(TEXT, said)
    assert stand.results == (
        "refused: box 37 is closed",
        "box 37 is open and holds cups",
        "refused: this is no call of a tool",
        "you hold cups",
        "you are in the barn",
        "cups is on the shelf red",
    )
    assert stand.answer == "cups on red" and stand.over
    assert stand.message.splitlines()[1:5] == [
        "take cups",
        "-> refused: box 37 is closed",
        "open 37",
        "-> box 37 is open and holds cups",
    ]


def test_a_problem_begins_with_nothing_done():
    assert LADDER.dialogue(TEXT, []) == Dialogue(TEXT, (), None, False)
    assert not LADDER.dialogue(TEXT, ["open 37"]).over


def test_a_turn_is_its_first_call_and_what_is_made_up_behind_it_is_not_read():
    made_up = "I open it.\nopen 37\n-> box 37 is open\ntake cups\n-> you hold cups"
    stand = LADDER.dialogue(TEXT, [made_up])
    assert stand.results == ("box 37 is open and holds cups",)
    assert stand.message.count("you hold cups") == 0


@pytest.mark.parametrize("ladder", [LADDER, JSON_LADDER], ids=["bare", "json"])
def test_a_plan_made_turn_by_turn_comes_to_the_answer(ladder):
    for rung in (1, 4, 9, ladder.describe().last):
        for index in range(20 if rung < 10 else 1):
            problem = ladder.problem(rung, "vote", index)
            calls = problem.solution.splitlines()[-rung:]
            for made in range(rung + 1):
                stand = ladder.dialogue(problem.question, calls[:made])
                assert (stand.answer == problem.answer) == (made == rung) and not stand.over
            stand = ladder.dialogue(problem.question, [*calls, "done"])
            assert stand.answer == problem.answer and stand.over
            assert not any(result.startswith("refused") for result in stand.results)


def test_who_never_ends_is_stopped_and_floods_are_one_turn():
    assert not LADDER.dialogue(TEXT, ["go barn"] * (MAX_TURNS - 1)).over
    assert LADDER.dialogue(TEXT, ["go barn"] * MAX_TURNS).over
    stand = JSON_LADDER.dialogue(
        JSON_LADDER.problem(3, "vote", 0).question, ["{" * 1_000_000, "\n" * 1_000_000]
    )
    assert stand.results == ("refused: this is no call of a tool",) and stand.over
    assert len(stand.message) < 2_000
