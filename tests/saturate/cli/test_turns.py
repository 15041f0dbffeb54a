"""``saturate turns`` as a user types it."""

import json
from pathlib import Path

from support.runs import run_cli

from saturate.models import engines
from saturate.models.engines import open_model
from saturate.models.naming import seed_folder


def test_every_turn_is_kept(monkeypatch, capsys, tmp_path):
    words = ["turns", tmp_path / "out", "--model", "seed", "--rung", "2", "-n", "2"]
    assert run_cli(monkeypatch, *words, "--ladder", "tools") == 0
    assert "% right by turns" in capsys.readouterr().out
    rows = [json.loads(line) for line in (tmp_path / "out/samples.jsonl").open()]
    assert len(rows) == 2 and all(row["said"] and not row["right"] for row in rows)
    summary = json.loads((tmp_path / "out/summary.json").read_text())
    assert (summary["right"], summary["items"], summary["ladder"]) == (0, 2, "tools")


def test_the_embedded_model_that_was_taught_the_ladder_plays(monkeypatch, tmp_path):
    opened = []

    def open_one(path, *rest):
        opened.append(Path(path))
        return open_model(path, *rest)

    monkeypatch.setattr(engines, "open_model", open_one)
    words = ["turns", tmp_path / "out", "--model", "seed", "--rung", "1", "-n", "1"]
    assert run_cli(monkeypatch, *words, "--ladder", "tools") == 0
    assert opened == [seed_folder(ladder="tools")] and opened != [seed_folder()]


def test_mistakes_get_a_sentence(monkeypatch, capsys, tmp_path):
    words = ["turns", tmp_path / "out", "--model", "seed", "--rung"]
    assert run_cli(monkeypatch, *words, "41") == 2
    assert "goes from 1 to 40" in capsys.readouterr().err
    assert run_cli(monkeypatch, *words, "2", "--ladder", "gsm8k") == 2
    assert "answered at once" in capsys.readouterr().err
    assert run_cli(monkeypatch, *words, "2", "-n", "0") == 2
    assert "--items" in capsys.readouterr().err
