"""Playing turn by turn, with a sampler that follows a script."""

import pytest

from saturate.errors import SaturateError
from saturate.models import Completion
from saturate.registry import load_ladder
from saturate.scoring.turns import play

LADDER = load_ladder("tools-json")
PROBLEMS = [LADDER.problem(4, "score", i) for i in range(3)]
PLANS = [problem.solution.splitlines()[-4:] for problem in PROBLEMS]


class Scripted:
    """Answers each problem by its script; past the end it says that it is done."""

    has_chat_template = False

    def __init__(self, scripts):
        self.scripts = {p.question: list(s) for p, s in zip(PROBLEMS, scripts)}
        self.prompts = []

    def complete(self, prompts, decoding, progress=None):
        self.prompts.append(prompts)
        return [[self._next(prompt)] for prompt in prompts]

    def _next(self, prompt):
        script = next(s for question, s in self.scripts.items() if question in prompt)
        text = script.pop(0) if script else "done"
        return Completion(text, 5, 0.0, finished=text != "cut")


def test_each_problem_is_played_to_its_end():
    wall = '{"name": "open", "arguments": {"box": 11}}'
    sampler = Scripted([PLANS[0], [wall, *PLANS[1]], PLANS[2][:-1]])
    over = []
    whole, refused, short = play(sampler, LADDER, PROBLEMS, False, over.append)
    assert (whole.right, refused.right, short.right) == (True, True, False)
    assert whole.said == [*PLANS[0], "done"] and len(whole.results) == 4
    assert refused.results[0].startswith("refused: there is no box 11")
    assert all(episode.finished for episode in (whole, refused, short))
    assert [len(prompts) for prompts in sampler.prompts] == [3, 3, 3, 3, 2, 1]
    assert sum(over) == 3
    assert whole.to_row()["right"] and whole.to_row()["results"] == whole.results


def test_the_model_reads_rules_problem_and_all_that_came_back():
    sampler = Scripted([PLANS[0]])
    play(sampler, LADDER, PROBLEMS[:1], bare=False)
    first, second = sampler.prompts[0][0], sampler.prompts[1][0]
    rules = LADDER.describe().turns
    assert first == f"{rules}\n\n{PROBLEMS[0].question}\nNext call:\n"
    assert second.startswith(first.removesuffix("Next call:\n") + PLANS[0][0] + "\n-> ")
    bare = Scripted([PLANS[0]])
    play(bare, LADDER, PROBLEMS[:1], bare=True)
    assert bare.prompts[0][0] == f"{PROBLEMS[0].question}\nNext call:\n"


def test_a_turn_that_was_cut_off_did_not_end_the_problem():
    (episode,) = play(Scripted([["cut"]]), LADDER, PROBLEMS[:1], False)
    assert not episode.finished and not episode.right and episode.said == ["cut"]


def test_a_ladder_that_is_answered_at_once_is_refused_with_a_sentence():
    gsm8k = load_ladder("gsm8k")
    with pytest.raises(SaturateError, match="answered at once, not turn by turn"):
        play(Scripted([]), gsm8k, [gsm8k.problem(1, "score", 0)], False)
