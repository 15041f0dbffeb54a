"""A frozen benchmark for other frameworks: how its answers are read, and what the command says."""

import json
from types import SimpleNamespace

import pytest
from support.runs import run_cli

from saturate import numbers
from saturate.errors import SaturateError
from saturate.ladder import AnswerPattern
from saturate.publish import BenchmarkRequest, freeze
from saturate.publish.bridges.reading import NO_ANSWER, Reading
from saturate.registry import load_ladder


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


def test_a_ladder_without_a_format_has_the_flexible_score_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(type(load_ladder("gsm8k")), "pattern", lambda self: None)
    done = freeze(BenchmarkRequest("gsm8k", 6, 6, 2, framework="inspect"), tmp_path / "bench")
    facts = json.loads((done.path / "benchmark.json").read_text())
    assert not Reading(facts, numbers).has_format
    pattern = AnswerPattern("#### ([0-9]+)", 0)
    monkeypatch.setattr(type(load_ladder("gsm8k")), "pattern", lambda self: pattern)
    done = freeze(BenchmarkRequest("gsm8k", 6, 6, 2), tmp_path / "other")
    assert (
        json.loads((done.path / "benchmark.json").read_text())["reading"]["regex"] == pattern.regex
    )


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
