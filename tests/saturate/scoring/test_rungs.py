"""Rungs scored as lm-eval tasks."""

import pytest
from support.stand_ins import StandIn

from saturate.models import Completion
from saturate.scoring.rungs import RungTask, score_rungs


class Limited(StandIn):
    """Keeps how many tokens its answers may have."""

    def __init__(self):
        self.limits = set()

    def complete(self, prompts, decoding, progress=None):
        self.limits.add(decoding.max_new_tokens)
        return [[Completion("", 1, 0.0, True)] for _ in prompts]


@pytest.mark.parametrize("room", [96, 1024])
def test_an_answer_has_the_room_that_voters_have(room):
    """What the task's own file says, 512, is for those who call lm_eval by itself."""
    model = Limited()
    task = RungTask("gsm8k", 2, 3, instructed=True)
    scored = score_rungs(model, [task], room)
    assert model.limits == {room}
    assert scored.samples[task.name][0]["arguments"][0][1]["max_gen_toks"] == room
