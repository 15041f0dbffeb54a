"""What a calibration costs against a sweep, and whether its intervals hold what they promise.

``python tests/benchmarks/calibration.py simulate`` asks simulated models whose thresholds are
known; ``... seed`` draws answers as often right as the embedded model's card says. A sweep asks
every rung alike and is read by the same posterior, so that the choice of items is all that differs.
Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
from scipy import special, stats

from saturate.analysis.asking import Asked
from saturate.analysis.calibration import Belief, Limits, Prior, search
from saturate.models.naming import seed_folder
from saturate.stats.intervals import Count, wilson

LADDER = (1, 40)
SWEEP = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96)
"""Items a rung at which a sweep's width is read; widths between are interpolated."""
Curve = Callable[[np.ndarray], np.ndarray]


class Trial(NamedTuple):
    """What repeated calibrations of one model gave."""

    items: float
    width: float
    covered: int
    error: float
    reached: float
    sweep: float
    """Items of a sweep of the whole ladder with the same mean width."""
    narrow: float
    """The same for a sweep of as many rungs as fit between the ends of ``NARROW``."""


NARROW = 12
"""Rungs of a sweep by someone who already knows roughly where the threshold is."""


def logistic(threshold: float, slope: float, lapse: float = 0.02, floor: float = 0.0) -> Curve:
    """A curve of the family that the search assumes."""
    height = 1 - floor - lapse
    shift = special.logit((0.5 - floor) / height) / slope
    return lambda rungs: floor + height * special.expit(slope * (threshold + shift - rungs))


def steps(threshold: float) -> Curve:
    """Each step is right with one chance: accuracy halves with every ``threshold`` rungs."""
    return lambda rungs: 0.5 ** (rungs / threshold)


def gaussian(threshold: float, spread: float) -> Curve:
    """A cumulative Gaussian: tails that fall faster than a logistic's."""
    return lambda rungs: stats.norm.sf((rungs - threshold) / spread)


