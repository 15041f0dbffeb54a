"""Prints what things cost beside one another, each pair in turn, side by side, medians of five.

    python tests/benchmarks/ratios.py [ROW ...] [--repeats 5] [--model FOLDER]

Without rows all are measured; ``sampling-model`` and ``sampling-vllm`` need a folder with a model,
such as SmolLM2-135M, the latter vLLM's CPU build as well.
Seconds are CPU time of one thread, so that what else the machine does counts little; ratios of
wall time stand beside those of CPU time.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"
os.environ |= {"VLLM_ENABLE_V1_MULTIPROCESSING": "0", "VLLM_CPU_OMP_THREADS_BIND": "nobind"}

import torch
from lm_eval.api.instance import Instance
from lm_eval.models.huggingface import HFLM
from ratios_training import RunAndParts, trainings
from side_by_side import HEAD, Sides, compare, timed

from generators import resident_kib
from saturate.analysis.asking import model_asker
from saturate.analysis.reading import read_rungs
from saturate.config.run_config import build_config
from saturate.config.settings import ModelSettings
from saturate.models import Decoding
from saturate.models.loading import Loaded, load
from saturate.models.naming import seed_folder
from saturate.models.prompting import Prompter
from saturate.models.transformers import TransformersSampler
from saturate.models.vllm import VllmSampler
from saturate.registry import load_ladder
from saturate.scoring.rungs import RungTask, score_rungs
from saturate.voting.ballots import VoterModel
from saturate.voting.poll import ask
from saturate.voting.proposals import propose

LADDER = load_ladder("gsm8k")
PROMPTS, SAMPLES, STEPS = 256, 5, 5
"""Prompts, answers to each, and the steps of their problems."""
TWO_POINTS = 2_401
"""Items whose mean is known to two points with 95 %, whatever it is."""
AROUND_FRONTIER = range(5, 13)
"""Rungs, of which the embedded model reads 5 to 7 and next to nothing from 10 on."""
SCORED_TOKENS = 128


class Rows:
    """The rows of the table, each named as its method.

    Args:
        model: Folder of a larger model, if any.
    """

    def __init__(self, model: str | None) -> None:
        self.model = model
        self.loaded = load(str(seed_folder(0)))
        self.sampler = TransformersSampler(self.loaded)

    def sampling(self) -> Sides:
        """Five answers to each of 256 problems of five steps."""
        prompts = [LADDER.prompt(p.question) for p in propose(LADDER, STEPS, 0, PROMPTS)]
        asked = Decoding(n=SAMPLES, temperature=1.0, seed=1, max_new_tokens=64)
        return self._sampling(self.loaded, prompts, asked, (64, 128, 256), "at least 5")

    def sampling_model(self) -> Sides:
        """Five answers of at most 48 tokens to each of 8 problems, by the larger model."""
        loaded = load(str(self.model))
        prompter = Prompter(LADDER, TransformersSampler(loaded), loaded.bare_prompts)
        prompts = [prompter.prompt(p.question) for p in propose(LADDER, STEPS, 0, 8)]
        asked = Decoding(n=SAMPLES, temperature=1.0, seed=1, max_new_tokens=48)
        return self._sampling(loaded, prompts, asked, (40,), "at least 1.5")

    def sampling_vllm(self) -> Sides:
        """Five answers of at most 48 tokens to each of 24 problems, by the larger model in vLLM."""
        engine, loaded = VllmSampler(str(self.model)), load(str(self.model))
        sampler = TransformersSampler(loaded)
        prompter = Prompter(LADDER, sampler, loaded.bare_prompts)
        prompts = [prompter.prompt(p.question) for p in propose(LADDER, STEPS, 0, 24)]
        asked = Decoding(n=SAMPLES, temperature=1.0, seed=1, max_new_tokens=48)
        return Sides(
            "sampler",
            timed(lambda: sampler.complete(prompts, asked)),
            "vLLM",
            timed(lambda: engine.complete(prompts, asked)),
            "",
        )

    def _sampling(
        self,
        loaded: Loaded,
        prompts: list[str],
        asked: Decoding,
        batches: tuple[int, ...],
        goal: str,
    ) -> Sides:
        sampler = TransformersSampler(loaded)
        settings = {
            "until": [],
            "max_gen_toks": asked.max_new_tokens,
            "do_sample": True,
            "temperature": asked.temperature,
            "top_k": 0,
            "top_p": 1.0,
        }
        requests = [
            Instance("generate_until", {}, (prompt, dict(settings)), i)
            for i, prompt in enumerate(p for p in prompts for _ in range(asked.n))
        ]
        return Sides(
            *harness(loaded, requests, batches),
            "sampler",
            timed(lambda: sampler.complete(prompts, asked)),
            goal,
        )

    def training(self) -> Sides:
        """Training steps of 32 pairs, against a bare PyTorch loop over the same."""
        return trainings(LADDER, steps=40, batch=32)

    def round(self) -> Sides:
        """A further round of a run, against the calls of the model in it."""
        return RunAndParts().further_round()

    def first_round(self) -> Sides:
        """A run of one round, from plan to report, against the calls of the model in it."""
        return RunAndParts().one_round()

    def scoring(self) -> Sides:
        """Rungs to two points: as many items as any share takes, and as many as theirs take."""
        requests = [
            request for rung in AROUND_FRONTIER for request in self._greedily(rung, TWO_POINTS)
        ]
        return Sides(
            *harness(self.loaded, requests, (256,)),
            "read_rungs",
            timed(self._read),
            "at least 3",
        )

    def _read(self) -> None:
        settings = ModelSettings(max_new_tokens=SCORED_TOKENS)
        with model_asker("benchmark", "gsm8k", settings, 0, None) as ask:
            read_rungs(AROUND_FRONTIER, ask, 0.02)

    def _greedily(self, rung: int, items: int) -> list[Instance]:
        settings = {"until": [], "max_gen_toks": SCORED_TOKENS, "do_sample": False}
        return [
            Instance("generate_until", {}, (LADDER.prompt(p.question), dict(settings)), i)
            for i, p in enumerate(propose(LADDER, rung, 0, items))
        ]

    def scoring_items(self) -> Sides:
        """The same items of one rung greedily, by lm-eval's backend and as runs do."""
        task = RungTask("gsm8k", STEPS, TWO_POINTS, instructed=False)
        return Sides(
            *harness(self.loaded, self._greedily(STEPS, TWO_POINTS), (64, 256)),
            "score_rungs",
            timed(lambda: score_rungs(self.sampler, [task], SCORED_TOKENS)),
            "",
        )

    def proposals(self) -> Sides:
        """Voting on 16 and on 1,024 proposals, five voters each, a proposal."""
        config = build_config(ladder="gsm8k", voters=f"samples:{SAMPLES}", max_new_tokens=64)
        voter = VoterModel(self.sampler, Prompter(LADDER, self.sampler, bare=True))

        def vote(count: int) -> None:
            ask(LADDER, propose(LADDER, STEPS, 0, count), [voter], config, everyone=True)

        return Sides(
            "1,024 proposals, each",
            timed(lambda: vote(1_024), 1_024),
            "16 proposals, each",
            timed(lambda: vote(16), 16),
            "at most 1",
        )

    def samples(self) -> Sides:
        """32 answers and 1 to each of 64 problems that the model is unsure of, an answer."""
        prompts = [LADDER.prompt(p.question) for p in propose(LADDER, 9, 0, 64)]

        def draw(n: int) -> None:
            self.sampler.complete(prompts, Decoding(n=n, temperature=1.0, max_new_tokens=100))

        return Sides(
            "K = 32, an answer",
            timed(lambda: draw(32), 32),
            "K = 1, an answer",
            timed(lambda: draw(1)),
            "at most 1",
        )

    def rungs(self) -> Sides:
        """Scoring rungs 1 to 40 and 1 to 5 with 8 items each, a token of the answers."""

        def score(last: int) -> tuple[float, float]:
            tasks = [RungTask("gsm8k", rung, 8, instructed=False) for rung in range(1, last + 1)]
            tokens: list[int] = []
            cpu, wall = timed(lambda: tokens.append(score_rungs(self.sampler, tasks, 128).tokens))()
            return cpu / tokens[0], wall / tokens[0]

        return Sides(
            "rungs 1 to 40, a token",
            lambda: score(40),
            "rungs 1 to 5, a token",
            lambda: score(5),
            "at most 1",
        )

    def import_saturate(self) -> Sides:
        """``import saturate`` in a new process, against an empty one."""
        return self._start("import saturate", "-c", "import saturate")

    def help(self) -> Sides:
        """``saturate --help`` in a new process, against an empty one."""
        return self._start("saturate --help", "-m", "saturate", "--help")

    def _start(self, name: str, *words: str) -> Sides:
        return Sides(name, lambda: child(*words), "python", lambda: child("-c", "pass"), "")


