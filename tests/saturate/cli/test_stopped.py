"""Commands that are told to stop, as by Ctrl-C, or by a scheduler before it kills."""

import signal
import subprocess
import sys
import time

import pytest
from support.runs import run_cli

from saturate import registry
from saturate.scoring import taught
from saturate.seed import card, recipe
from saturate.training import teach

SMALL = (
    "--benchmark addition --rounds 3 --proposals 16 --steps 6 --batch-size 16 --score-items 8 "
    "--score-rungs 6:8 --rungs-per-round 1 --score-original never --precision-floor 0 --jobs 2"
)


def test_arms_side_by_side_end_with_a_sentence_and_leave_nothing(tmp_path):
    out = tmp_path / "run"
    words = [sys.executable, "-m", "saturate", *SMALL.split(), "--out", out]
    run = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    labels = [out / arm / "01" / "label" / "stage.json" for arm in ("voted", "unfiltered")]
    end = time.monotonic() + 120
    while not all(file.exists() for file in labels):
        assert time.monotonic() < end and run.poll() is None
        time.sleep(0.1)
    run.send_signal(signal.SIGTERM)
    said, warned = run.communicate(timeout=60)
    assert run.returncode == 130
    assert said.endswith("Stopped. The same command continues after the last complete stage.\n")
    assert warned == ""


def stop(*_, **__):
    raise KeyboardInterrupt


TAUGHT = "--model seed --ladder addition --rungs 1 --steps 1 --batch-size 2".split()
ANEW = "Stopped. No model was written; the same command begins anew."


@pytest.mark.parametrize(
    ("words", "place", "name", "sentence"),
    [
        (["teach", "OUT", *TAUGHT], teach, "seed_pairs", ANEW),
        (["teach", "OUT", *TAUGHT], taught, "reads", "model is whole in OUT; its readings are mis"),
        (["seed", "OUT"], recipe, "train_model", ANEW),
        (["seed", "OUT", "--minutes", "0.001"], card, "write_card", "in OUT; its card is missing."),
        (["tasks"], registry, "ladder_names", "Stopped."),
    ],
)
def test_what_is_left_of_a_stopped_command_is_told(
    monkeypatch, capsys, tmp_path, words, place, name, sentence
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(place, name, stop)
    monkeypatch.setattr(recipe, "_POOL", 4)
    assert run_cli(monkeypatch, *words) == 130
    said = capsys.readouterr().out
    assert sentence in said and "last complete stage" not in said
    assert (tmp_path / "OUT/model.safetensors").exists() == ("whole" in said)
