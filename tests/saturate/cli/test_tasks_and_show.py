"""``saturate tasks`` and ``saturate show`` as a user types them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.runs import run_cli

from saturate.registry import ladder_names, load_ladder


def test_tasks_lists_every_ladder(monkeypatch, capsys):
    assert run_cli(monkeypatch, "tasks") == 0
    text = capsys.readouterr().out
    for name in ladder_names():
        info = load_ladder(name).describe()
        for word in (info.axis, info.answer, info.licence, info.source, f"saturate_{name}"):
            assert word in text


def test_tasks_path_is_the_folder_alone(monkeypatch, capsys):
    from saturate.task_yamls import folder

    assert run_cli(monkeypatch, "tasks", "--path") == 0
    assert capsys.readouterr().out == f"{folder()}\n"


def test_show_prints_problems_with_solutions_and_views(monkeypatch, capsys):
    assert run_cli(monkeypatch, "show", "gsm8k", "--rung", "5", "-n", "2", "--split", "vote") == 0
    plain = capsys.readouterr().out
    problem = load_ladder("gsm8k").problem(5, "vote", 0)
    assert problem.key in plain and f"answer    {problem.answer}" in plain
    assert plain.count("solution") == 2 and "view" not in plain
    assert run_cli(monkeypatch, "show", "gsm8k", "--rung", "5", "-n", "1", "--views") == 0
    text = capsys.readouterr().out
    answer = load_ladder("gsm8k").problem(5, "score", 0).answer
    assert text.count(f"restored {answer}") == text.count("  view") == 6


def test_show_says_where_a_rung_is_used_up(monkeypatch, capsys):
    assert run_cli(monkeypatch, "show", "addition", "--rung", "1", "-n", "50") == 0
    assert "no more than 5 different problems" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["show", "gsm8", "--rung", "1"], "did you mean 'gsm8k'"),
        (["show", "gsm8k", "--rung", "41"], "goes from 1 to 40"),
        (["show", "gsm8k", "--rung", "1", "-n", "0"], "--items"),
    ],
)
def test_mistakes_get_a_sentence(monkeypatch, capsys, words, sentence):
    assert run_cli(monkeypatch, *words) == 2
    assert sentence in capsys.readouterr().err


def test_a_reader_that_has_seen_enough_gets_no_traceback():
    many = [sys.executable, "-m", "saturate", "show", "addition", "--rung", "3", "-n", "20000"]
    with subprocess.Popen(many, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as told:
        assert told.stdout.readline()
        told.stdout.close()
        assert told.stderr.read() == b""
    assert told.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is full")
@pytest.mark.parametrize("words", [["--version"], ["show", "addition", "--rung", "3", "-n", "900"]])
@pytest.mark.parametrize("buffered", ["", "1"])
def test_what_is_shown_onto_a_full_disk_ends_in_a_sentence(words, buffered):
    with Path("/dev/full").open("w") as full:
        told = subprocess.run(
            [sys.executable, "-m", "saturate", *words],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env=os.environ | {"PYTHONUNBUFFERED": buffered},
        )  # fmt: skip
    why = "What is shown cannot be written: No space left on device."
    assert (told.returncode, told.stderr) == (2, f"saturate: {why}\n")
