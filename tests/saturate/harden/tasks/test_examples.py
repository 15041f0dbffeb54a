"""No prompt that lm-eval renders holds an asked item with its gold, but the one that it asks."""

import json

import pytest
from support.hard_tasks import choices, sums, write

from saturate.errors import SaturateError
from saturate.harden.folder import write_folder
from saturate.harden.rungs import build, make_rung, open_operator
from saturate.harden.tasks.configs import find_task
from saturate.harden.tasks.source import Source

HEAD = """
task: mine
dataset_path: nowhere/mine
{splits}
num_fewshot: 3
{sampler}
metric_list: [{{metric: {metric}, aggregation: mean, higher_is_better: true}}]
"""
ANSWERS = (
    HEAD
    + """
doc_to_text: "Question: {{{{question}}}}\\nAnswer:"
doc_to_target: "{{{{answer}}}}"
generation_kwargs: {{until: ["\\n\\n"]}}
"""
)
OPTIONS = (
    HEAD
    + """
output_type: multiple_choice
doc_to_text: "Question: {{{{question}}}}\\nAnswer:"
doc_to_choice: options
doc_to_target: answer
"""
)
SAME = "test_split: test"
VALIDATION = "validation_split: validation"
TRAIN = "test_split: test\ntraining_split: train\nfewshot_split: train"
NAMES = """farmer sailor doctor pilot baker singer judge queen thief clerk nurse miner poet monk
tailor
cook weaver hunter potter smith driver guard scout diver""".split()


def towns(count):
    return [
        {"question": f"Which town did the {name} see first?", "answer": f"Town{n}ville"}
        for n, name in enumerate(NAMES[:count])
    ]


def stories(count):
    rows = sums(count)
    for n, row in enumerate(rows):
        place = NAMES[n % len(NAMES)].capitalize()
        row["question"] = f"{place} keeps {n + 41} old red wagons nearby. {row['question']}"
    return rows


def shouted(rows):
    """The same items as another publisher spells them."""
    return [row | {"question": f"  {row['question'].upper().rstrip('?.')} ?"} for row in rows]


def opened(folder, text, rows, operator, splits=SAME, sampler="", metric="exact_match", train=()):
    split = "validation" if "validation" in splits else "test"
    write(folder, split, rows)
    if train:
        write(folder, "train", list(train))
    file = folder / "task.yaml"
    file.write_text(text.format(splits=splits, sampler=sampler, metric=metric), "utf-8")
    return open_operator(Source(find_task(str(file)), folder), operator, 3)


def plain(text):
    return " ".join(text.lower().replace("?", " ").replace(".", " ").split())


CASES = {
    "list": (ANSWERS, towns(24), "compose", "exact_match"),
    "chain": (ANSWERS, sums(40), "compose", "exact_match"),
    "shots": (ANSWERS, sums(40), "shots", "exact_match"),
    "options": (OPTIONS, choices(40), "options", "acc"),
    "distract": (ANSWERS, stories(60), "distract", "exact_match"),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("splits", [SAME, VALIDATION, TRAIN])
@pytest.mark.parametrize("sampler", ["", "fewshot_config: {sampler: first_n}"])
def test_no_example_holds_what_is_asked(tmp_path, case, splits, sampler):
    text, rows, operator, metric = CASES[case]
    train = shouted(rows[:12]) if splits == TRAIN else ()
    made = opened(tmp_path, text, rows, operator, splits, sampler, metric, train)
    asked = {plain(item.doc["question"]) for item in made.items}
    assert len(asked) >= 10
    for number in range(1, 4):
        rung = make_rung(made, number)
        task = build(rung)
        task.set_fewshot_seed(1234)
        shots = rung.config["num_fewshot"]
        for document in task.eval_docs:
            prompt = task.fewshot_context(document, shots)
            examples = prompt.removesuffix(document["hard_text"])
            assert len(examples) > 0 or not shots
            held = plain(examples)
            assert not [one for one in asked if one in held]


def test_a_folder_of_plain_lm_eval_leaks_nothing_either(tmp_path):
    import lm_eval
    from lm_eval.tasks import TaskManager

    made = opened(tmp_path, ANSWERS, towns(24), "compose")
    names = write_folder(tmp_path / "out", made, [make_rung(made, k) for k in (1, 3)])
    manager = TaskManager(include_path=str(tmp_path / "out"), include_defaults=False)
    results = lm_eval.simple_evaluate(
        model="dummy", tasks=names[1:], task_manager=manager, bootstrap_iters=0, log_samples=True
    )
    golds = {item.doc["question"]: item.doc["answer"] for item in made.items}
    for name in names[1:]:
        assert len(results["samples"][name]) == 21
        for sample in results["samples"][name]:
            prompt = sample["arguments"][0][0]
            assert prompt.count("Answers:") == 4
            examples = prompt.removesuffix(sample["doc"]["hard_text"])
            for question, gold in golds.items():
                assert question not in examples
                assert gold not in examples


def test_more_examples_than_the_data_gives_are_refused(tmp_path):
    with pytest.raises(SaturateError, match=r"3 few-shot examples are needed.*gives 2"):
        opened(tmp_path, ANSWERS, sums(40), "compose", TRAIN, train=sums(2, start=80))


def test_examples_that_would_leave_nothing_to_ask_are_refused(tmp_path):
    with pytest.raises(
        SaturateError, match=r"of 5 items 2 allow it: it is a few-shot example \(3\)"
    ):
        opened(tmp_path, ANSWERS, sums(5), "shots")


def test_free_examples_come_before_items_that_are_asked(tmp_path):
    rows = sums(40)
    made = opened(
        tmp_path, ANSWERS, rows, "shots", TRAIN, train=[*shouted(rows[:2]), *sums(3, start=80)]
    )
    assert len(made.items) == 40
    assert [item.doc["question"] for item in made.shots] == [
        row["question"] for row in sums(3, start=80)
    ]


def test_a_scarce_example_is_kept_and_its_item_is_not_asked(tmp_path):
    rows = sums(40)
    made = opened(
        tmp_path, ANSWERS, rows, "shots", TRAIN, train=[*shouted(rows[:1]), *sums(2, start=80)]
    )
    assert made.left_out == {"it is a few-shot example": 1}
    assert rows[0]["question"] not in {item.doc["question"] for item in made.items}


def test_an_item_that_the_instructions_hold_is_not_asked(tmp_path):
    rows = sums(40)
    text = ANSWERS + f"description: {json.dumps('Solve. ' + rows[7]['question'] + ' It is 22.')}\n"
    made = opened(tmp_path, text, rows, "shots", TRAIN, train=sums(5, start=80))
    assert made.left_out == {"the task's instructions hold it": 1}


def test_one_question_with_two_answers_is_not_asked(tmp_path):
    rows = [*sums(40), sums(1)[0] | {"answer": "#### 99"}, sums(2)[1] | {"answer": "= 17\n#### 17"}]
    made = opened(tmp_path, ANSWERS, rows, "compose", TRAIN, train=sums(5, start=80))
    assert made.left_out["its question was published with another answer too"] == 2
    asked = [item.doc["question"] for item in made.items]
    assert rows[0]["question"] not in asked
    assert asked.count(rows[1]["question"]) == 2


def test_the_same_question_with_other_options_is_no_contradiction(tmp_path):
    rows = choices(40)
    for row in rows:
        row["question"] = "Which of these did they carry?"
    made = opened(tmp_path, OPTIONS, rows, "shots", metric="acc")
    assert made.left_out == {"it is a few-shot example": 3}
