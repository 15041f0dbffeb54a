"""What counts as answered as it was taught."""

import pytest
from support.stand_ins import StandIn

from saturate.models import Completion, Decoding
from saturate.registry import load_ladder
from saturate.training.replay import Pair
from saturate.voting.retention import as_taught


class Says(StandIn):
    def __init__(self, text):
        self.text = text

    def complete(self, prompts, decoding, progress=None):
        return [[Completion(self.text, 1, -1.0, True)] for _ in prompts]


def kept(ladder, taught, says, by_turns=False):
    pairs = [Pair("p", taught)]
    found, _ = as_taught(
        load_ladder(ladder), Says(says), pairs, Decoding(), lambda _: None, by_turns
    )
    return found == [True]


@pytest.mark.parametrize(
    ("ladder", "taught", "says", "same"),
    [
        ("tools", "done", "done", True),
        ("tools", "done", "That is all.", True),  # ends the play as well
        ("tools", "done", "open mill", False),  # a call that is none is refused
        ("tools", "done", "go mill", False),
        ("tools", "go mill", "done", False),
        ("tools", "go mill", "go mill\n-> you are in the mill\nopen 37", True),
        ("tools", "go mill", "open 37\ngo mill", False),
        ("tools", "<think>\nopen 37\nNo.\n</think>\n\ngo mill", "go mill", True),
        (
            "tools-json",
            '{"name": "go", "arguments": {"room": "mill"}}',
            '{"arguments": {"room": "mill"}, "name": "go"}',
            True,
        ),
        ("game:lights-out", "[1 2]", "[1 2]\n[2 2]", True),
        ("game:lights-out", "[1 2]", "I give up.", False),
    ],
)
def test_a_turn_is_compared_as_the_play_reads_it(ladder, taught, says, same):
    assert kept(ladder, taught, says, by_turns=True) == same


def test_an_answer_is_read_behind_its_thought():
    assert kept("gsm8k", "<think>#### 3? No.</think>\n\n#### 4", "#### 4")
    assert not kept("gsm8k", "<think>#### 3? No.</think>\n\n#### 4", "#### 3")
