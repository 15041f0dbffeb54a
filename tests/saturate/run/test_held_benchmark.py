"""A run goes on with the items, prompt and answers that it began with."""

import json

import pytest
from support.hard_tasks import choices, write
from support.runs import execute_small
from support.tiny_models import write_tiny_model

from saturate.config.held_settings import ASKED_CONTENT, remembered
from saturate.config.run_config import RunConfig, build_config
from saturate.errors import SaturateError
from saturate.registry import load_ladder
from saturate.run import execute as execute_module
from saturate.run.held_benchmark import asked_digest

TASK = """task: tools_of_tribes
dataset_path: json
dataset_kwargs: {{data_files: {{train: {0}/train.jsonl, test: {0}/test.jsonl}}}}
output_type: multiple_choice
training_split: train
test_split: test
doc_to_text: "Question: {{{{question}}}}\\nAnswer:"
doc_to_target: answer
doc_to_choice: options
metric_list: [{{metric: acc}}]
"""


@pytest.fixture
def task(tmp_path, monkeypatch):
    """A task of one's own, whose data no setting names."""
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    for start, split in enumerate(("train", "test")):
        write(tmp_path, split, choices(45, start=45 * start))
    file = tmp_path / "task.yaml"
    file.write_text(TASK.format(tmp_path))
    return file


def digest(task, **settings):
    load_ladder.cache_clear()
    config = build_config(
        ladder=f"options:{task}", **{"start_rung": 1, "score_rungs": (1, 2)} | settings
    )
    return asked_digest(config, load_ladder(config.ladder))


def changed_answer(file, place):
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    rows[place]["answer"] = (rows[place]["answer"] + 1) % 3
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))


def test_a_run_is_refused_once_a_gold_answer_of_its_task_was_changed(task, tmp_path, monkeypatch):
    out = tmp_path / "run"
    settings = {
        "benchmark": str(task), "model": str(write_tiny_model(tmp_path / "model")), "rounds": 1,
        "arms": ("unfiltered",), "steps": 1, "proposals": 8, "batch_size": 2, "score_items": 8,
        "score_rungs": (1, 2), "score_original": "ends", "original_items": 4, "coverage_floor": 0,
    }  # fmt: skip
    execute_small(out, **settings)
    load_ladder.cache_clear()
    execute_small(out, **settings)
    changed_answer(task.with_name("test.jsonl"), 3)
    load_ladder.cache_clear()
    before = {file: file.stat().st_mtime_ns for file in out.rglob("*.json")}
    with monkeypatch.context() as nothing:
        nothing.setattr(execute_module, "load", None)
        with pytest.raises(
            SaturateError, match=f"The benchmark has changed since the run in {out}"
        ):
            execute_small(out, **settings | {"rounds": 2})
    assert {file: file.stat().st_mtime_ns for file in out.rglob("*.json")} == before
    held = json.loads((out / "run.json").read_text())
    del held[ASKED_CONTENT]
    (out / "run.json").write_text(json.dumps(held))
    load_ladder.cache_clear()
    execute_small(out, **settings)  # a folder of an older saturate takes any


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Question: ", "Q: "),
        ("task: tools", "description: Lie.\ntask: tools"),
        ("metric: acc", "metric: acc_norm"),
        ("doc_to_target: answer", 'doc_to_target: "{{2 - answer}}"'),
    ],
)
def test_what_is_shown_and_how_answers_are_read_belongs_to_a_run(task, old, new):
    before = digest(task)
    assert digest(task) == before
    assert digest(task, rounds=9) == before
    task.write_text(task.read_text().replace(old, new))
    assert digest(task) != before


@pytest.mark.parametrize("split", ["train", "test"])
def test_a_question_of_any_split_belongs_to_a_run(task, split):
    before = digest(task)
    write(task.parent, split, [*choices(44, start=45 * (split == "test")), *choices(1, start=95)])
    assert digest(task) != before


def test_items_that_the_environment_names_belong_to_a_run(tmp_path, monkeypatch):
    config = build_config(
        ladder="gsm8k", benchmark="gsm8k", start_rung=4, score_rungs=(3, 4), seed=1
    )
    monkeypatch.setenv("SATURATE_GSM8K", str(tmp_path))
    (tmp_path / "test.jsonl").write_text("{}")
    before = asked_digest(config, load_ladder("gsm8k"))
    (tmp_path / "test.jsonl").write_text("{} ")
    assert asked_digest(config, load_ladder("gsm8k")) != before


def test_what_a_folder_remembers_makes_the_runs_configuration():
    assert remembered(RunConfig().model_dump(mode="json") | {ASKED_CONTENT: "0"}) == RunConfig()
