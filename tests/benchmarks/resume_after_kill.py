"""Kill a run with SIGKILL at random moments, start it again each time, and compare the results.

Usage: python tests/benchmarks/resume_after_kill.py [KILLS] [SEED]
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

COMMAND = [
    *(sys.executable, "-m", "saturate", "run", "--rounds", "2", "--proposals", "32"),
    *("--steps", "20", "--score-items", "16", "--score-rungs", "4:8"),
    *("--score-original", "never"),
]
_APART = ("cost", "created", "command", "duration")


def timeless(value: Any) -> Any:
    """Results without times and without the command line."""
    if isinstance(value, dict):
        return {k: timeless(v) for k, v in value.items() if k not in _APART}
    return [timeless(v) for v in value] if isinstance(value, list) else value


def main(kills: int, seed: int) -> None:
    """Run undisturbed, then disturbed, and compare."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        calm, shot = Path(folder) / "calm", Path(folder) / "shot"
        start = time.monotonic()
        subprocess.run([*COMMAND, "--out", str(calm)], check=True, stdout=subprocess.DEVNULL)
        length = time.monotonic() - start
        print(f"undisturbed: {length:.0f} s")
        killed = 0
        while killed < kills:
            process = subprocess.Popen([*COMMAND, "--out", str(shot)], stdout=subprocess.DEVNULL)
            moment = rng.uniform(0.05, 0.6) * length
            try:
                process.wait(moment)
                print("finished before it was killed")
                break
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                killed += 1
                stages = len(list(shot.rglob("stage.json")))
                print(f"kill {killed} after {moment:.1f} s: {stages} stages complete")
        subprocess.run([*COMMAND, "--out", str(shot)], check=True, stdout=subprocess.DEVNULL)
        first, second = (
            timeless(json.loads((run / "results.json").read_text())) for run in (calm, shot)
        )
        print(f"{killed} kills, results equal: {first == second}")
        sys.exit(first != second)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*given, *[10, 0][len(given) :])
