"""A frozen benchmark for inspect_ai and verifiers, on stand-ins of their interfaces."""

import asyncio
import importlib
import importlib.util
import json
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from support.runs import run_cli
from support.stand_in_frameworks import put_inspect_in_place, put_verifiers_in_place

from saturate import numbers
from saturate.errors import SaturateError
from saturate.ladder import AnswerPattern
from saturate.publish import BenchmarkRequest, freeze
from saturate.publish.bridges.reading import NO_ANSWER, Reading
from saturate.registry import load_ladder

ITEMS = 4


def run(awaited):
    """What a coroutine returns; a new thread has no loop yet, as this one may have."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, awaited).result()


def rows(path, rung, split="data"):
    lines = (path / split / f"rung_{rung:02d}.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def inspected(tmp_path_factory):
    out = tmp_path_factory.mktemp("frozen") / "bench"
    return freeze(BenchmarkRequest("gsm8k", 6, 7, ITEMS, framework="inspect"), out).path


@pytest.fixture(scope="module")
def packaged(tmp_path_factory):
    out = tmp_path_factory.mktemp("frozen") / "bench"
    return freeze(BenchmarkRequest("gsm8k", 6, 7, ITEMS, framework="verifiers"), out).path


@pytest.fixture
def task(inspected, monkeypatch):
    put_inspect_in_place(monkeypatch)
    spec = importlib.util.spec_from_file_location("task", inspected / "for_inspect" / "task.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def taskset(packaged, monkeypatch):
    put_verifiers_in_place(monkeypatch)
    monkeypatch.syspath_prepend(packaged / "for_verifiers")
    yield importlib.import_module("frozen_gsm8k.taskset")
    for name in [name for name in sys.modules if name.startswith("frozen_gsm8k")]:
        del sys.modules[name]


@pytest.mark.parametrize("name", ["gsm8k", "addition", "maze-hops", "reverse"])
def test_answers_are_read_as_by_the_tasks_of_lm_eval(name, tmp_path):
    """The filters of the frozen tasks themselves, over worked solutions and odd texts."""
    from lm_eval.filters import build_filter_ensemble
    from lm_eval.tasks import TaskManager

    done = freeze(BenchmarkRequest(name, 3, 3, 2), tmp_path / "bench")
    facts = json.loads((done.path / "benchmark.json").read_text())
    reading = Reading(facts, numbers)
    manager = TaskManager(include_path=str(done.path), include_defaults=False)
    task = manager.load([f"{done.name}_rung_3"])["tasks"][f"{done.name}_rung_3"]
    ladder = load_ladder(name)
    texts = [ladder.problem(3, "score", i).solution for i in range(10)]
    texts += ["", "none", "7", "a 12 b 13", "#### 12 #### 13", "####-4", "#### 1,200", "so 021."]
    steps = {one["name"]: one["filter"] for one in task.config.filter_list}
    for kind in ("strict", "flexible"):
        parts = [
            (p["function"], {k: v for k, v in p.items() if k != "function"}) for p in steps[kind]
        ]
        ensemble = build_filter_ensemble(kind, [(f, kwargs or None) for f, kwargs in parts])
        asked = [SimpleNamespace(resps=[text], filtered_resps={}, doc={}) for text in texts]
        ensemble.apply(asked)
        assert [getattr(reading, kind)(text) for text in texts] == [
            one.filtered_resps[kind] for one in asked
        ]


def test_a_pattern_of_several_groups_gives_the_first_that_matched():
    facts = {"reading": {"regex": "(a)|(b)", "match": -1, "integer": False, "last": "last_digits"}}
    reading = Reading(facts, numbers)
    assert [reading.strict(text) for text in ("a b", "b a", "c")] == ["b", "a", NO_ANSWER]


def test_inspect_asks_what_lm_eval_asks_and_scores_both_readings(inspected, task):
    built = task.frozen()
    gold = [*rows(inspected, 6), *rows(inspected, 7)]
    assert built.name == built.dataset.name == "frozen_gsm8k" and built.solver == "generate"
    assert (built.config.temperature, built.config.max_tokens) == (0.0, 512)
    samples = built.dataset.samples
    assert [one.target for one in samples] == [row["answer"] for row in gold]
    assert [one.metadata["rung"] for one in samples] == [6] * ITEMS + [7] * ITEMS
    instruction = load_ladder("gsm8k").describe().instruction
    assert [one.input for one in samples] == [f"{instruction}\n\n{row['prompt']}" for row in gold]
    assert len({one.id for one in samples}) == 2 * ITEMS

    def scored(text, sample):
        state = SimpleNamespace(output=SimpleNamespace(completion=text))
        target = SimpleNamespace(text=sample.target)
        return [run(score(state, target)) for score in built.scorer]

    for sample in samples[:2]:
        strict, flexible = scored(f"1 + 1 = 2. #### {sample.target} pens, 77", sample)
        assert (strict.value, strict.answer, flexible.answer) == ("C", sample.target, "77")
        strict, flexible = scored(f"so {sample.target}", sample)
        assert (strict.value, strict.answer, flexible.value) == ("I", NO_ANSWER, "C")


def test_one_rung_of_inspect_and_bare_questions(inspected, task):
    built = task.frozen(rung=7, instructed=False)
    assert [one.input for one in built.dataset.samples] == [
        row["prompt"] for row in rows(inspected, 7)
    ]
    with pytest.raises(ValueError, match="There is no rung 5 here; there are 6, 7"):
        task.frozen(rung=5)


def test_a_ladder_without_a_format_has_the_flexible_score_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(type(load_ladder("gsm8k")), "pattern", lambda self: None)
    done = freeze(BenchmarkRequest("gsm8k", 6, 6, 2, framework="inspect"), tmp_path / "bench")
    facts = json.loads((done.path / "benchmark.json").read_text())
    assert not Reading(facts, numbers).has_format
    pattern = AnswerPattern("x", 0)
    monkeypatch.setattr(type(load_ladder("gsm8k")), "pattern", lambda self: pattern)
    done = freeze(BenchmarkRequest("gsm8k", 6, 6, 2), tmp_path / "other")
    assert json.loads((done.path / "benchmark.json").read_text())["reading"]["regex"] == "x"


def test_verifiers_has_problems_to_train_on_and_those_that_are_scored(packaged, taskset):
    ladder = load_ladder("gsm8k")
    for split in ("train", "score"):
        config = taskset.FrozenConfig(split=split)
        tasks = list(taskset.FrozenTaskset(config).load())
        problems = [ladder.problem(rung, split, i) for rung in (6, 7) for i in range(ITEMS)]
        assert [one.key for one in tasks] == [f"{p.rung}-{p.key}" for p in problems]
        assert [one.data.answer for one in tasks] == [p.answer for p in problems]
        instruction = ladder.describe().instruction
        assert tasks[0].data.prompt == f"{instruction}\n\n{ladder.prompt(problems[0].question)}"
    one = list(taskset.FrozenTaskset(taskset.FrozenConfig(rung=7, instructed=False)).load())
    assert {task.data.rung for task in one} == {7} and len(one) == ITEMS
    assert one[0].data.prompt == ladder.prompt(ladder.problem(7, "train", 0).question)


def test_verifiers_rewards_the_answer_in_its_format_and_ends_after_one_turn(taskset):
    task, *_ = taskset.FrozenTaskset(taskset.FrozenConfig()).load()
    gold = task.data.answer

    def told(text, turns=1):
        trace = SimpleNamespace(last_reply=text, num_turns=turns)
        return [run(f(trace)) for f in (task.right, task.flexible, task.single_turn)]

    assert told(f"1 + 1 = 2. #### {gold}") == [1.0, 1.0, True]
    assert told(f"so {gold}") == [0.0, 1.0, True]
    assert told(None, turns=0) == [0.0, 0.0, False]
    assert run(task.validate(None)) is True


def test_the_package_of_verifiers_names_its_data(packaged):
    told = tomllib.loads((packaged / "for_verifiers" / "pyproject.toml").read_text())
    assert told["project"]["name"] == "frozen-gsm8k"
    assert told["tool"]["setuptools"]["packages"] == ["frozen_gsm8k"]
    files = {f.name for f in (packaged / "for_verifiers" / "frozen_gsm8k").iterdir()}
    assert files >= {"__init__.py", "taskset.py", "reading.py", "numbers.py", "benchmark.json"}


def test_the_command_says_how_to_run_it(tmp_path, monkeypatch, capsys):
    words = ["export", "copy", "--rungs", "3", "-n", "2", "--out", tmp_path / "bench"]
    assert run_cli(monkeypatch, *words, "--for", "inspect") == 0
    assert f"inspect eval {tmp_path}/bench/for_inspect/task.py@frozen" in capsys.readouterr().out


def test_what_only_lm_eval_reads_is_refused(tmp_path):
    with pytest.raises(SaturateError, match="leave out --format"):
        freeze(
            BenchmarkRequest("copy", 3, 3, 2, form="parquet", framework="inspect"), tmp_path / "a"
        )
    assert not (tmp_path / "a").exists()
