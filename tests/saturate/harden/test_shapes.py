"""Tasks of other shapes become ladders whose prompts lm-eval scores as they were drawn."""

import pytest
from support import hard_tasks
from support.stand_ins import Likes, StandIn

from saturate.errors import SaturateError
from saturate.harden.rungs import build, make_rung, open_operator
from saturate.harden.tasks.configs import find_task
from saturate.harden.tasks.source import Source
from saturate.registry import load_ladder, make_ladder
from saturate.scoring.rungs import RungTask, score_rungs

NUMBERS = """
task: shape
dataset_path: nowhere/shape
training_split: train
test_split: test
"""
WHOLE = "metric_list: [{metric: exact_match, aggregation: mean, higher_is_better: true}]\n"
SHAPES = {
    "instructed, with a prefix": NUMBERS
    + WHOLE
    + """
description: "Work out how many.\\n\\n"
doc_to_text: "Story: {{question}}\\nHow many:"
doc_to_target: "{{answer.split('#### ')[1]}}"
gen_prefix: "The answer is"
filter_list:
  - {name: strip, filter: [{function: remove_whitespace}, {function: take_first}]}
""",
    "two filters, the last number counts in the second": NUMBERS
    + WHOLE
    + """
doc_to_text: "{{question}}\\n"
doc_to_target: "{{answer.split('#### ')[1]}}"
target_delimiter: ""
filter_list:
  - name: marked
    filter: [{function: regex, regex_pattern: "#### (-?[0-9]+)"}, {function: take_first}]
  - name: last
    filter:
      - {function: regex, regex_pattern: "(-?[0-9]+)", group_select: -1}
      - {function: take_first}
""",
    "scored by a function of its own": NUMBERS
    + """
doc_to_text: "Q: {{question}}\\nA:"
doc_to_target: "{{answer.split('#### ')[1]}}"
process_results: !function helpers.scored
metric_list: [{metric: f1, aggregation: mean, higher_is_better: true}]
""",
    "several samples wanted": NUMBERS
    + WHOLE
    + """
doc_to_text: "Q: {{question}}\\nA:"
doc_to_target: "{{answer.split('#### ')[1]}}"
repeats: 4
generation_kwargs: {until: ["\\n"], do_sample: true, temperature: 0.7}
filter_list:
  - {name: strip, filter: [{function: remove_whitespace}, {function: take_first}]}
""",
}
LETTERED = """
task: shape
dataset_path: nowhere/shape
test_split: test
fewshot_split: dev
num_fewshot: 2
doc_to_text: "Q: {{question}}\\n(A) {{choices[0]}} (B) {{choices[1]}} (C) {{choices[2]}}\\nA:"
doc_to_target: "{{['(A)', '(B)', '(C)'][answer]}}"
filter_list:
  - name: strict-match
    filter: [{function: regex, regex_pattern: "The answer is (.*)[.]"}, {function: take_first}]
  - name: flexible-extract
    filter:
      - {function: multi_choice_regex, group_select: -1, ignore_case: true,
         regex_pattern: "([(][A-Z][)])"}
      - {function: take_first}
"""
"""As mmlu_flan_cot_* and gpqa_*_cot_*, whose second filter looks for the choices' texts."""
CHOSEN = """
num_fewshot: 2
output_type: multiple_choice
doc_to_text: "{{question}} Is it even?"
doc_to_choice: ["no", "yes"]
doc_to_target: even
metric_list: [{metric: mcc}]
"""
HELPERS = """
def together(items):
    return len(items)

def scored(doc, results):
    return {"f1": float(results[0].strip() == doc["answer"].split("#### ")[1])}
"""


class Knows(StandIn):
    """Writes what it was told to each prompt."""

    def __init__(self, answers):
        self.answers = answers

    def complete(self, prompts, decoding, progress=None):
        from saturate.models import Completion

        return [[Completion(self.answers[one], 1, 0.0, True)] for one in prompts]


@pytest.fixture
def written(tmp_path):
    hard_tasks.write(tmp_path / "data", "test", hard_tasks.sums(60))
    hard_tasks.write(tmp_path / "data", "train", hard_tasks.sums(60, start=100))
    (tmp_path / "helpers.py").write_text(HELPERS)

    def write(text):
        (tmp_path / "shape.yaml").write_text(text)
        return str(tmp_path / "shape.yaml"), tmp_path / "data"

    return write


