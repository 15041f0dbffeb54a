"""Figures of the accuracy curve over rungs: its area, the rungs it reads, the share of gold."""

from __future__ import annotations

import numpy as np

from saturate.analysis.figures.resample import Resampled, interval
from saturate.results.figures import GoldShare, Moved, RungRead
from saturate.stats.curves import fit_curves
from saturate.stats.frontier import CROSSED, Frontier
from saturate.stats.intervals import Interval

READ = (CROSSED, 0.8)
"""Shares at which the curve is read."""


def area(held: Resampled, before: int, after: int) -> Moved:
    """Area under accuracy over the scored rungs, of two scorings.

    The Riemann sum of accuracy over difficulty by which GSM-Infinite ranks models (Zhou et al.
    2025, arXiv 2502.05252, evaluation section and leaderboard). A rung is one unit wide, so a model
    that reads the first ten rungs and no other has an area of 10.

    Args:
        held: Scorings of the same rungs.
        before: Which scoring is the earlier one.
        after: Which is the later one.
    """
    return Moved(
        before=_bounded(_area(held, before), len(held.rungs)),
        after=_bounded(_area(held, after), len(held.rungs)),
        change=gained(held, before, after),
    )


def gained(held: Resampled, before: int, after: int) -> Interval:
    """By how many rungs the area grew, item by item."""
    value = float(held.shares[after].sum() - held.shares[before].sum())
    return interval(value, held.areas[after] - held.areas[before])


def rungs_read(held: Resampled, before: int, after: int) -> list[RungRead]:
    """The rungs at which the fitted curves of two scorings read 50 and 80 %.

    As METR reads its time horizons (Kwa et al. 2025, arXiv 2503.14499, section on computing them):
    one fitted curve, read at both shares, with a bootstrap over items and their sources.
    """
    ends = held.rungs[0] - 0.5, held.rungs[-1] + 0.5
    fits = {}
    for one in (before, after):
        rows = np.vstack([held.shares[one], held.drawn[one].clip(0.0, 1.0)])
        fits[one] = fit_curves(held.rungs, rows * held.items[one], held.items[one])
    found = []
    for share in READ:
        at = {one: np.clip(fit.at(share), *ends) for one, fit in fits.items()}
        moved = at[after] - at[before]
        found.append(
            RungRead(
                share=share,
                before=_frontier(at[before], ends),
                after=_frontier(at[after], ends),
                change=interval(float(moved[0]), moved[1:]),
            )
        )
    return found


def gold_share(held: Resampled, base: int, arm: int, gold: int, number: int) -> GoldShare:
    """The arm's gain in area divided by the gold arm's, on the same items.

    How near self-made labels come to the oracle's is what Qi et al. 2026 compare (arXiv 2606.01075,
    abstract); as a ratio it is the performance gap recovered of Burns et al. 2023 (arXiv
    2312.09390, methodology). The interval is that of the ratio over resampled items.

    Args:
        held: Scorings of base model, arm and gold arm.
        base: Which scoring is the base model's.
        arm: Which is the arm's.
        gold: Which is the gold arm's.
        number: The round at which both arms are read.
    """
    own, best = gained(held, base, arm), gained(held, base, gold)
    if best.low <= 0:
        return GoldShare(
            round=number, gained=own, gold_gained=best, share=None,
            undefined="gold gained nothing that these items show: "
            f"{best.value:+.1f} [{best.low:+.1f}, {best.high:+.1f}] rungs of area",
        )  # fmt: skip
    areas = held.areas
    ratios = (areas[arm] - areas[base]) / (areas[gold] - areas[base])
    share = interval(own.value / best.value, ratios)
    return GoldShare(round=number, gained=own, gold_gained=best, share=share)


def _area(held: Resampled, one: int) -> Interval:
    return interval(float(held.shares[one].sum()), held.areas[one])


def _bounded(area: Interval, most: float) -> Interval:
    return Interval(area.value, max(0.0, area.low), min(most, area.high))


def _frontier(at: np.ndarray, ends: tuple[float, float]) -> Frontier:
    """The first reading with the percentiles of the others, or the side on which it lies."""
    rung, low, high = interval(float(at[0]), at[1:])
    place = "within"
    if rung >= ends[1]:
        place = "above the last rung"
    elif rung <= ends[0]:
        place = "below the first rung"
    return Frontier(rung, low, high, place)
