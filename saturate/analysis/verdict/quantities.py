"""Intervals for what was looked at, at levels that are corrected for the number of effects."""

from __future__ import annotations

from collections.abc import Sequence

from saturate.analysis.verdict.effects import Baseline, Effect
from saturate.results.verdict import Contrast, Quantity
from saturate.stats.intervals import estimate_interval, estimate_p, mean_over_runs
from saturate.stats.multiplicity import holm
from saturate.stats.power import detectable, detectable_over_runs, needed


def quantities(effects: Sequence[Effect], alpha: float) -> list[Quantity]:
    """Effects with their intervals.

    Args:
        effects: What was looked at, from one run or from several.
        alpha: Error rate of all of them; Holm's procedure spends it over them.
    """
    p_values = [estimate_p(mean_over_runs(effect.against[0].changes)) for effect in effects]
    levels = holm(p_values, alpha)
    return [
        _quantity(effect, p <= level, level)
        for effect, p, level in zip(effects, p_values, levels, strict=True)
    ]


def _quantity(effect: Effect, moved: bool, level: float) -> Quantity:
    changes = effect.against[0].changes
    estimate = mean_over_runs(changes)
    alone = changes[0] if len(changes) == 1 else None
    return Quantity(
        name=effect.name,
        reading=effect.reading,
        ladder=effect.sets[0].ladder or None,
        rungs=[one.rung for one in effect.sets if one.ladder],
        items=min(one.items for one in changes),
        paired=effect.paired,
        before=effect.before,
        after=effect.after,
        level=level,
        moved="held" if not moved else "rose" if estimate.value > 0 else "fell",
        detectable=detectable(alone, level) if alone else detectable_over_runs(changes, level),
        needed=None if moved or not alone else needed(alone, level),
        contrasts=[_contrast(one, level) for one in effect.against],
    )


def _contrast(against: Baseline, level: float) -> Contrast:
    estimate = mean_over_runs(against.changes)
    flipped = sum(one.flipped for one in against.changes)
    total = sum(one.total for one in against.changes)
    return Contrast(
        against=against.name,
        role=against.role,
        difference=estimate_interval(estimate, level),
        gained=(flipped + total) / 2,
        lost=(flipped - total) / 2,
        p=estimate_p(estimate),
        own=estimate_interval(mean_over_runs(against.own), level) if against.own else None,
    )
