"""Whether the frontier's interval holds the truth on curves with guesses and lapses.

    python tests/benchmarks/frontier_curves.py [DRAWS]

Prints a table: each row scores a known curve so many times.
"""

from __future__ import annotations

import sys

import numpy as np
from scipy import special

from saturate.stats.frontier import frontier
from saturate.stats.intervals import Count

CURVES = {
    "steep, no guesses": (8.4, 3.0, 0.0, 0.0, 23),
    "5 % guessed": (14.4, 2.0, 0.05, 0.0, 23),
    "falls over twelve rungs": (10.0, 0.5, 0.02, 0.02, 20),
    "the same, 20 % guessed": (8.0, 0.7, 0.2, 0.05, 16),
    "four choices": (8.0, 1.5, 0.25, 0.02, 16),
    "near the last rung": (11.3, 1.5, 0.02, 0.01, 12),
    "10 % missed however easy": (8.0, 1.5, 0.01, 0.1, 16),
    "five points a rung": (4.0, 0.2, 0.0, 0.0, 8),
    "two points a rung": (7.0, 0.1, 0.0, 0.0, 8),
    "one point a rung": (8.0, 0.05, 0.0, 0.0, 8),
}
"""Middle, slope in logits a rung, floor, lapse and last rung."""
ITEMS = (25, 100)


def main() -> None:
    """Score every curve and print the table."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    rng = np.random.default_rng(0)
    print("| curve | items a rung | held, % | width | off by, mean |\n|---|---|---|---|---|")
    for name, (middle, slope, floor, lapse, last) in CURVES.items():
        rungs = np.arange(1, last + 1)
        chances = floor + (1 - floor - lapse) * special.expit(slope * (middle - rungs))
        truth = middle - special.logit((0.5 - floor) / (1 - floor - lapse)) / slope
        for items in ITEMS:
            found = [
                frontier({int(r): Count(int(n), items) for r, n in zip(rungs, right, strict=True)})
                for right in rng.binomial(items, chances, size=(draws, last))
            ]
            held = np.mean([one.low <= truth <= one.high for one in found])
            width = np.mean([one.high - one.low for one in found])
            off = np.mean([one.rung - truth for one in found])
            print(f"| {name} | {items} | {100 * held:.0f} | {width:.2f} | {off:+.2f} |", flush=True)


if __name__ == "__main__":
    main()
