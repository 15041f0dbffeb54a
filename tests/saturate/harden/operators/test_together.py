"""Several questions at once, answered by a model that lm-eval lets write."""

import re

import lm_eval
import pytest
from lm_eval.api.model import LM
from lm_eval.models.utils import postprocess_generated_text
from support import hard_tasks

from saturate.harden.rungs import build, make_rung, open_operator
from saturate.harden.tasks.configs import find_task
from saturate.harden.tasks.source import Source, Unsound


class Writer(LM):
    """Writes what it was told to, up to the stop texts, as lm-eval's own models cut it."""

    def __init__(self, write):
        super().__init__()
        self._write = write
        self.written = []

    def generate_until(self, requests):
        self.written = [
            postprocess_generated_text(self._write(one), one.args[1]["until"], None)
            for one in requests
        ]
        return self.written

    def loglikelihood(self, requests):
        raise NotImplementedError

    loglikelihood_rolling = loglikelihood


def right(request):
    """The answers in the form of the examples, which a line's end parts from the prompt."""
    return f"\n{request.doc['hard_target']}"


WRITERS = {
    "in the form of the examples": right,
    "behind words of its own": lambda one: f"Here are the answers:\n{right(one)}\n\nAsk me more!",
    "and another example": lambda one: (
        right(one) + re.sub(r"(?s).*(?=Answer th)", "\n\n", one.args[0]) + "\n1. another"
    ),
}


@pytest.fixture(scope="module", params=[0, 2])
def composed(request, tmp_path_factory):
    """lm-eval's own task, which ends an answer at a line's end, as published and with examples."""
    folder = tmp_path_factory.mktemp("nq_open")
    for split, first in (("validation", 0), ("train", 30)):
        rows = [
            {"question": row["question"], "answer": row["answers"]}
            for row in hard_tasks.trivia(30, first)
        ]
        hard_tasks.write(folder, split, rows)
    task = find_task("nq_open")
    config = task.config | {"num_fewshot": request.param}
    return open_operator(Source(task._replace(config=config), folder), "compose", 3)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("how", WRITERS)
def test_right_answers_reach_the_scorer(composed, number, how):
    rung = make_rung(composed, number, 6)
    tasks = {"tasks": {rung.name: build(rung)}, "groups": {}, "group_map": {}}
    model = Writer(WRITERS[how])
    found = lm_eval.evaluate(model, tasks, bootstrap_iters=0)["results"][rung.name]
    assert found["exact_match,none"] == found["share_right,none"] == 1.0
    assert not any("another" in text for text in model.written)


DESCRIBED = {
    "Here are some example questions from experts. Answer the final question yourself, following "
    "the format of the previous questions exactly.": False,
    "Give one word only, and nothing else.": False,
    "Answer these questions:": True,
    "Questions that ask for the code words of stations.": True,
}


@pytest.mark.parametrize("between", [" ", "\\n"])
def test_prompts_that_say_how_to_answer_suit_no_list(between, tmp_path):
    file = tmp_path / "told.yaml"
    told = f"?{between}Reply with the answer alone and no other word.\\nA:"
    file.write_text(hard_tasks.TRIVIA.replace(r"?\nA:", told))
    with pytest.raises(Unsound, match="gives instructions of its own"):
        open_operator(Source(find_task(str(file)), hard_tasks.data("trivia")), "compose", 3)


@pytest.mark.parametrize("description", DESCRIBED)
def test_descriptions_that_say_how_to_answer_suit_no_list(description, tmp_path):
    file = tmp_path / "described.yaml"
    file.write_text(f"{hard_tasks.TRIVIA}description: {description!r}\n")
    source = Source(find_task(str(file)), hard_tasks.data("trivia"))
    if DESCRIBED[description]:
        assert open_operator(source, "compose", 3).asks_in_order
        return
    with pytest.raises(Unsound, match="gives instructions of its own"):
        open_operator(source, "compose", 3)
