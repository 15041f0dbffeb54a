"""How far off is the forecast of the frontier? Fits the first part of past runs, predicts the rest.

    python tests/benchmarks/forecast_backtest.py RUN...

Reads the scores of finished rounds of every arm of the run folders, whether or not the run ended;
a course ends where it leaves the rungs that were scored, and equal courses count once.
The forecast of the product (a damped trend) is shown beside three that it was chosen over. ``half``
cuts each course once, in the middle; ``every`` at every round from the fourth point on.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from scipy import special

from saturate.analysis.saturation.forecast import FEWEST, forecast
from saturate.stats.frontier import frontier
from saturate.stats.intervals import Count
from saturate.storage.files import read_json

Fit = Callable[[np.ndarray, int], tuple[list[float], list[float]]]
"""From a course and the rounds ahead: values, and half widths of their 95 % intervals."""


def courses(run: Path) -> dict[str, list[float]]:
    """The frontier by round of every arm of a run folder."""
    ladder = (read_json(run / "run.json") or {}).get("ladder", "")
    base = _point(run / "base/score/summary.json", ladder)
    found = {}
    for arm in sorted(path for path in run.glob("*") if (path / "01").is_dir()):
        points = [base]
        while (p := _point(arm / f"{len(points):02d}/score/summary.json", ladder)) is not None:
            points.append(p)
        held = [p for p in points if p is not None]
        if len(held) > FEWEST and len(held) == len(points):  # the base model's, too
            found[f"{run.name}/{arm.name}"] = held
    return found


def _point(file: Path, ladder: str) -> float | None:
    scores = (read_json(file) or {}).get("strict", {})
    counts = {
        int(task.rpartition("_rung_")[2]): Count(sum(bool(r) for _, r in items), len(items))
        for task, items in scores.items()
        if task.startswith(f"saturate_{ladder}_rung_")
    }
    if not counts or (found := frontier(counts, draws=2)).place != "within":
        return None
    return found.rung


def damped(course: np.ndarray, ahead: int) -> tuple[list[float], list[float]]:
    """The product's own."""
    points = forecast(list(course), ahead, -math.inf, math.inf)
    return [p.value for p in points], [p.high - p.value for p in points]


def stays(course: np.ndarray, ahead: int) -> tuple[list[float], list[float]]:
    """As the last round was."""
    steps = np.diff(course)
    half = _t(len(steps)) * math.sqrt(float((steps**2).mean()))
    return [float(course[-1])] * ahead, [half * math.sqrt(h) for h in range(1, ahead + 1)]


def line(course: np.ndarray, ahead: int) -> tuple[list[float], list[float]]:
    """A straight line through the last four rounds."""
    last = course[-4:]
    return _least_squares(np.arange(4.0), last, 3.0 + np.arange(1, ahead + 1), [lambda x: x])


def saturating(course: np.ndarray, ahead: int) -> tuple[list[float], list[float]]:
    """An exponential approach to a limit, through all rounds."""
    rounds = np.arange(len(course), dtype=float)
    beyond = rounds[-1] + np.arange(1, ahead + 1)

    def misfit(rate: float) -> float:
        fitted, _ = _least_squares(rounds, course, rounds, [lambda x: np.exp(-rate * x)])
        return float(((np.array(fitted) - course) ** 2).sum())

    best = min(np.geomspace(0.05, 2, 60), key=misfit)
    return _least_squares(rounds, course, beyond, [lambda x: np.exp(-best * x)], spent=1)


def _least_squares(
    x: np.ndarray, y: np.ndarray, beyond: np.ndarray, terms: list, spent: int = 0
) -> tuple[list[float], list[float]]:
    design, ahead = (
        np.column_stack([np.ones(len(v)), *(t(v) for t in terms)]) for v in (x, beyond)
    )
    fit = np.linalg.lstsq(design, y, rcond=None)[0]
    free = max(1, len(y) - design.shape[1] - spent)
    variance = float(((y - design @ fit) ** 2).sum()) / free
    lever = np.einsum("ij,jk,ik->i", ahead, np.linalg.pinv(design.T @ design), ahead)
    half = _t(free + 1) * np.sqrt(variance * (1 + lever))
    return list(ahead @ fit), list(half)


def _t(n: int) -> float:
    return -float(special.stdtrit(n - 1, 0.025))


MODELS: dict[str, Fit] = {
    "damped trend (used)": damped,
    "stays as it is": stays,
    "line through the last four": line,
    "saturating curve": saturating,
}


def row(name: str, fit: Fit, held: Sequence[list[float]], every: bool) -> str:
    """Errors of one model, in rungs."""
    errors, inside, halves = [], [], []
    for course in held:
        n = len(course)
        middle = max(FEWEST, math.ceil(n / 2))
        for cut in range(FEWEST, n) if every else [middle]:
            values, widths = fit(np.array(course[:cut]), n - cut)
            for ahead, (value, half) in enumerate(zip(values, widths, strict=True), 1):
                error = value - course[cut + ahead - 1]
                errors.append((ahead, error))
                inside.append(abs(error) <= half)
                halves.append(half)
    off = [abs(e) for _, e in errors]
    near = [abs(e) for h, e in errors if h == 1]
    far = [abs(e) for h, e in errors if h >= 3]
    bias = float(np.mean([e for _, e in errors]))
    return (
        f"| {name} | {len(off)} | {np.mean(off):.2f} | {np.mean(near):.2f} | "
        f"{np.mean(far) if far else math.nan:.2f} | {bias:+.2f} | {100 * np.mean(inside):.0f} | "
        f"{np.median(halves):.2f} |"
    )


if __name__ == "__main__":
    found: dict[str, list[float]] = {}
    for argument in sys.argv[1:]:
        new = courses(Path(argument)).items()
        found |= {name: course for name, course in new if course not in found.values()}
    for name, course in found.items():
        print(f"{name:20} {' '.join(f'{value:.1f}' for value in course)}")
    for every in (False, True):
        print(f"\n{len(found)} courses, cut at {'every round' if every else 'the middle'}\n")
        print(
            "| model | points | mean error, rungs | one round ahead | three or more | bias | "
            "in the 95 % interval, % | its half width |"
        )
        print("|---|---|---|---|---|---|---|---|")
        for name, fit in MODELS.items():
            print(row(name, fit, list(found.values()), every))
