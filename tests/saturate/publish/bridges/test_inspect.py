"""A frozen benchmark under inspect_ai itself, with its mock model."""

import importlib.util
import json
import logging

import inspect_ai
import pytest
from inspect_ai.model import ModelOutput, ModelUsage, get_model
from support.threads import apart

from saturate.publish import BenchmarkRequest, freeze
from saturate.publish.bridges.reading import NO_ANSWER
from saturate.registry import load_ladder

ITEMS = 4


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("frozen") / "bench"
    return freeze(BenchmarkRequest("gsm8k", 6, 7, ITEMS, framework="inspect"), out).path


@pytest.fixture
def task(folder):
    spec = importlib.util.spec_from_file_location("task", folder / "for_inspect" / "task.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(folder, rung):
    lines = (folder / "data" / f"rung_{rung:02d}.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def run(folder, answer, monkeypatch):
    """The log of ``inspect eval``, a model's answers by what it is asked, and how it was set."""
    settings = []

    def say(messages, tools, choice, config):
        settings.append((config.temperature, config.max_tokens))
        output = ModelOutput.from_content("mockllm/model", answer(messages[-1].text))
        output.usage = ModelUsage()  # else it counts tokens by a table from the network
        return output

    monkeypatch.setattr(logging.root, "handlers", [*logging.root.handlers])  # it adds its own
    monkeypatch.setenv("XDG_DATA_HOME", str(folder.parent / "kept"))  # what it notes of a run
    (log,) = apart(
        inspect_ai.eval,
        f"{folder}/for_inspect/task.py@frozen",
        model=get_model("mockllm/model", custom_outputs=say),
        log_dir=str(folder.parent / "logs"),
        display="none",
    )
    assert log.status == "success", log.error
    return log, settings


def test_inspect_asks_what_lm_eval_asks_and_scores_both_readings(folder, monkeypatch):
    """Answers to the first five problems are in the format, with another number behind them."""
    instruction = load_ladder("gsm8k").describe().instruction
    gold = [*rows(folder, 6), *rows(folder, 7)]
    asked = [f"{instruction}\n\n{row['prompt']}" for row in gold]
    first = set(asked[:5])
    answers = {text: row["answer"] for text, row in zip(asked, gold)}

    def said(text):
        return f"1 + 1 = 2. #### {answers[text]} pens, 99999" if text in first else answers[text]

    log, settings = run(folder, said, monkeypatch)
    assert log.eval.task == log.eval.dataset.name == "frozen_gsm8k"
    assert settings == [(0.0, 512)] * 2 * ITEMS
    samples = {one.input: one for one in log.samples}
    assert samples.keys() == set(asked)
    for text, row in zip(asked, gold):
        found, scores = samples[text], samples[text].scores
        assert found.id == f"{row['rung']}-{row['id']}" and found.target == row["answer"]
        assert found.metadata == {"rung": row["rung"], "canary": row["canary"]}
        read = (row["answer"], "99999") if text in first else (NO_ANSWER, row["answer"])
        assert (scores["strict"].answer, scores["flexible"].answer) == read
    figures = {
        score.name: {name: round(metric.value, 4) for name, metric in score.metrics.items()}
        for score in log.results.scores
    }
    assert figures == {
        "strict": {"6": 1.0, "7": 0.25, "all": 0.625, "stderr": 0.183},
        "flexible": {"6": 0.0, "7": 0.75, "all": 0.375, "stderr": 0.183},
    }


def test_one_rung_of_inspect_and_bare_questions(folder, task):
    built = task.frozen(rung=7, instructed=False)
    assert [one.input for one in built.dataset] == [row["prompt"] for row in rows(folder, 7)]
    with pytest.raises(ValueError, match="There is no rung 5 here; there are 6, 7"):
        task.frozen(rung=5)
