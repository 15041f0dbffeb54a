"""Tasks whose own functions decide what is right: climbed only if their targets are right."""

import pytest
from support import hard_tasks

from saturate.errors import SaturateError
from saturate.harden.rungs import open_operator
from saturate.harden.tasks.configs import find_task
from saturate.harden.tasks.source import Source, Unsound
from saturate.registry import load_ladder, make_ladder

TASK = """
task: own
dataset_path: nowhere/own
training_split: train
test_split: test
doc_to_text: "Q: {{question}}\\nA:"
"""
OWN = """
process_results: !function helpers.scored
metric_list: [{metric: em, aggregation: mean, higher_is_better: true}]
"""
ANSWER = "{{answer.split('#### ')[1]}}"
HELPERS = """
def scored(doc, results):
    return {"em": float(results[0].strip() == doc["answer"].split("#### ")[1])}

def marked(doc, results):
    return scored(doc, [results[0].rpartition("the answer is ")[2].rstrip(".")])

def pass_at_k(references, predictions, **_):
    return float(predictions[0].endswith(references[0]))

def renamed(doc, results):
    return {"other": 1.0}

def chosen(doc, results):
    best = max(range(3), key=lambda place: results[place][0])
    return {"acc": float(best == doc["number"] % 3)}

def any_but_one(doc, results):
    best = max(range(3), key=lambda place: results[place][0])
    return {"acc": float(best != 2)}

def begun(resps, docs):
    return [[doc["question"] + text for text in texts] for texts, doc in zip(resps, docs)]

def samples():
    long = "As it is so, and so it is, the answer is {0}.#### {0}"
    return [{"question": f"Why {n}?", "answer": long.format(n)} for n in range(9)]
"""


@pytest.fixture
def write(tmp_path):
    (tmp_path / "helpers.py").write_text(HELPERS)
    hard_tasks.write(tmp_path, "test", hard_tasks.sums(60))
    hard_tasks.write(tmp_path, "train", hard_tasks.sums(60, start=100))

    def written(*lines):
        (tmp_path / "own.yaml").write_text(TASK + "\n".join(lines))
        return str(tmp_path / "own.yaml"), tmp_path

    return written


REFUSED = {
    "a record's columns": (
        [OWN, 'doc_to_target: "number,date,spans"'],
        "takes 0 of 5",
    ),
    "a constant": ([OWN, "doc_to_target: 0"], "its targets are no texts"),
    "another metric's name": (
        [OWN.replace("helpers.scored", "helpers.renamed"), f'doc_to_target: "{ANSWER}"'],
        "takes 0 of 5",
    ),
    "a program": (
        ["unsafe_code: true", 'doc_to_target: "assert f() == 1"', "metric_list:",
         "  - {metric: !function helpers.pass_at_k, aggregation: mean, higher_is_better: true}"],
        "runs what a model writes as a program",
    ),
    "a filter that reads the item": (
        [f'doc_to_target: "{ANSWER}"', "filter_list:", "  - name: begun", "    filter:",
         "      - {function: custom, filter_fn: !function helpers.begun}"],
        "its filters read more than an answer",
    ),
    "solutions without a filter": (
        [OWN.replace("helpers.scored", "helpers.marked"),
         "doc_to_target: \"{{answer.split('#### ')[-1] if few is undefined else answer}}\"",
         "num_fewshot: 2",
         "fewshot_config: {sampler: first_n, samples: !function helpers.samples, "
         "doc_to_target: \"{{answer.split('####')[0]}}\"}"],
        "its filters leave whole solutions",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_no_ladder_where_targets_are_no_answers(write, case):
    lines, why = REFUSED[case]
    file, data = write(*lines)
    with pytest.raises(Unsound, match=why):
        load_ladder(f"shots:{file}", data).describe()
    with pytest.raises(Unsound, match=why):
        make_ladder(file, data)


def test_functions_that_cannot_be_imported_get_a_sentence(write):
    file, data = write(OWN, f'doc_to_target: "{ANSWER}"')
    (data / "helpers.py").write_text("raise AssertionError('install it.')")
    with pytest.raises(SaturateError, match=r"needs what is not installed here: install it\.$"):
        load_ladder(f"shots:{file}", data).describe()


def test_targets_that_the_own_scorer_takes_are_climbed(write):
    file, data = write(OWN, f'doc_to_target: "{ANSWER}"')
    assert make_ladder(file, data).name == f"compose:{file}"


def test_places_of_choices_are_targets(write):
    lines = ["doc_to_choice: ['one', 'two']", 'doc_to_target: "{{0}}"', "num_fewshot: 2"]
    file, data = write(*lines)
    assert load_ladder(f"shots:{file}", data).describe().last == 2


def test_places_of_choices_are_read_as_the_choices(write):
    lines = [
        "doc_to_choice: ['False', 'True']",
        'doc_to_target: "{{number % 2}}"',
        "num_fewshot: 2",
    ]
    file, data = write(*lines)
    for split, first in (("test", 0), ("train", 100)):
        rows = [row | {"number": n} for n, row in enumerate(hard_tasks.sums(60, first))]
        hard_tasks.write(data, split, rows)
    ladder = load_ladder(f"shots:{file}", data)
    answers = set()
    for index in range(8):
        problem = ladder.problem(1, "score", index)
        assert ladder.extract(problem.solution) == problem.answer
        assert ladder.solve(problem.question) == problem.answer
        answers.add(problem.answer)
    assert answers == {"False", "True"}
    with pytest.raises(Unsound, match="it is not worked out from numbers"):
        open_operator(Source(find_task(file), data), "distract", 2)


@pytest.mark.parametrize("case", ["a record's columns", "a constant"])
def test_wrong_targets_are_no_examples(write, case):
    file, data = write(*REFUSED[case][0], "num_fewshot: 3")
    with pytest.raises(Unsound, match=f"{REFUSED[case][1]}.*, so they are no few-shot examples"):
        open_operator(Source(find_task(file), data), "shots", None)


def test_examples_of_programs_stay_those_of_the_task(write):
    file, data = write(*REFUSED["a program"][0], "num_fewshot: 3")
    assert open_operator(Source(find_task(file), data), "shots", None).top == 3


CHOICES = [
    "output_type: multiple_choice", "doc_to_choice: [few, many, none]", "num_fewshot: 2",
    "metric_list: [{metric: acc, aggregation: mean, higher_is_better: true}]",
]  # fmt: skip


@pytest.mark.parametrize(
    ("scorer", "target", "why"),
    [
        ("chosen", "{{number % 3}}", ""),
        ("chosen", "{{0}}", "takes the published choice alone for right in 1[5-9] of 50"),
        ("any_but_one", "{{0}}", "takes the published choice alone for right in 0 of 50"),
    ],
)
def test_published_choices_are_the_own_scorers(write, scorer, target, why):
    file, data = write(
        *CHOICES, f'doc_to_target: "{target}"', f"process_results: !function helpers.{scorer}"
    )
    for split, first in (("test", 0), ("train", 100)):
        rows = [row | {"number": n} for n, row in enumerate(hard_tasks.sums(60, first))]
        hard_tasks.write(data, split, rows)
    ladder = load_ladder(f"shots:{file}", data)
    if not why:
        assert ladder.describe().last == 2
        return
    with pytest.raises(Unsound, match=why):
        ladder.describe()
