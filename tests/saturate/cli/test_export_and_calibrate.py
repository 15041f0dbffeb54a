"""``saturate export`` and ``saturate calibrate`` as a user types them."""

import json

import pytest
from support import hard_tasks
from support.runs import run_cli
from support.tiny_models import write_tiny_model


def test_export_writes_and_says_how_to_run(monkeypatch, capsys, tmp_path):
    out = tmp_path / "bench"
    words = ["export", "addition", "--rungs", "1:2", "-n", "20", "--out", str(out)]
    assert run_cli(monkeypatch, *words) == 0
    text = capsys.readouterr().out
    assert f"--include_path {out} --tasks frozen_addition" in text
    assert "rung 1 holds no more different problems" in text
    assert json.loads((out / "benchmark.json").read_text())["rungs"] == {"1": 5, "2": 20}


def test_calibrate_finds_the_edge_of_the_embedded_model_and_exports(monkeypatch, capsys, tmp_path):
    """It was taught five steps, reads most of six and next to nothing of seven."""
    out = tmp_path / "bench"
    words = ["calibrate", "gsm8k", "--rungs", "5:12", "--width", "1.5", "--export", str(out)]
    assert run_cli(monkeypatch, *words, "-n", "10", "--max-items", "64") == 0
    text = capsys.readouterr().out
    assert "Threshold  8." in text
    facts = json.loads((out / "benchmark.json").read_text())
    assert list(facts["rungs"]) in (["8"], ["9"]) and facts["seed"] == 0
    assert "Chosen by calibration: the model seed" in (out / "README.md").read_text()


def test_calibrate_says_what_guesses_are_worth(monkeypatch, capsys, tmp_path):
    model = write_tiny_model(tmp_path / "tiny")
    ladder = f"options:{hard_tasks.path('letters')}"
    words = ["calibrate", ladder, "--model", str(model), "--rungs", "1:3", "--seed", "0"]
    words += ["--benchmark-data", str(hard_tasks.data("letters")), "--max-items", "240"]
    assert run_cli(monkeypatch, *words) == 0
    told = capsys.readouterr().out
    assert "Guesses    among the options of rung 1 are right on 25% of the items" in told
    assert run_cli(monkeypatch, *words, "--target", "0.15") == 2
    refused = " ".join(capsys.readouterr().err.split())
    assert "are right on 17% of the items or more, so no model falls below that" in refused


def test_calibrate_exports_nothing_where_no_rung_is_near(monkeypatch, capsys, tmp_path):
    words = ["calibrate", "gsm8k", "--rungs", "1:2", "--export", str(tmp_path / "bench")]
    assert run_cli(monkeypatch, *words) == 2
    told = capsys.readouterr()
    assert "above the last rung that was searched, 2" in told.out
    assert "nothing was exported" in told.err
    assert not list(tmp_path.iterdir())


def test_calibrate_tells_what_cannot_be_exported_before_it_asks(monkeypatch, capsys, tmp_path):
    assert run_cli(monkeypatch, "calibrate", "tools", "--export", tmp_path / "new") == 2
    told = capsys.readouterr()
    assert "are carried out, which takes saturate" in told.err and told.out == ""


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["export", "gsm8", "--rungs", "6:7"], "did you mean 'gsm8k'"),
        (["export", "gsm8k", "--rungs", "39:41"], "Rung 41 is out of range"),
        (["export", "gsm8k", "--rungs", "7:6"], "write first:last"),
        (["export", "gsm8k", "--rungs", "x"], "write first:last"),
        (["export", "gsm8k", "--rungs", "6", "-n", "0"], "--items"),
        (["export", "gsm8k", "--rungs", "6", "--push-to-hub", "bench"], "owner/name"),
    ],
)
def test_mistakes_of_export(monkeypatch, capsys, tmp_path, words, sentence):
    assert run_cli(monkeypatch, *words, "--out", str(tmp_path / "out")) == 2
    error = capsys.readouterr().err
    assert sentence in error and "Traceback" not in error
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["gsm8"], "did you mean 'gsm8k'"),
        (["gsm8k", "--rungs", "0:4"], "Rung 0 is out of range"),
        (["gsm8k", "--target", "1.5"], "--target"),
        (["gsm8k", "--width", "0"], "--width"),
        (["gsm8k", "--model", "sead"], "no folder here and no hub id"),
        (["addition", "--rungs", "1:5000"], "1,000 rungs"),
        (["gsm8k", "--export", "."], "not empty"),
        (["gsm8k", "-n", "50"], "--items is about what is exported; give --export too."),
    ],
)
def test_mistakes_of_calibrate(monkeypatch, capsys, words, sentence):
    assert run_cli(monkeypatch, "calibrate", *words) == 2
    assert sentence in capsys.readouterr().err


def test_a_model_without_tokenizer(monkeypatch, capsys, tmp_path):
    (tmp_path / "config.json").write_text("{}")
    assert run_cli(monkeypatch, "calibrate", "gsm8k", "--model", str(tmp_path)) == 2
    assert "no tokenizer" in capsys.readouterr().err


def test_a_rung_that_is_used_up_is_asked_no_more():
    """Rung 1 of addition holds five problems in this split."""
    from saturate.analysis.asking import model_asker
    from saturate.config.settings import ModelSettings

    settings = ModelSettings(max_new_tokens=64)
    with model_asker("test", "addition", settings, 1, None) as ask:
        assert ask({1: 8}).counts[1].total == 5
        assert ask({1: 8}) == ({}, {})
