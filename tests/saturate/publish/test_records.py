"""A run's evaluations as lm-eval's logs and as records of Every Eval Ever, by their own schemas.

The schemas in ``tests/data/every_eval_ever`` are those of evaleval/every_eval_ever at 805ef1eb4
(MIT).
"""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from lm_eval import simple_evaluate
from lm_eval.api.model import LM
from lm_eval.loggers import EvaluationTracker
from lm_eval.result_schema import EvalResults, SampleResult
from lm_eval.tasks import TaskManager
from pydantic import TypeAdapter, ValidationError
from support.fakes import UNDONE, make_results, with_round, write_run
from support.runs import run_cli

from saturate.errors import SaturateError
from saturate.publish.records import write_records
from saturate.publish.records.evaluations import _model
from saturate.publish.records.items import item_of
from saturate.results.files import read_results, write_results
from saturate.results.schema import Training
from saturate.scoring.rungs import Scored, write_scores
from saturate.storage.layout import Place
from saturate.task_yamls import folder

DATA = Path(__file__).parents[2] / "data" / "every_eval_ever"
TASK = "saturate_gsm8k_rung_6"
CHOICE = {
    "doc_id": 0, "doc": {"question": "Which?"}, "target": 1, "filter": "none", "acc": 0.0,
    "metrics": ["acc"], "arguments": [["Which?", " red"], ["Which?", " blue"]],
    "resps": [[[-1.5, "True"]], [[-2.5, "False"]]],
    "filtered_resps": [[-1.5, "True"], [-2.5, "False"]],
    "doc_hash": "d", "prompt_hash": "p", "target_hash": "t",
}  # fmt: skip


class Canned(LM):
    """Right on every second problem; of the rest the number stands without its mark."""

    def generate_until(self, requests):
        return [
            ("#### " if i % 2 else "It is ") + str(r.doc["answer"]) for i, r in enumerate(requests)
        ]

    def loglikelihood(self, requests):
        raise NotImplementedError

    def loglikelihood_rolling(self, requests):
        raise NotImplementedError


@pytest.fixture(scope="module")
def evaluated():
    """What lm-eval itself gives for four items of a rung."""
    manager = TaskManager(
        include_path=str(folder()), include_defaults=False, metadata={"size": 4, "instructed": True}
    )
    return simple_evaluate(Canned(), tasks=[TASK], task_manager=manager, bootstrap_iters=0)


@pytest.fixture(scope="module")
def run(tmp_path_factory, evaluated):
    """A run of two rounds, each scored alike, with the original benchmark at the base."""
    results = make_results(arms=("voted",), model="/home/alice/models/tiny")
    run = write_run(tmp_path_factory.mktemp("runs") / "run", results)
    figures = {"exact_match,strict": 0.5, "exact_match,flexible": 1.0, "odd,none": 3.0}
    samples = {TASK: evaluated["samples"][TASK]}
    scored = Scored({}, {}, samples, 9, {TASK: figures}, {TASK: 0}, {TASK: 2}, {})
    for stage in ("base", "voted/01", "voted/02"):
        write_scores(run / stage / "score", scored)
        (run / stage / "score" / "cost.json").write_text('{"seconds": 1.5}')
    (run / "base" / "original").mkdir()
    own = Scored({}, {}, {"colours": [CHOICE]}, 0, {"colours": {"acc,none": 0.0}}, {}, {}, {})
    write_scores(run / "base" / "original", own)
    return run