@pytest.mark.parametrize("shape", SHAPES)
def test_right_answers_score_in_every_shape(written, shape):
    file, data = written(SHAPES[shape])
    name, _ = make_ladder(file, data)
    ladder = load_ladder(name, data)
    for rung in (1, 2):
        problems = [ladder.problem(rung, "score", index) for index in range(8)]
        mark = " #### " if "two filters" in shape else " "
        answers = {one.question: mark + one.answer for one in problems[:6]}
        answers |= {one.question: " nothing" for one in problems[6:]}
        task = RungTask(name, rung, 8, True, data=str(data))
        scored = score_rungs(Knows(answers), [task], 8)
        assert [item.right for item in scored.strict[task.name]] == [True] * 6 + [False] * 2
        for one in problems[:6]:
            assert one.is_right(ladder.extract(answers[one.question]))


@pytest.mark.parametrize("operator", ["compose", "distract", "shots"])
def test_items_are_found_behind_a_prefix(written, operator):
    shape = SHAPES["instructed, with a prefix"] + "num_fewshot: 2\n"
    file, data = written(shape)
    ladder = load_ladder(f"{operator}:{file}", data)
    for rung in (1, 2):
        for index in range(4):
            problem = ladder.problem(rung, "score", index)
            assert problem.question.endswith("How many: The answer is")
            assert ladder.solve(problem.question) == problem.answer


@pytest.mark.parametrize("column", ["choices", "options"])
def test_filters_find_the_columns_that_they_read(written, column):
    file, data = written(LETTERED.replace("choices[", f"{column}["))
    for split, first in (("test", 0), ("dev", 50)):
        rows = [
            {"question": row["question"], column: row["options"], "answer": row["answer"]}
            for row in hard_tasks.choices(50, first)
        ]
        hard_tasks.write(data, split, rows)
    if column != "choices":  # lm-eval alone could not score it either
        with pytest.raises(SaturateError, match=r"its filters read more .*KeyError: 'choices'"):
            load_ladder(f"shots:{file}", data).describe()
        return
    ladder = load_ladder(f"shots:{file}", data)
    problems = [ladder.problem(1, "score", index) for index in range(6)]
    texts = {one.question: one.solution for one in problems}
    name = f"shots:{file}"
    scored = score_rungs(Knows(texts), [RungTask(name, 1, 6, True, data=str(data))], 8)
    (flexible,) = scored.flexible.values()
    assert [item.right for item in flexible] == [True] * 6


@pytest.mark.parametrize("exchanged", [False, True])
def test_the_strict_filter_is_the_one_that_says_so_whatever_the_order(written, exchanged):
    strict, flexible = (
        "  - name: strict-match\n    filter: [{function: regex, regex_pattern: 'is (-?[0-9]+)'},"
        " {function: take_first}]\n",
        "  - name: flexible-extract\n    filter: [{function: regex, regex_pattern: '(-?[0-9]+)'},"
        " {function: take_first}]\n",
    )
    filters = flexible + strict if exchanged else strict + flexible
    text = SHAPES["several samples wanted"].partition("repeats")[0]
    file, data = written(f"{text}num_fewshot: 2\nfilter_list:\n{filters}")
    name = f"shots:{file}"
    ladder = load_ladder(name, data)
    problems = [ladder.problem(1, "score", index) for index in range(6)]
    texts = {one.question: " it is " + one.answer for one in problems[:2]}
    texts |= {one.question: " " + one.answer for one in problems[2:]}
    task = RungTask(name, 1, 6, True, data=str(data))
    scored = score_rungs(Knows(texts), [task], 8)
    assert [item.right for item in scored.strict[task.name]] == [True] * 2 + [False] * 4
    assert [item.right for item in scored.flexible[task.name]] == [True] * 6
    assert ladder.extract(" it is 7") == "7" and ladder.extract(" 7") is None


@pytest.mark.parametrize(
    ("metrics", "read"),
    [
        ("", ["-5", "1.5", "1/2", "Ten"]),
        (WHOLE, ["-5", "1.5", "1/2", "Ten"]),
        (
            "process_results: !function helpers.scored\n" + WHOLE.replace("exact_match", "f1"),
            ["-5", "1.5", "1/2", "Ten"],
        ),
        (WHOLE.replace("true}", "true, ignore_case: true}"), ["-5", "1.5", "1/2", "ten"]),
        (WHOLE.replace("true}", "true, ignore_punctuation: true}"), ["5", "15", "12", "Ten"]),
    ],
)
def test_votes_are_compared_as_the_task_says_and_as_written_where_it_says_nothing(
    written, metrics, read
):
    file, data = written(SHAPES["several samples wanted"].replace(WHOLE, metrics))
    ladder = load_ladder(f"compose:{file}", data)
    assert [ladder.extract(text) for text in ("-5", "1.5", "1/2", "Ten")] == read


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("training_split: train\n", "training_split: train\nclass: x\n"), "written in Python"),
        (("metric: exact_match", "metric: bleu"), "grades a text"),
        (("{{question}}", "{{missing}}"), "'missing' is undefined"),
        (("test_split: test", "test_split: held_out"), "has no held_out.jsonl"),
    ],
)
def test_what_no_ladder_can_be_made_of_gets_a_sentence(written, change, sentence):
    file, data = written(SHAPES["several samples wanted"].replace(*change))
    with pytest.raises(SaturateError, match=sentence):
        load_ladder(f"compose:{file}", data).describe()