def harness(
    loaded: Loaded, requests: list[Instance], batches: tuple[int, ...]
) -> tuple[str, Callable[[], tuple[float, float]]]:
    """Name and measurement of lm-eval's backend over a model that is in memory.

    Args:
        loaded: The model.
        requests: What it is asked.
        batches: Sizes of its batches, each of which is tried once; the fastest is taken.
    """
    tried = {}
    for batch in batches:
        hf = HFLM(pretrained=loaded.model, tokenizer=loaded.tokenizer, batch_size=batch)
        tried[batch] = timed(partial(hf.generate_until, requests, disable_tqdm=True))
    best = min(tried, key=lambda batch: tried[batch]()) if len(tried) > 1 else batches[0]
    return f"lm-eval hf, batches of {best}", tried[best]


def child(*words: str) -> tuple[float, float]:
    """CPU time and wall time of a Python process, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _, wall = timed(
        lambda: subprocess.run(
            [sys.executable, *words], check=True, stdout=subprocess.DEVNULL, cwd=Path.home()
        )
    )()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def main() -> None:
    """Read the command line and print the table."""
    names = [name for name in vars(Rows) if not name.startswith("_")]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(names))
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--model", help="folder of a larger model")
    asked = parser.parse_args()
    wanted = [row.replace("-", "_") for row in asked.rows] or names
    if unknown := set(wanted) - set(names):
        parser.error(f"no row {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    torch.set_num_threads(1)
    rows = Rows(asked.model)
    print(HEAD, flush=True)
    for name in wanted:
        if name.startswith("sampling_") and asked.model is None:
            continue
        if name == "sampling_vllm" and not asked.rows and find_spec("vllm") is None:
            continue
        before = resident_kib()
        compare(name, getattr(rows, name)(), asked.repeats)
        print(f"{name}: memory grew by {(resident_kib() - before) / 1024:.0f} MiB", file=sys.stderr)


if __name__ == "__main__":
    main()
