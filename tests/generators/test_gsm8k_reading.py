"""Stories that somebody else wrote: which are the ladder's, and on which rung."""

import pytest

from saturate.registry import load_ladder

LADDER = load_ladder("gsm8k")
TWO = "Ana has 5 pens. On day 31 at the lake she finds 3. On day 32 Max takes 2. "
ASKED = "How many pens does Ana have now?"


def test_a_story_of_other_names_things_and_places_is_read():
    found = LADDER.read(TWO + ASKED)
    assert found == (2, "Ana pens Max takes 2 at the lake she finds 3")
    assert LADDER.solve(TWO + ASKED) == "6"
    assert LADDER.read(ASKED.join(["Ana has 5 pens. On day 40 she buys 1. ", ""])) == (
        1, "Ana pens she buys 1",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        TWO + "How many pens does Max have now?",  # another person's
        TWO + "How many cups does Ana have now?",  # another thing
        TWO + "Who has them?",
        TWO,
        "Ana has 5 pens. " + ASKED,  # nothing happens
        "Ana has 5 pens. On day 31 she paints 3. " + ASKED,  # neither adds nor takes
        "Ana has 5 pens. On day 31 she finds 3 and loses 2. " + ASKED,
        "Ana has 5 pens. On day 31 she finds 10. " + ASKED,  # too large a step
        "Ana has 5 pens. On day 31 she finds 0. " + ASKED,
        "Ana has 5 pens. On day 31 she loses 6. " + ASKED,  # below zero
        "Ana has 29 pens. On day 31 she finds 3. " + ASKED,  # above thirty
        "Ana has 5 pens. On day 31 she finds 3. On day 33 she finds 3. " + ASKED,
        "Ana has 5 pens. On day 31 she finds 3. In week 32 she finds 3. " + ASKED,
        "Ana has 5 pens. On day 7 she finds 3. " + ASKED,
        "Ana has 5 pens. On day 31 she finds 3. On day 32 he finds 3. " + ASKED,  # who is he?
        "Ana has 5 pens. On day 31 Ana takes 2. " + ASKED,
        "Ana has five pens. On day 31 she finds 3. " + ASKED,
        "Ana has 5 pens. On day 31 she finds 03. " + ASKED,
        "Ana has 5 pens. On day 31 it drops off 3. " + ASKED,  # of another scenario
        TWO + ASKED + " Answer: 6",
    ],
)
def test_what_is_no_story_of_the_ladder_is_not_read(text):
    assert LADDER.read(text) is None
