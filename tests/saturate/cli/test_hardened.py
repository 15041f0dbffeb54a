"""Every command on a hardened ladder, as a user types it, with a random model of two layers."""

import json

import pytest
from support import hard_tasks
from support.runs import run_cli
from support.tiny_models import write_tiny_model

from saturate.models.loading import load
from saturate.models.transformers import TransformersSampler
from saturate.registry import load_ladder
from saturate.scoring.rungs import RungTask, evaluate, score_rungs

LETTERS = f"options:{hard_tasks.path('letters')}"
SUMS = f"compose:{hard_tasks.path('sums')}"
SMALL = ["--batch-size", "2", "--steps", "2"]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return write_tiny_model(tmp_path_factory.mktemp("tiny") / "model")


def data(ladder):
    return ["--benchmark-data", hard_tasks.data(ladder.rpartition("/")[2].removesuffix(".yaml"))]


@pytest.mark.parametrize("task", ["letters", "endings"])
def test_show_tells_which_choice_each_view_has_right(task, monkeypatch, capsys):
    name = f"options:{hard_tasks.path(task)}"
    words = ["show", name, "--rung", 3, "--views", "-n", 1, *data(name), "--split", "vote"]
    assert run_cli(monkeypatch, *words) == 0
    told = capsys.readouterr().out
    assert told.count("view ") == 6
    assert "rung 3, vote" in told and "40 items" not in told


@pytest.mark.parametrize(("task", "shown"), [("letters", False), ("endings", True)])
def test_show_tells_the_choices_that_a_question_does_not(task, shown, monkeypatch, capsys):
    name = f"options:{hard_tasks.path(task)}"
    words = ["show", name, "--rung", 2, "-n", 1, *data(name)]
    assert run_cli(monkeypatch, *words) == 0
    told = capsys.readouterr().out
    problem = hard_tasks.open_ladder(f"options:{task}").problem(2, "score", 0)
    assert len(problem.choices) == 5 and ("  choices " in told) == shown
    assert all(choice in told for choice in problem.choices)


def test_harden_prints_what_follows_each_prompt(monkeypatch, capsys):
    words = ["harden", hard_tasks.path("schemas"), "--data", hard_tasks.data("schemas")]
    words += ["--operator", "shots", "--shots", 2, "--rungs", 1, "--samples", 1]
    assert run_cli(monkeypatch, *words) == 0
    item = hard_tasks.source("schemas").items[0]
    told = capsys.readouterr().out
    assert f"followed by: {item.target}" in told and all(one in told for one in item.choices)


@pytest.mark.parametrize("name", [LETTERS, SUMS], ids=["letters", "sums"])
def test_export_writes_what_a_run_scores(name, tiny, monkeypatch, capsys, tmp_path):
    out = tmp_path / "bench"
    words = ["export", name, "--rungs", "1:2", "-n", 5, "--out", out, *data(name)]
    assert run_cli(monkeypatch, *words) == 0
    told = capsys.readouterr().out
    assert "problems by rung 1: 5, 2: 5" in told and f"--include_path {out}" in told
    from lm_eval.tasks import TaskManager

    group = json.loads((out / "about.json").read_text())
    built = TaskManager(include_path=str(out), include_defaults=False).load(
        [f"hard_{group['task']}_{group['operator']}_2"]
    )["tasks"]
    sampler = TransformersSampler(load(str(tiny)))
    family = load_ladder(name, words[-1])
    reading = family.own_task(2, []).reading
    there = evaluate(sampler, built, 4, None, dict.fromkeys(built, reading))
    here = score_rungs(sampler, [RungTask(name, 2, 5, True, data=str(words[-1]))], 4)
    prompts = [
        [row["arguments"] for row in rows]
        for found in (there, here)
        for rows in found.samples.values()
    ]
    assert prompts[0] == prompts[1]
    assert [*there.strict.values()] == [*here.strict.values()]


