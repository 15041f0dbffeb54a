"""A run that is told to stop, as by Ctrl-C, or by a scheduler before it kills."""

import signal
import subprocess
import sys
import time

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
