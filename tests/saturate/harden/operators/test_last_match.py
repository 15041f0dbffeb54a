"""Chains are read at their last answer, whatever kind of filter a task has."""

import json

import pytest
from support import hard_tasks
from support.stand_ins import StandIn

from saturate.harden.operators.last_match import reading_last
from saturate.harden.rungs import build, make_rung, open_operator
from saturate.harden.tasks.configs import find_task
from saturate.harden.tasks.filters import filtered
from saturate.harden.tasks.source import Source
from saturate.models import Completion
from saturate.registry import load_ladder
from saturate.scoring.rungs import RungTask, score_rungs


class Answering(StandIn):
    """Answers each prompt with what it was told to."""

    def __init__(self, answers):
        self.answers = answers

    def complete(self, prompts, decoding, progress=None):
        return [[Completion(self.answers[one], 1, 0.0, True)] for one in prompts]


MARKED = {"function": "regex", "regex_pattern": "#### (-?[0-9]+)"}
FIRST = {"function": "take_first"}


@pytest.fixture(scope="module")
def items():
    return hard_tasks.source("sums").items[:10]


def last(steps, items):
    return reading_last([{"name": "one", "filter": steps}], items)[0]["filter"]


def test_the_first_match_becomes_the_last(items):
    assert last([MARKED, FIRST], items) == [MARKED | {"group_select": -1}, FIRST]
    assert last([MARKED | {"group_select": 0}], items) == [MARKED | {"group_select": -1}]


def test_another_match_stays_the_tasks_own_choice(items):
    for place in (-1, 1):
        assert last([MARKED | {"group_select": place}, FIRST], items)[0]["group_select"] == place


def test_what_looks_into_a_match_stays(items):
    """The first number behind the last mark: of "#### 18 of 20" it is 18."""
    line = {"function": "regex", "regex_pattern": "(####.*)"}
    number = {"function": "regex", "regex_pattern": "([0-9]+)"}
    assert last([line, number], items) == [line | {"group_select": -1}, number]


@pytest.mark.parametrize("pattern", ["(?s)(.*)", "([0-9]+)[+=]"])
def test_a_filter_that_would_read_single_answers_otherwise_stays(items, pattern):
    """The one matches an empty end as well, the other leads to what comes first in a target."""
    steps = [{"function": "regex", "regex_pattern": pattern}, FIRST]
    assert last(steps, items) == steps


def test_filters_without_a_pattern_stay(items):
    steps = [{"function": "remove_whitespace"}, {"function": "lowercase"}, FIRST]
    assert last(steps, items) == steps


def test_a_tasks_own_kind_of_regex_filter(tmp_path):
    """As bbh_cot_zeroshot's are; what its own function picks is not ours to change."""
    (tmp_path / "own.py").write_text(
        "from lm_eval.api.filter import Filter\n"
        "from lm_eval.filters.extraction import RegexFilter\n"
        "class Marked(RegexFilter):\n    pass\n"
        "class Picked(Filter):\n    def apply(self, resps, docs):\n        return resps\n"
        "def picked(resps, docs):\n    return resps\n"
    )
    file = tmp_path / "own.yaml"
    file.write_text(
        hard_tasks.SUMS.replace("function: regex,", "function: !function own.Marked,").replace(
            "{function: take_first}",
            "{function: !function own.Picked}, {function: custom, filter_fn: !function own.picked},"
            "{function: take_first}",
        )
    )
    made = open_operator(Source(find_task(str(file)), hard_tasks.data("sums")), "compose", 2)
    own, picked, custom, _ = make_rung(made, 2).config["filter_list"][0]["filter"]
    assert own["group_select"] == -1
    assert picked == {"function": "own.Picked"} and custom["filter_fn"] == "own.picked"


@pytest.mark.parametrize("rung", [1, 2, 3])
def test_a_chain_solved_as_its_examples_are_is_right(rung):
    """Each problem's published solution, one after another: votes, plain lm-eval and scores."""
    ladder = hard_tasks.open_ladder("compose:sums")
    problem = ladder.problem(rung, "score", 0)
    solutions = {item.key: item.target for item in hard_tasks.source("sums").items}
    text = "\n".join(
        f"Problem {number}: {solutions[key]}"
        for number, key in enumerate(reversed(problem.source.split("+")), 1)
    )
    assert text.count("####") == rung
    assert ladder.extract(text) == problem.answer
    frozen = ladder.frozen_rung(rung, [problem])
    assert filtered(build(frozen)._filters, text) == {"strict": problem.answer}
    task = RungTask(ladder.describe().name, rung, 1, True, data=str(hard_tasks.data("sums")))
    scored = score_rungs(Answering({problem.question: text}), [task], 64)
    assert [item.right for item in scored.strict[task.name]] == [True]


@pytest.mark.parametrize("task", ["gsm8k", "gsm8k_cot"])
def test_installed_tasks_read_the_last_of_two_answers(tmp_path, task):
    for split, first in (("test", 0), ("train", 100)):
        hard_tasks.write(tmp_path, split, hard_tasks.sums(60, first))
    ladder = load_ladder(f"compose:{task}", tmp_path)
    problem = ladder.problem(2, "score", 0)
    mark = "#### {}" if task == "gsm8k" else "The answer is {}."
    text = f"Problem 1: {mark.format(3)}\nProblem 2: {mark.format(problem.answer)}"
    assert ladder.extract(text) == problem.answer
    read = filtered(build(ladder.frozen_rung(2, [problem]))._filters, text)
    assert {one.strip(".") for one in read.values()} == {problem.answer}
    assert json.dumps(ladder.original().task.config.filter_list).count("group_select") == 1
