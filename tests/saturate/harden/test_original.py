"""The benchmark that a hardened ladder grows out of: other places, other numbers of examples."""

import pytest
from support import hard_tasks
from support.stand_ins import StandIn

from saturate.ladder import FEW
from saturate.models import Completion
from saturate.registry import load_ladder
from saturate.scoring.other_shots import other_shots, shots_of
from saturate.scoring.rungs import evaluate

WITH_TRAINING = """
task: trained
dataset_path: nowhere/trained
training_split: train
test_split: test
output_type: multiple_choice
doc_to_text: "Question: {{question}}\\nAnswer:"
doc_to_choice: options
doc_to_target: answer
metric_list: [{metric: acc, aggregation: mean, higher_is_better: true}]
"""


class Keeps(StandIn):
    """Keeps the prompts that it is asked, and finds each choice as likely as any."""

    def __init__(self):
        self.prompts = []

    def log_likelihoods(self, pairs):
        self.prompts += [prompt for prompt, _ in pairs]
        return [(-1.0, False) for _ in pairs]


class Writes(StandIn):
    """Writes the same whatever it is asked."""

    def complete(self, prompts, decoding, progress=None):
        return [[Completion("7", 1, 0.0, True)] for _ in prompts]


def rows(task, number):
    doc = task.eval_docs[number]
    return task.doc_to_text(doc), task.doc_to_choice(doc), task.doc_to_target(doc)


@pytest.mark.parametrize("name", ["options:letters", "shots:letters"])
def test_options_change_places_and_stay_right(name):
    ladder = hard_tasks.open_ladder(name)
    original, shuffled = ladder.original().task, ladder.redrawn(None).task
    golds = set()
    for number, doc in enumerate(shuffled.eval_docs):
        text, choices, gold = rows(shuffled, number)
        before, letters, right = rows(original, int(doc["key"]))
        assert text != before and sorted(text) == sorted(before) and choices == letters
        answer = original.eval_docs[int(doc["key"])]["options"][right]
        assert f"\n{letters[gold]}. {answer}\n" in text
        golds.add(gold)
    assert golds == {0, 1, 2} and len(shuffled.eval_docs) >= 6
    assert shuffled.config.num_fewshot == 2
    first = {int(doc["key"]) for doc in ladder.redrawn(5).task.eval_docs}
    assert first <= set(ladder.original().asked[:5])


def test_options_that_no_prompt_shows_stay_where_they_are():
    assert hard_tasks.open_ladder("options:endings").redrawn(None) is None
    assert hard_tasks.open_ladder("compose:sums").redrawn(None) is None


@pytest.mark.parametrize(("name", "shots"), [("options:letters", 0), ("compose:sums", 0)])
def test_examples_are_taken_from_a_task_that_shows_some(name, shots):
    task = hard_tasks.open_ladder(name).original().task
    beside = other_shots("mine", task)
    assert beside.name == "mine (0-shot)"
    assert shots_of(beside.task) == shots and shots_of(task) in (2, 3)


def test_examples_are_added_where_there_is_a_training_split(tmp_path):
    (tmp_path / "trained.yaml").write_text(WITH_TRAINING)
    hard_tasks.write(tmp_path, "test", hard_tasks.choices(40))
    hard_tasks.write(tmp_path, "train", hard_tasks.choices(60, start=40))
    own = load_ladder(f"options:{tmp_path}/trained.yaml", tmp_path).original()
    beside = other_shots("trained", own.task)
    tasks, model = {"trained": own.task, beside.name: beside.task}, Keeps()
    readings, asked = dict.fromkeys(tasks, own.reading), {one: [0, 3] for one in tasks}
    scored = evaluate(model, tasks, 8, None, readings, asked)
    assert scored.shots == {"trained": 0, "trained (5-shot)": FEW}
    assert [len(items) for items in scored.strict.values()] == [2, 2]
    counts = [prompt.count("Question:") for prompt in model.prompts]
    assert sorted(counts) == [1] * 6 + [FEW + 1] * 6
    assert other_shots("endings", hard_tasks.open_ladder("options:endings").original().task) is None


def test_every_evaluation_shows_the_examples_that_lm_eval_draws(tmp_path):
    (tmp_path / "trained.yaml").write_text(WITH_TRAINING + "num_fewshot: 2\n")
    hard_tasks.write(tmp_path, "test", hard_tasks.choices(40))
    hard_tasks.write(tmp_path, "train", hard_tasks.choices(60, start=40))

    def shown():
        own = load_ladder(f"options:{tmp_path}/trained.yaml", tmp_path).original()
        model = Keeps()
        for _ in range(2):  # the base model, and the one after the last round
            evaluate(model, {"trained": own.task}, 8, None, {"trained": own.reading})
        return own.task, model.prompts

    task, prompts = shown()
    half = len(prompts) // 2
    assert len(set(prompts[:half])) == 40
    assert prompts[:half] == prompts[half:]
    assert prompts == shown()[1]  # as another process opens it
    task.set_fewshot_seed(1234)  # the default of lm_eval --seed
    task.build_all_requests()
    assert {one.args[0] for one in task.instances} == set(prompts)


NUMBERS = """
task: numbers
dataset_path: nowhere/numbers
training_split: train
test_split: test
doc_to_text: "Q: {{question}}\\nA:"
doc_to_target: TARGET
metric_list: [{metric: exact_match, aggregation: mean, higher_is_better: true}]
"""


@pytest.mark.parametrize(
    ("target", "shown"),
    [("number", False), ('"{{number}}"', True), ('"{{pair if number == 107 else number}}"', False)],
)
def test_targets_that_are_no_texts_are_no_added_examples(tmp_path, target, shown):
    (tmp_path / "numbers.yaml").write_text(NUMBERS.replace("TARGET", target))
    for split, first in (("test", 0), ("train", 100)):
        made = enumerate(hard_tasks.sums(60, first), first)
        rows = [row | {"number": n, "pair": "[2, 5]"} for n, row in made]
        hard_tasks.write(tmp_path, split, rows)
    own = load_ladder(f"compose:{tmp_path}/numbers.yaml", tmp_path).original()
    beside = other_shots("numbers", own.task)
    assert (beside is not None) == shown
    tasks = {"numbers": own.task} | ({} if beside is None else {beside.name: beside.task})
    readings, asked = dict.fromkeys(tasks, own.reading), {one: [0, 3] for one in tasks}
    scored = evaluate(Writes(), tasks, 8, None, readings, asked)
    assert len(scored.strict) == len(tasks)
