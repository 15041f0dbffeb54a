"""Kill a run with SIGKILL at random moments, start it again each time, and compare every byte.

Usage: python tests/benchmarks/resume_after_kill.py [KILLS] [SEED] [--engine transformers|openai]

With ``openai`` a stand-in server on this machine votes beside the embedded model. Each start is a
fork of a process that has its libraries loaded, so that kills fall into the run and not into
imports. What is compared: the digest of every stage, and results.json but for times.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import lm_eval.evaluator  # noqa: F401
import torch
import trl  # noqa: F401
from rich.console import Console

from saturate.config.run_config import RunConfig, build_config
from saturate.run.defaults import resolve_config
from saturate.run.execute import execute
from saturate.storage.files import read_json
from saturate.storage.layout import MANIFEST

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.runs import timeless
from support.servers import StandInServer, sums

_SIZES: dict[str, Any] = {
    "ladder": "addition", "rounds": 2, "proposals": 24, "steps": 4, "batch_size": 16,
    "score_items": 8, "score_rungs": (8, 10), "rungs_per_round": 1, "precision_floor": 0.0,
    "score_original": "never",
}  # fmt: skip


def configured(engine: str) -> RunConfig:
    """The run of an engine."""
    if engine == "transformers":
        return resolve_config(build_config(**_SIZES, arms=["voted", "unfiltered"]))
    port, told = os.pipe()
    if os.fork() == 0:  # in a process of its own, so that no fork takes its threads along
        stand_in = StandInServer(sums)
        os.write(told, stand_in.url.encode())
        while os.getppid() != 1:
            time.sleep(0.5)
        os._exit(0)
    os.environ["OPENAI_API_KEY"] = "none"
    asked = {"model": "seed,openai:stand-in", "voters": "models:2", "max_new_tokens": 24}
    url = os.read(port, 100).decode()
    return resolve_config(build_config(**_SIZES, **asked, base_url=url, arms=["voted"]))


def started(config: RunConfig, out: Path) -> int:
    """Begin or continue the run in a process of its own; gives its number."""
    if (child := os.fork()) != 0:
        return child
    try:
        execute(config, out, "saturate", Console(file=io.StringIO()), jobs=1)
        os._exit(0)
    except BaseException as error:
        print(f"the run failed: {error!r}", flush=True)
        os._exit(1)


def finished(config: RunConfig, out: Path) -> None:
    """Take the run to its end."""
    _, status = os.waitpid(started(config, out), 0)
    if status:
        raise SystemExit("a run that nobody killed failed")


def killed(config: RunConfig, out: Path, seconds: float) -> bool:
    """Kill the run after so long; whether it was not over by then."""
    child = started(config, out)
    time.sleep(seconds)
    done, status = os.waitpid(child, os.WNOHANG)
    if not done:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    elif status:
        raise SystemExit("the run failed before it was killed")
    return not done


def state(out: Path) -> dict[str, Any]:
    """All that a run wrote, but for times: the digest of each stage, and its results."""
    stages = sorted(out.rglob(MANIFEST))
    found: dict[str, Any] = {
        str(one.relative_to(out)): (read_json(one) or {}).get("digest") for one in stages
    }
    left = [str(one.relative_to(out)) for one in out.rglob(".*") if one.name != ".lock"]
    return found | {"results": timeless(out), "left over": left}


def main() -> None:
    """Run undisturbed, then disturbed, and compare."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kills", type=int, nargs="?", default=10)
    parser.add_argument("seed", type=int, nargs="?", default=0)
    parser.add_argument("--engine", default="transformers", choices=["transformers", "openai"])
    asked = parser.parse_args()
    torch.set_num_threads(1)
    rng, config = random.Random(asked.seed), configured(asked.engine)
    with tempfile.TemporaryDirectory() as folder:
        calm = Path(folder) / "calm"
        start = time.monotonic()
        finished(config, calm)
        length, wanted = time.monotonic() - start, state(calm)
        print(f"undisturbed: {length:.0f} s, {len(wanted) - 2} stages", flush=True)
        kills = runs = 0
        equal = True
        while kills < asked.kills:
            runs += 1
            shot = Path(folder) / f"shot-{runs}"
            while kills < asked.kills and killed(config, shot, rng.uniform(0.02, 0.6) * length):
                kills += 1
                print(f"kill {kills}: {len(list(shot.rglob(MANIFEST)))} stages there", flush=True)
            finished(config, shot)
            same = json.dumps(state(shot)) == json.dumps(wanted)
            equal = equal and same
            print(f"run {runs} is over, the same to the byte: {same}", flush=True)
        print(f"{asked.engine}: {kills} kills over {runs} runs, all equal: {equal}")
    sys.exit(not equal)


if __name__ == "__main__":
    main()
