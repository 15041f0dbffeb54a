"""Does the verdict find the truth? Simulated runs with known truth, a table of what it says.

    python tests/benchmarks/verdict_simulation.py [RUNS] [SEED]

RUNS is the number of runs of each finding (1000 by default), shared out over its scenarios; each
scenario of noise gets them all. ``right`` is the share of runs whose last verdict is the true one;
for noise, ``claims`` is the share in which any round named a gain (capability, format, familiarity
or gain), the error rate over all looks. The tables after the first shrink the sample until power
fails, with a quarter of the runs. The last two judge runs of three and of five seeds together,
which share items and base model: RUNS times for noise, a tenth of that for the rest.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "saturate" / "verdict"))

from support.simulated import SCENARIOS, Sizes, evidence, repeats

from saturate.analysis.verdict.judge import judge_round
from saturate.analysis.verdict.seeds import Repeat, judge_seeds
from saturate.stats.intervals import wilson

_CLAIMS = {"capability", "format", "familiarity", "gain"}
_SMALL = (Sizes(rung=50, original=400, redrawn=400), Sizes(rung=20, original=100, redrawn=100))


def measure(name: str, sizes: Sizes, runs: int, seed: int) -> tuple[Counter[str], int]:
    """Findings of so many runs of one scenario, and in how many any round claimed a gain.

    Rounds before the last are judged for noise alone, where they can only be wrong.
    """
    rng = np.random.default_rng([seed, *name.encode()])
    truth, arms = SCENARIOS[name]
    found: Counter[str] = Counter()
    claimed = 0
    for _ in range(runs):
        drawn = evidence(arms, sizes, rng)
        first = 1 if truth == "noise" else sizes.rounds
        rounds = [judge_round(drawn, "voted", r, None) for r in range(first, sizes.rounds + 1)]
        found[rounds[-1].finding] += 1
        claimed += any(one.finding in _CLAIMS for one in rounds)
    return found, claimed


def table(sizes: Sizes, runs: int, seed: int) -> None:
    """One row a scenario."""
    print(
        f"\n{sizes.rung} items a rung, {sizes.original} original items, {sizes.rounds} rounds; "
        f"{runs} runs of each finding\n"
    )
    print("| truth | runs | right, % | any round claims a gain, % | what else was said |")
    print("|---|---|---|---|---|")
    share = Counter(truth for truth, _ in SCENARIOS.values())
    for name, (truth, _) in SCENARIOS.items():
        drawn = runs if truth == "noise" else math.ceil(runs / share[truth])
        found, claimed = measure(name, sizes, drawn, seed)
        right, low, high = (100 * x for x in wilson(found[truth], drawn))
        rest = ", ".join(f"{k} {v}" for k, v in found.most_common() if k != truth)
        claims = f"{100 * claimed / drawn:.1f}" if truth == "noise" else ""
        print(
            f"| {name} | {drawn} | {right:.1f} [{low:.1f}, {high:.1f}] | {claims} | {rest} |",
            flush=True,
        )


def seeds_table(seeds: int, runs: int, start: int) -> None:
    """One row a scenario: what so many seeds are called together."""
    print(f"\n{seeds} seeds judged together\n")
    print("| truth | times | right, % | what else was said |")
    print("|---|---|---|---|")
    for name, (truth, arms) in SCENARIOS.items():
        rng = np.random.default_rng([start, seeds, *name.encode()])
        found: Counter[str] = Counter()
        times = runs if truth == "noise" else math.ceil(runs / 10)
        for _ in range(times):
            drawn = [Repeat("", i, e) for i, e in enumerate(repeats(arms, Sizes(), rng, seeds))]
            found[judge_seeds(drawn).finding] += 1
        right, low, high = (100 * x for x in wilson(found[truth], times))
        rest = ", ".join(f"{k} {v}" for k, v in found.most_common() if k != truth)
        print(f"| {name} | {times} | {right:.1f} [{low:.1f}, {high:.1f}] | {rest} |", flush=True)


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    start = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    table(Sizes(), count, start)
    for wanted in _SMALL:
        table(wanted, max(1, count // 4), start)
    for many in (3, 5):
        seeds_table(many, count, start)
