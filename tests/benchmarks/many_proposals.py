"""A run with as many proposals as asked for, whose voter answers at once: what grows with them?

Usage: python tests/benchmarks/many_proposals.py PROPOSALS [--rounds N] [--kill] [--out FOLDER]

The voter is a stub: it gives the solver's answer, or for one question in ten another one. All else
is a run as any other: views, votes, filters, two steps of training of the embedded model, scores,
audit, report, and at the end the published corpus. With ``--kill`` the run is killed while it
labels and started again. Prints seconds by part, the peak of the process's memory, bytes on disk.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

from saturate.config.run_config import build_config
from saturate.models import open_models
from saturate.publish.run_folders import write_folders
from saturate.run.defaults import resolve_config
from saturate.run.execute import execute
from saturate.storage.files import must_read_json

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.solvers import Solver, facts_and

_LADDER = "addition"


def run(proposals: int, rounds: int, out: Path) -> None:
    """Run, publish, and print what it took."""
    voter = Solver(_LADDER, right=0.9)
    open_models.open_model = lambda path, *_: facts_and(path, voter)  # type: ignore[assignment]
    config = resolve_config(
        build_config(
            ladder=_LADDER, rounds=rounds, proposals=proposals, rungs_per_round=1, steps=2,
            batch_size=16, score_items=16, score_rungs=(10, 14), score_original="never",
            arms=["voted"],
        )
    )  # fmt: skip
    start = time.monotonic()
    console = Console(file=io.StringIO(), width=120)
    results = execute(config, out, "saturate", console, jobs=1)
    ran = time.monotonic()
    folders = write_folders(out, "someone/many", out.with_name(out.name + "-published"))
    published = time.monotonic()
    labelled = [one for arm in results.arms for r in arm.rounds for one in r.labelling]
    label = [must_read_json(one)["seconds"] for one in out.glob("voted/*/label/cost.json")]
    corpus = folders.dataset / "corpus" / "train.jsonl"
    print(
        f"{sum(one.proposals for one in labelled)} proposals, "
        f"{sum(one.pairs for one in labelled)} pairs, "
        f"precision {results.arms[0].label_precision.value:.4f}; "
        f"label {sum(label):.0f} s, run {ran - start:.0f} s, corpus {published - ran:.0f} s, "
        f"{os.times().user:.0f} s of CPU; "
        f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB; "
        f"run {_bytes(out) / 1e6:.0f} MB, corpus {corpus.stat().st_size / 1e6:.0f} MB on disk",
        flush=True,
    )


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def killed_once(words: list[str], out: Path) -> None:
    """Start the run, kill it while it labels, and say what it left."""
    process = subprocess.Popen([sys.executable, __file__, *words, "--out", str(out)])
    while len(slices := list(out.glob("voted/01/.label.*/*/*.jsonl"))) < 4:
        time.sleep(0.2)
        if process.poll() is not None:
            raise SystemExit("the run was over before it could be killed")
    process.send_signal(signal.SIGKILL)
    process.wait()
    print(f"killed with {len(slices)} slices of ballots asked, which the next call finds")


def main() -> None:
    """Read the words, and run in this process."""
    parser = argparse.ArgumentParser()
    parser.add_argument("proposals", type=int)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = asked.out or Path(folder) / "run"
        if asked.kill:
            killed_once([str(asked.proposals), "--rounds", str(asked.rounds)], out)
        run(asked.proposals, asked.rounds, out)


if __name__ == "__main__":
    main()
