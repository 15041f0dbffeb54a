"""What a user sees of the libraries underneath: nothing."""

import os
import subprocess
import sys

import pytest

SMALL = (
    "--benchmark gsm8k --rounds 1 --proposals 8 --steps 2 --batch-size 8 --score-items 8 "
    "--score-rungs 3:3 --arms voted"
)


@pytest.mark.parametrize("weights", [[], ["--lora"]], ids=["all", "lora"])
def test_a_run_shows_nothing_of_the_libraries(tmp_path, weights):
    environment = os.environ | {"COLUMNS": "200"}
    environment["PYTHONWARNINGS"] = "default,ignore::ResourceWarning"
    environment.pop("TQDM_DISABLE", None)
    out = str(tmp_path / "run")
    done = subprocess.run(
        [sys.executable, "-m", "saturate", *SMALL.split(), *weights, "--out", out],
        env=environment, capture_output=True, text=True, timeout=600, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    words = ("warning", "deprecat", "site-packages")
    assert [
        line for line in done.stdout.splitlines() if any(w in line.lower() for w in words)
    ] == []
    assert "Report     " in done.stdout