def trial(curve: Curve, threshold: float, draws: int, limits: Limits) -> Trial:
    """Calibrate and sweep ``draws`` times."""
    rungs = np.arange(LADDER[0], LADDER[1] + 1)
    chance = dict(zip(rungs.tolist(), curve(rungs).tolist(), strict=True))
    low = min(max(LADDER[0], round(threshold) - NARROW // 2), LADDER[1] - NARROW + 1)
    found, widths, narrow = [], [], []
    for draw in range(draws):
        rng = np.random.default_rng(draw)
        found.append(
            search(Prior(*LADDER, 0.5), partial(ask, chance=chance, rng=rng), limits, seed=draw)
        )
        answers = {r: rng.random(SWEEP[-1]) < p for r, p in chance.items()}
        if draw < SWEEPS:
            widths.append(sweep_widths(Prior(*LADDER, 0.5), answers))
            inside = Prior(low, low + NARROW - 1, 0.5)
            narrow.append(sweep_widths(inside, answers))
    wide = float(np.mean([f.threshold.high - f.threshold.low for f in found]))
    return Trial(
        items=float(np.mean([f.items for f in found])),
        width=wide,
        covered=sum(f.threshold.low <= threshold <= f.threshold.high for f in found),
        error=float(np.mean([abs(f.threshold.value - threshold) for f in found])),
        reached=float(np.mean([f.reached for f in found])),
        sweep=len(rungs) * items_for(wide, np.mean(widths, axis=0)),
        narrow=NARROW * items_for(wide, np.mean(narrow, axis=0)),
    )


SWEEPS = 20
"""Sweeps behind a mean width."""


def ask(wanted: Mapping[int, int], chance: dict[int, float], rng: np.random.Generator) -> Asked:
    """Answers of a simulated model."""
    return Asked({r: Count(int(rng.binomial(n, chance[r])), n) for r, n in wanted.items()})


def sweep_widths(prior: Prior, answers: dict[int, np.ndarray]) -> list[float]:
    """Widths of the threshold's interval after so many items on every rung."""
    widths, belief, asked = [], Belief(prior), 0
    for items in SWEEP:
        belief.update(
            {
                rung: Count(int(answers[rung][asked:items].sum()), items - asked)
                for rung in range(prior.first, prior.last + 1)
            }
        )
        asked = items
        low, high = belief.threshold()[1:]
        widths.append(high - low)
    return widths


def items_for(width: float, widths: np.ndarray) -> float:
    """Items a rung at which a sweep's mean width is ``width``; infinite beyond those tried."""
    falling = np.minimum.accumulate(widths)
    if width < falling[-1]:
        return math.inf
    at = np.interp(-math.log(width), -np.log(falling), np.log(SWEEP))
    return float(np.exp(at))


def simulate(draws: int, limits: Limits) -> None:
    """Print the tables of simulated models."""
    rows: list[tuple[str, float, Curve]] = [
        (f"logistic, slope {slope}", threshold, logistic(threshold, slope))
        for slope in (0.5, 1.0, 2.0, 4.0)
        for threshold in (6.4, 20.5)
    ]
    rows += [("steps, each right alike", t, steps(t)) for t in (4.0, 12.0)]
    rows += [("Gaussian, spread 1.5", t, gaussian(t, 1.5)) for t in (12.7,)]
    rows += [("logistic, slope 2, lapse 0.1", 12.7, logistic(12.7, 2.0, 0.1))]
    rows += [
        (f"logistic, slope {slope}, {floor:.0%} guessed", 12.7, logistic(12.7, slope, floor=floor))
        for slope, floor in ((2.0, 0.05), (2.0, 0.1), (2.0, 0.25), (0.7, 0.25), (2.0, 0.15))
    ]
    head(f"sweep 1:{LADDER[1]}", f"sweep of {NARROW}")
    covered = 0
    for name, threshold, curve in rows:
        one = trial(curve, threshold, draws, limits)
        covered += one.covered
        row(name, threshold, one, draws)
    share = wilson(covered, draws * len(rows))
    print(f"\nCoverage over all: {100 * share.value:.1f} % [{_ends(share)}]")


def embedded(draws: int, limits: Limits) -> None:
    """Print the table of the embedded model, from the accuracies that its card publishes."""
    card = (seed_folder() / "README.md").read_text("utf-8")
    found = re.findall(r"^\| gsm8k \| (\d+) \| \w+ \| ([\d.]+) ", card, re.MULTILINE)
    shares = {int(rung): float(right) / 100 for rung, right in found}

    def curve(rungs: np.ndarray) -> np.ndarray:
        # Rungs beyond those of the card are taken to be as hard as its last one.
        return np.interp(rungs, list(shares), list(shares.values()))

    last = max(rung for rung, share in shares.items() if share >= 0.5)
    odds = special.logit([shares[last], shares[last + 1]])
    threshold = last + odds[0] / (odds[0] - odds[1])
    head(f"sweep 1:{LADDER[1]}", f"sweep of {NARROW}")
    row("embedded model, gsm8k", round(threshold, 2), trial(curve, threshold, draws, limits), draws)


def head(*sweeps: str) -> None:
    """Print a table's head."""
    columns = ["model", "threshold", "items", "width", "width reached", "mean error", "covered"]
    columns += [f"{name}, items (times)" for name in sweeps]
    print("| " + " | ".join(columns) + " |\n|" + "---|" * len(columns))


def row(name: str, threshold: float, one: Trial, draws: int) -> None:
    """Print a table's row."""
    share = wilson(one.covered, draws)
    sweeps = [f"{s:.0f} ({s / one.items:.1f})" for s in (one.sweep, one.narrow)]
    cells = [name, threshold, f"{one.items:.0f}", f"{one.width:.2f}", f"{one.reached:.0%}"]
    cells += [f"{one.error:.2f}", f"{100 * share.value:.0f} % [{_ends(share)}]", *sweeps]
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def _ends(share: tuple[float, float, float]) -> str:
    return f"{100 * share[1]:.0f}, {100 * share[2]:.0f}"


def main() -> None:
    """Run what is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["simulate", "seed"])
    parser.add_argument("--draws", type=int, default=100)
    parser.add_argument("--width", type=float, default=Limits().width)
    asked = parser.parse_args()
    limits = Limits(width=asked.width)
    if asked.what == "simulate":
        simulate(asked.draws, limits)
    else:
        embedded(asked.draws, limits)


if __name__ == "__main__":
    main()
