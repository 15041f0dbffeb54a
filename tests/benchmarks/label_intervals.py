"""How often the interval of a share of right labels holds the truth where labels come in clusters.

``python tests/benchmarks/label_intervals.py`` draws labels whose truth is known: each problem, or
published item, has a chance of its own (beta), and its labels are drawn by that. Prints a Markdown
table, with the interval beside it that takes every label for one by itself.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from saturate.stats.clusters import Clusters, design_effect, pooled_count
from saturate.stats.intervals import Count, share_of

DRAWS = 2000


class Design(NamedTuple):
    """What is drawn."""

    name: str
    clusters: int
    """Of each round."""
    size: int
    """Labels of a cluster."""
    rho: float
    """Correlation of two labels of a cluster."""
    rounds: tuple[float, ...]
    """Share of right labels in each."""


DESIGNS = [
    Design("200 problems, 7 samples each", 200, 7, 0.7, (0.6,)),
    Design("200 problems, views:3,samples:3", 200, 9, 0.22, (0.6,)),
    Design("200 problems, views:7", 200, 7, 0.1, (0.6,)),
    Design("24 published items on six rungs", 24, 6, 0.8, (0.3,)),
    Design("the same, nearly all right", 24, 6, 0.8, (0.95,)),
    Design("200 problems, 7 samples, nearly all right", 200, 7, 0.7, (0.99,)),
    Design("200 problems, 7 samples, all but one in a thousand", 200, 7, 0.7, (0.999,)),
    Design("8 published items on six rungs", 8, 6, 0.8, (0.6,)),
    Design("8 rounds of 200 problems, views:7", 200, 7, 0.1,
           (0.95, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1)),
]  # fmt: skip


def drawn(design: Design, random: np.random.Generator) -> list[Clusters]:
    """Labels of each round."""
    rounds = []
    for share in design.rounds:
        first, second = (one * (1 - design.rho) / design.rho for one in (share, 1 - share))
        chances = random.beta(first, second, size=design.clusters)
        right = random.binomial(design.size, chances).tolist()
        rounds.append(Clusters((Count(one, design.size), "") for one in right))
    return rounds


def row(design: Design) -> str:
    """How often each interval holds the truth, and how wide it is on average."""
    random, truth = np.random.default_rng(0), float(np.mean(design.rounds))
    held, width = np.zeros(2), np.zeros(2)
    for _ in range(DRAWS):
        rounds = drawn(design, random)
        for place, effect in enumerate((1.0, design_effect(rounds))):
            _, low, high = share_of(pooled_count(rounds), effect)
            held[place] += low <= truth <= high
            width[place] += high - low
    cells = [f"{100 * h / DRAWS:.0f} | {100 * w / DRAWS:.1f}" for h, w in zip(held, width)]
    return f"| {design.name} | {design.rho} | {100 * truth:.4g} | {' | '.join(cells)} |"


if __name__ == "__main__":
    print("| labels | rho | right, % | single: holds, % | points wide | clustered: holds, % | "
          "points wide |\n|---|---|---|---|---|---|---|")  # fmt: skip
    for one in DESIGNS:
        print(row(one), flush=True)
