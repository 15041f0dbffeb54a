"""Does the verdict find the truth? Simulated runs with known truth, a table of what it says.

    python tests/benchmarks/verdict_simulation.py [RUNS] [SEED]   # 1000 runs each by default

``right`` is the share of runs whose last verdict is the true one; ``claims`` is the share in which
any round named a gain (capability, format, familiarity or gain), which for ``noise`` is the error
rate over all looks. The tables after the first shrink the sample until power fails, with a third
of the runs.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "saturate" / "verdict"))

from simulated import SCENARIOS, Sizes, evidence

from saturate.stats import wilson
from saturate.verdict.judge import judge

_CLAIMS = {"capability", "format", "familiarity", "gain"}
_SMALL = (Sizes(rung=50, original=400, redrawn=400), Sizes(rung=20, original=100, redrawn=100))


def measure(name: str, sizes: Sizes, runs: int, seed: int) -> tuple[Counter[str], int]:
    """Findings of so many runs of one scenario, and in how many any round claimed a gain."""
    rng = np.random.default_rng([seed, *name.encode()])
    found: Counter[str] = Counter()
    claimed = 0
    for _ in range(runs):
        verdict = judge(evidence(SCENARIOS[name][1], sizes, rng))
        assert verdict is not None
        found[verdict.finding] += 1
        claimed += any(one.finding in _CLAIMS for one in verdict.rounds)
    return found, claimed


def table(sizes: Sizes, runs: int, seed: int) -> None:
    """One row a scenario."""
    print(
        f"\n{runs} runs each; {sizes.rung} items a rung, {sizes.original} original items, "
        f"{sizes.rounds} rounds\n"
    )
    print("| truth | right, % | any round claims a gain, % | what else was said |")
    print("|---|---|---|---|")
    for name, (truth, _) in SCENARIOS.items():
        found, claimed = measure(name, sizes, runs, seed)
        right, low, high = (100 * x for x in wilson(found[truth], runs))
        rest = ", ".join(f"{k} {v}" for k, v in found.most_common() if k != truth)
        claims = 100 * claimed / runs
        print(
            f"| {name} | {right:.1f} [{low:.1f}, {high:.1f}] | {claims:.1f} | {rest} |", flush=True
        )


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    start = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    table(Sizes(), count, start)
    for wanted in _SMALL:
        table(wanted, max(1, count // 3), start)
