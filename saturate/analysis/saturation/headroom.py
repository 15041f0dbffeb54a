"""What is left between a score and the benchmark's ceiling."""

from __future__ import annotations

from typing import NamedTuple

from saturate.analysis.evidence import Items
from saturate.results.saturation import Headroom
from saturate.stats.intervals import Interval, wilson


class Faults(NamedTuple):
    """Items of a benchmark whose answer is wrong or one of several."""

    faulty: int
    total: int
    source: str


KNOWN_FAULTS = {
    "gsm8k": Faults(
        70,
        1319,
        "of the 120 of 1,319 test questions that GSM8K-Platinum (Vendrow et al. 2025, arXiv "
        "2502.03461; dataset madrylab/gsm8k-platinum) corrects or drops, each solved anew: 12 have "
        "a wrong answer, 58 more than one reading, 50 are sound",
    )
}
"""By benchmark, items on which a perfect solver may be called wrong."""


def headroom(benchmark: str, items: Items, guessed: float | None) -> Headroom:
    """Ceiling minus score.

    Args:
        benchmark: Its name in lm-eval.
        items: The last scoring, by the flexible reading.
        guessed: What guesses among its options are worth, where it has options.
    """
    faults = KNOWN_FAULTS.get(benchmark)
    ceiling = 1.0 if faults is None else 1 - faults.faulty / faults.total
    score = wilson(round(float(items.right.sum())), len(items.right))
    return Headroom(
        benchmark=benchmark,
        reading="flexible",
        items=len(items.right),
        score=score,
        guessed=guessed,
        ceiling=ceiling,
        source="" if faults is None else faults.source,
        headroom=Interval(ceiling - score.value, ceiling - score.high, ceiling - score.low),
    )
