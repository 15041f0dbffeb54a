"""``saturate score`` as a user types it."""

import json

import pytest
from support.runs import run_cli

from saturate.models.loading import load
from saturate.models.naming import seed_folder
from saturate.models.transformers import TransformersSampler
from saturate.scoring.rungs import RungTask, score_rungs


def test_every_rung_is_read_to_the_points_asked_for(monkeypatch, capsys, tmp_path):
    """The embedded model reads rung 7 of gsm8k, and next to nothing of rung 10."""
    out = tmp_path / "figures.json"
    words = ["score", "gsm8k", "--rungs", "7:10", "--points", "10", "--json", str(out)]
    assert run_cli(monkeypatch, *words) == 0
    text = capsys.readouterr().out
    assert "rungs 7 to 10 of gsm8k, each to 10 points" in text
    figures = json.loads(out.read_text())
    rungs = figures["rungs"]
    assert sorted(rungs) == ["10", "7", "8", "9"] and figures["points"] == 10
    assert rungs["7"]["accuracy"] >= 0.9 and rungs["10"]["accuracy"] <= 0.2
    assert rungs["7"]["items"] < rungs["9"]["items"] <= 100
    for rung, one in rungs.items():
        low, high = one["interval"]
        assert one["reached"] and one["right"] / one["items"] == one["accuracy"]
        assert high - low <= 0.2 + 1e-9
        assert f"of {one['items']} items" in text and f"Rung {rung:<5} " in text
    at_once = RungTask("gsm8k", 9, rungs["9"]["items"], instructed=False)
    scored = score_rungs(TransformersSampler(load(str(seed_folder(0)))), [at_once], 512)
    assert sum(item.right for item in scored.strict[at_once.name]) == rungs["9"]["right"]


def test_a_rung_that_is_used_up_says_so(monkeypatch, capsys):
    """Rung 1 of addition holds five problems in this split."""
    assert run_cli(monkeypatch, "score", "addition", "--rungs", "1") == 0
    assert "of 5 items; there are no more" in capsys.readouterr().out


def test_rungs_and_items_that_do_not_fit_are_left_out_and_told(monkeypatch, capsys, tmp_path):
    """A context of so many tokens holds all items of rung 2, some of rung 3 and none of rung 9."""
    out = tmp_path / "figures.json"
    room = ["--max-new-tokens", "30", "--model-args", "max_length=75"]
    words = ["score", "gsm8k", "--points", "20", "--json", str(out), *room]
    assert run_cli(monkeypatch, *words, "--rungs", "2:9") == 0
    text, rungs = capsys.readouterr().out, json.loads(out.read_text())["rungs"]
    assert "9" not in rungs and "Rung 9     no item fits into the model's context\n" in text
    assert rungs["2"]["left_out"] == 0 < rungs["3"]["left_out"]
    assert rungs["2"]["reached"] and rungs["3"]["reached"]
    assert "too long for the model's context" in text and "what helps: lower --rungs," in text
    assert run_cli(monkeypatch, *words, "--rungs", "9") == 2
    assert "No item of gsm8k, rungs 9 to 9, fits into" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["gsm8"], "did you mean 'gsm8k'"),
        (["gsm8k", "--rungs", "0:4"], "Rung 0 is out of range"),
        (["gsm8k", "--points", "0"], "--points"),
        (["gsm8k", "--points", "50"], "--points"),
        (["addition", "--rungs", "1:5000"], "1,000 rungs"),
        (["gsm8k", "--json", "."], "is a folder"),
    ],
)
def test_mistakes_get_a_sentence(monkeypatch, capsys, words, sentence):
    assert run_cli(monkeypatch, "score", *words) == 2
    error = capsys.readouterr().err
    assert sentence in error and "Traceback" not in error