@pytest.mark.parametrize(
    "metric", ["mcc", "f1", "brier_score", "likelihood, aggregation: !function helpers.together"]
)
def test_a_choice_is_right_where_it_is_the_gold_one_though_the_metric_is_of_all_items(
    written, metric
):
    file, data = written(NUMBERS + CHOSEN.replace("mcc", metric))
    for split, first in (("test", 0), ("train", 60)):
        rows = [row | {"even": n % 2} for n, row in enumerate(hard_tasks.sums(60, first))]
        hard_tasks.write(data, split, rows)
    name, _ = make_ladder(file, data)
    ladder = load_ladder(name, data)
    problems = [ladder.problem(1, "score", index) for index in range(8)]
    right = {(one.question, " " + one.solution) for one in problems[:5]}
    wrong = {(one.question, " " + ["no", "yes"][one.solution == "no"]) for one in problems[5:]}
    model = Likes(lambda *pair: pair in right | wrong)
    task = RungTask(name, 1, 8, True, data=str(data))
    scored = score_rungs(model, [task], 8)
    assert [item.right for item in scored.strict[task.name]] == [True] * 5 + [False] * 3


@pytest.mark.parametrize("metric", ["bleu", "chrf", "ter", "f1", "acc"])
@pytest.mark.parametrize("target", ["{{answer.split('#### ')[1]}}", "{{[answer, question]}}"])
def test_no_ladder_where_a_metric_is_of_all_items(written, metric, target):
    text = SHAPES["several samples wanted"].replace(": exact_match", f": {metric}")
    text = text.replace("{{answer.split('#### ')[1]}}", target)
    file, data = written(text + "num_fewshot: 2\n")
    why = rf"its metric \({metric}\) gives an item no mark"
    with pytest.raises(SaturateError, match=why):
        load_ladder(f"shots:{file}", data).describe()
    with pytest.raises(SaturateError, match=why):
        make_ladder(file, data)


def test_an_empty_split_gets_a_sentence(written, tmp_path):
    file, data = written(SHAPES["several samples wanted"])
    (data / "test.jsonl").write_text("")
    with pytest.raises(SaturateError):
        load_ladder(f"compose:{file}", data).describe()


EXAMPLES = {
    "delimiters": r'{sampler: first_n, fewshot_delimiter: "\n---\n", target_delimiter: "\n"}',
    "words that begin them": "{sampler: first_n, gen_prefix: 'Let us think:'}",
    "other words than the task's": "{sampler: first_n, gen_prefix: 'Think:'}\ngen_prefix: 'Steps:'",
    "none, where the task has some": "{sampler: first_n, gen_prefix: ''}\ngen_prefix: 'Steps:'",
}


@pytest.mark.parametrize("operator", ["compose", "distract", "shots"])
@pytest.mark.parametrize("settings", EXAMPLES.values(), ids=EXAMPLES)
def test_examples_are_shown_as_the_task_shows_them(tmp_path, operator, settings):
    """Its own prompt of an item but for what the operator changes, which is below the examples."""
    (tmp_path / "shown.yaml").write_text(f"{hard_tasks.SUMS}fewshot_config: {settings}\n")
    source = Source(find_task(str(tmp_path / "shown.yaml")), hard_tasks.data("sums"))
    made = open_operator(source, operator, 1)
    rung = make_rung(made, 1)
    task, shots = build(rung), rung.config["num_fewshot"]
    shown, doc = rung.items[0].item, rung.documents[0]
    own = source.task.fewshot_context(
        shown.doc, shots, gen_prefix=source.task.doc_to_prefix(shown.doc)
    )
    context = task.fewshot_context(doc, shots, gen_prefix=task.doc_to_prefix(doc))
    before = own[: own.rindex(source.task.doc_to_text(shown.doc))]
    assert before.count("Question:") == shots > 0
    assert context.startswith(before)
    assert operator == "distract" or context == own