def test_a_published_item_is_no_second_piece_of_evidence(tiny, monkeypatch, capsys, tmp_path):
    """Many chains end in one item, and who knows its answer is right on all of them."""
    words = ["export", SUMS, "--rungs", "1:2", "-n", 500, "--out", tmp_path / "bench"]
    assert run_cli(monkeypatch, *words, *data(SUMS)) == 0
    asked = hard_tasks.open_ladder("compose:sums").held("score")
    assert asked <= 60
    assert f"problems by rung 1: {asked}, 2: {asked}" in capsys.readouterr().out
    figures = tmp_path / "figures.json"
    words = ["score", SUMS, "--model", tiny, "--rungs", "1:2", "--points", 5, "--json", figures]
    assert run_cli(monkeypatch, *words, "--max-new-tokens", 2, *data(SUMS)) == 0
    rungs = json.loads(figures.read_text())["rungs"]
    assert {rung: one["items"] for rung, one in rungs.items()} == {"1": asked, "2": asked}
    assert not rungs["2"]["reached"]


def test_export_refuses_what_does_not_suit_others_items(monkeypatch, capsys, tmp_path):
    words = ["export", LETTERS, "--rungs", "1", *data(LETTERS), "--out", tmp_path / "out"]
    assert run_cli(monkeypatch, *words, "--push-to-hub", "me/mine") == 2
    assert "under their licence" in capsys.readouterr().err
    assert run_cli(monkeypatch, *words, "--format", "parquet") == 2
    assert "written as JSON lines" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_calibrate_asks_choices(tiny, monkeypatch, capsys):
    words = ["calibrate", LETTERS, "--model", tiny, "--rungs", "1:3", "--max-items", 12]
    assert run_cli(monkeypatch, *words, *data(LETTERS)) == 0
    assert "Asked      " in capsys.readouterr().out


def test_score_reads_choices_to_their_end(tiny, monkeypatch, capsys):
    """The published items are few: a rung that holds no more is as wide as its items make it."""
    words = ["score", LETTERS, "--model", tiny, "--rungs", "1:2", "--points", 5]
    assert run_cli(monkeypatch, *words, *data(LETTERS)) == 0
    assert "items; there are no more" in capsys.readouterr().out


def test_voters_are_measured_on_choices(tiny, monkeypatch, capsys, tmp_path):
    words = ["voters", "--ladder", LETTERS, "--model", tiny, "--voters", "views:5", "-n", 8]
    figures = tmp_path / "voters.json"
    assert run_cli(monkeypatch, *words, "--json", figures, *data(LETTERS)) == 0
    (panel,) = json.loads(figures.read_text())
    assert panel["seats"] == 5
    assert "options:" in capsys.readouterr().out


def test_wrong_choices_are_tolerated_or_not(tiny, monkeypatch, capsys, tmp_path):
    words = ["avalanche", "--ladder", LETTERS, "--model", tiny, "--rounds", 1, "--shares", "0.4"]
    small = ["--proposals", 8, *SMALL, "--score-items", 8, "--score-rungs", "1:2"]
    assert run_cli(monkeypatch, *words, *small, "--out", tmp_path / "run", *data(LETTERS)) == 0
    assert "Frontier with wrong labels" in capsys.readouterr().out


def test_teach_reads_choices_back_and_a_run_starts_above(tiny, monkeypatch, capsys, tmp_path):
    words = ["teach", tmp_path / "taught", "--model", tiny, "--ladder", LETTERS, "--rungs", 1]
    assert run_cli(monkeypatch, *words, *SMALL, "-n", 4, *data(LETTERS)) == 0
    told = capsys.readouterr().out
    assert "Rung 1     taught" in told and "Rung 3     beyond" in told
    words = ["--ladder", LETTERS, "--model", tmp_path / "taught", "--rounds", 1, "--dry-run"]
    assert run_cli(monkeypatch, *words, *data(LETTERS)) == 0
    assert "first rung to label: 2" in capsys.readouterr().out
