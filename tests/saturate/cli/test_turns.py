"""``saturate turns`` as a user types it."""

import json

from support.runs import run_cli


def test_every_turn_is_kept(monkeypatch, capsys, tmp_path):
    words = ["turns", tmp_path / "out", "--model", "seed", "--rung", "2", "-n", "2"]
    assert run_cli(monkeypatch, *words, "--ladder", "tools") == 0
    assert "% right by turns" in capsys.readouterr().out
    rows = [json.loads(line) for line in (tmp_path / "out/samples.jsonl").open()]
    assert len(rows) == 2 and all(row["said"] and not row["right"] for row in rows)
    summary = json.loads((tmp_path / "out/summary.json").read_text())
    assert (summary["right"], summary["items"], summary["ladder"]) == (0, 2, "tools")


def test_mistakes_get_a_sentence(monkeypatch, capsys, tmp_path):
    words = ["turns", tmp_path / "out", "--model", "seed", "--rung"]
    assert run_cli(monkeypatch, *words, "41") == 2
    assert "goes from 1 to 40" in capsys.readouterr().err
    assert run_cli(monkeypatch, *words, "2", "--ladder", "gsm8k") == 2
    assert "answered at once" in capsys.readouterr().err
    assert run_cli(monkeypatch, *words, "2", "-n", "0") == 2
    assert "--items" in capsys.readouterr().err