@pytest.fixture(scope="module")
def records(run, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "records"
    assert write_records(run, "every-eval-ever", "A Lab", out) == (3, 25)
    return out


def rows(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def schema(name):
    return Draft7Validator(json.loads((DATA / f"{name}.schema.json").read_text()))


def record(records, model):
    (file,) = (records / "data" / "saturate-gsm8k" / model).glob("*[0-9a-f].json")
    return json.loads(file.read_text()), file


def test_records_keep_the_schema_of_every_eval_ever(records):
    files = sorted(records.rglob("*.json"))
    assert len(files) == 3
    for file in files:
        told = json.loads(file.read_text())
        assert [*schema("eval").iter_errors(told)] == []
        detail = told["detailed_evaluation_results"]
        items = records / detail["file_path"]
        assert items == file.with_name(f"{file.stem}_samples.jsonl")
        assert detail["checksum"] == hashlib.sha256(items.read_bytes()).hexdigest()
        held = rows(items)
        assert detail["total_rows"] == len(held)
        assert {row["evaluation_id"] for row in held} == {told["evaluation_id"]}
        names = {one["evaluation_result_id"] for one in told["evaluation_results"]}
        assert {row["evaluation_result_id"] for row in held} == names
        for row in held:
            assert [*schema("instance_level_eval").iter_errors(row)] == []


def test_the_schemas_refuse_what_is_no_record(records):
    told, _ = record(records, "unknown/tiny")
    assert [*schema("eval").iter_errors(told | {"evaluation_results": 1})] != []
    assert [*schema("instance_level_eval").iter_errors({})] != []


def test_a_record_says_which_model_scored_what(records):
    told, file = record(records, "A-Lab/tiny-gsm8k-voted-02")
    assert told["evaluation_id"] == "saturate-gsm8k/A-Lab/tiny-gsm8k-voted-02/1767225600"
    assert told["source_metadata"]["evaluator_relationship"] == "first_party"
    assert told["model_info"]["additional_details"] == {
        "deployment_type": "self_deployed", "model_availability": "unknown",
        "num_parameters": "279104", "base_model": "unknown/tiny", "arm": "voted", "round": "2",
    }  # fmt: skip
    strict = told["evaluation_results"][1]
    assert strict["evaluation_name"] == f"{TASK}/strict"
    assert strict["score_details"]["score"] == 0.5
    assert strict["score_details"]["uncertainty"]["num_samples"] == 4
    interval = strict["score_details"]["uncertainty"]["confidence_interval"]
    assert (round(interval["lower"], 3), round(interval["upper"], 3)) == (0.150, 0.850)
    assert [one["evaluation_name"] for one in told["evaluation_results"]] == [
        f"{TASK}/flexible",
        f"{TASK}/strict",
    ]
    items = [
        r
        for r in rows(file.with_name(f"{file.stem}_samples.jsonl"))
        if "strict" in r["evaluation_name"]
    ]
    assert [row["evaluation"] for row in items] == [
        {"score": float(i % 2), "is_correct": bool(i % 2)} for i in range(4)
    ]
    assert [row["answer_attribution"][0]["extracted_value"] for row in items] == [
        row["input"]["reference"][0] if i % 2 else "[no answer]" for i, row in enumerate(items)
    ]
    assert all("Question: " in row["input"]["raw"] for row in items)


def test_results_that_were_written_again_give_files_of_the_same_names(run, records, tmp_path):
    """A command that is repeated writes the same results at a later time."""
    later = tmp_path / "run"
    shutil.copytree(run, later)
    write_results(later, read_results(run).model_copy(update={"created": "2026-02-02T00:00:00Z"}))
    write_records(later, "every-eval-ever", "A Lab", tmp_path / "out")

    def names(folder):
        return sorted(str(file.relative_to(folder)) for file in folder.rglob("*.json*"))

    assert names(tmp_path / "out") == names(records) and len(names(records)) == 6


def test_an_undone_round_has_the_weights_of_the_round_before():
    results = make_results(skills=(2.0, 2.4, 2.4, 2.9))
    for number in (1, 2, 3):
        training = Training(steps=5, tokens=1000, loss=0.5, digest=f"weights {number}")
        results = with_round(results, number, training=[training])

    def digests(results):
        return [_model(results, Place("voted", number), "A").digest for number in (1, 2, 3)]

    results = with_round(results, 2, watch=UNDONE)
    assert digests(results) == ["weights 1", "weights 1", "weights 3"]
    results = with_round(results, 1, watch=UNDONE)
    assert digests(results) == [results.model.digest, results.model.digest, "weights 3"]


def test_choices_and_where_items_come_from(records):
    told, file = record(records, "unknown/tiny")
    sources = {r["evaluation_name"]: r["source_data"] for r in told["evaluation_results"]}
    assert sources["colours/none"] == {
        "dataset_name": "colours", "source_type": "other",
        "additional_details": {"lm_eval_task": "colours"},
    }  # fmt: skip
    assert sources[f"{TASK}/strict"]["dataset_name"] == "saturate-gsm8k"
    assert sources[f"{TASK}/strict"]["additional_details"]["axis"] == "reasoning steps"
    last = rows(file.with_name(f"{file.stem}_samples.jsonl"))[-1]
    assert last["input"] == {"raw": "Which?", "reference": ["1"], "choices": [" red", " blue"]}
    assert last["evaluation"] == {"score": 0.0, "is_correct": False}
    (read,) = last["answer_attribution"]
    assert (read["extracted_value"], read["extraction_method"]) == ("0", "likeliest choice by acc")


@pytest.mark.parametrize(
    ("metric", "target", "chosen"),
    [("acc", 1, "0"), ("acc_norm", 1, "1"), ("acc", "blue, or so", "red")],
)
def test_the_choice_of_a_record_is_the_likeliest_by_its_metric(metric, target, chosen):
    """-1.5 for three letters is less a letter than -2.5 for eleven, delimiters left out."""
    row = CHOICE | {
        "arguments": [["Which?", " red"], ["Which?", " blue, or so"]], "target": target,
        metric: 0.0,
    }  # fmt: skip
    (read,) = item_of(row, metric)["answer_attribution"]
    assert read["extracted_value"] == chosen


def test_problems_that_were_played_have_their_turns(tmp_path):
    document = {"message": "Say all calls. Make 4 of 2.", "question": "Make 4 of 2."}
    plays = [
        {"doc": document | {"key": f"k{right}"}, "filter": "strict", "said": ["double(2)", "done"],
         "results": ["4"], "answer": "4" if right else None, "target": "4", "right": right,
         "finished": True}
        for right in (True, False)
    ]  # fmt: skip
    task = "saturate_tools_rung_2"
    figures = {"exact_match,strict": 0.5, "exact_match,flexible": 0.5}
    scored = Scored({}, {}, {task: plays}, 9, {task: figures}, {task: 0}, {task: 0}, {})
    results = make_results((2.0, 2.1), ("voted",), "unknown/tiny", "tools", play="turns")
    run = write_run(tmp_path / "run", results)
    for stage in ("base", "voted/01"):
        write_scores(run / stage / "score", scored)
    out = tmp_path / "out"
    assert write_records(run, "every-eval-ever", "A Lab", out) == (2, 4)
    (file,) = (out / "data/saturate-tools/unknown/tiny").glob("*[0-9a-f].json")
    told = json.loads(file.read_text())
    assert [*schema("eval").iter_errors(told)] == []
    (result,) = told["evaluation_results"]
    assert result["evaluation_name"] == f"{task}/strict" and result["score_details"]["score"] == 0.5
    right, wrong = rows(file.with_name(f"{file.stem}_samples.jsonl"))
    for row in (right, wrong):
        assert [*schema("instance_level_eval").iter_errors(row)] == []
    assert [(one["role"], one["content"]) for one in right["messages"]] == [
        ("user", "Make 4 of 2."), ("assistant", "double(2)"), ("user", "4"), ("assistant", "done"),
    ]  # fmt: skip
    assert right["evaluation"] == {"score": 1.0, "is_correct": True, "num_turns": 2}
    assert right["answer_attribution"][0]["turn_idx"] == 3
    assert wrong["answer_attribution"][0]["extracted_value"] == "[no answer]"
    assert wrong["evaluation"]["is_correct"] is False
    with pytest.raises(SaturateError, match="played turn by turn, which lm-eval does not do"):
        write_records(run, "lm-eval", "A Lab", tmp_path / "logs")
    assert not (tmp_path / "logs").exists()


def test_logs_are_those_of_lm_eval_itself(run, evaluated, tmp_path):
    assert write_records(run, "lm-eval", "unknown", tmp_path / "logs") == (3, 25)
    base = tmp_path / "logs" / "unknown__tiny"
    (file,) = base.glob(f"samples_{TASK}_*.jsonl")
    held = rows(file)
    tracker = EvaluationTracker(output_path=str(tmp_path / "own"))
    tracker.general_config_tracker.model_name_sanitized = "tiny"
    tracker.date_id = "now"
    tracker.save_results_samples(TASK, json.loads(json.dumps(evaluated["samples"][TASK])))
    assert held == rows(tmp_path / "own" / "tiny" / f"samples_{TASK}_now.jsonl")
    checked = TypeAdapter(SampleResult)
    for row in held:
        checked.validate_python(row)
    with pytest.raises(ValidationError):
        checked.validate_python({k: v for k, v in held[0].items() if k != "filter"})
    (file,) = base.glob("results_2026-01-01T00-00-00.json")
    told = TypeAdapter(EvalResults).validate_python(json.loads(file.read_text()))
    assert told["results"][TASK]["exact_match,strict"] == 0.5
    assert told["n-samples"] == {
        TASK: {"original": 6, "effective": 4}, "colours": {"original": 1, "effective": 1},
    }  # fmt: skip
    assert told["n-shot"] == {TASK: 0} and told["total_evaluation_time_seconds"] == "1.5"
    assert told["model_name"] == "unknown/tiny" and told["date"] == 1767225600


def test_nothing_of_the_machine_is_written(records):
    for file in records.rglob("*.json*"):
        assert "alice" not in file.read_text()


def test_the_command_and_what_it_refuses(run, tmp_path, monkeypatch, capsys):
    words = ["records", run, "--for", "every-eval-ever", "--out", tmp_path / "out"]
    assert run_cli(monkeypatch, *words) == 0
    assert f"Written    {tmp_path / 'out'}, 3 models, 25 rows of items" in capsys.readouterr().out
    assert run_cli(monkeypatch, *words) == 2
    assert "is not empty" in capsys.readouterr().err
    unscored = write_run(tmp_path / "run", make_results())
    with pytest.raises(SaturateError, match=r"samples\.jsonl is missing"):
        write_records(unscored, "lm-eval", "unknown", tmp_path / "none")
    assert not (tmp_path / "none").exists()
    half = make_results().model_copy(update={"complete": False})
    with pytest.raises(SaturateError, match="is not complete; repeat its command"):
        write_records(write_run(tmp_path / "half", half), "lm-eval", "unknown", tmp_path / "none")
