"""Rungs that moved each by itself, which the sentence names beside quantities that pool them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from saturate.analysis.changes import pooled
from saturate.analysis.evidence import ArmScores, ItemSet
from saturate.analysis.verdict.effects import ladder_rungs
from saturate.analysis.verdict.item_sets import moves_of_set
from saturate.stats.intervals import change_p
from saturate.stats.multiplicity import holm

LEARNED = 0.8
"""A rung that was trained on counts as learned when it reads so much, and has risen to it."""


class RungsAlone(NamedTuple):
    """Rungs of the run's ladder."""

    learned: Sequence[int]
    """Trained on; read well now, did not before, and rose beyond noise."""
    risen: Sequence[int]
    """Scored, and rose beyond noise."""


def rungs_alone(base: ArmScores, now: ArmScores, ladder: str, alpha: float) -> RungsAlone:
    """Which rungs rose each by itself, by the strict reading.

    Args:
        base: The base model.
        now: An arm after a round.
        ladder: The run's ladder.
        alpha: Error rate of all rungs that are named as one thing; Holm's procedure spends it over
            those that could be.
    """
    scored = [ItemSet("rung", ladder, rung) for rung in ladder_rungs(now, ladder)]
    trained = [one for one in scored if one.rung in now.trained]
    return RungsAlone(
        learned=[
            one.rung
            for one in _risen(base, now, trained, alpha)
            if now.sets[one].strict.share >= LEARNED > base.sets[one].strict.share
        ],
        risen=[one.rung for one in _risen(base, now, scored, alpha)],
    )


def in_every_run(each: Sequence[RungsAlone]) -> RungsAlone:
    """Rungs that all runs name."""
    learned, risen = (sorted(set.intersection(*map(set, one))) for one in zip(*each, strict=True))
    return RungsAlone(learned, risen)


def _risen(base: ArmScores, now: ArmScores, sets: Sequence[ItemSet], alpha: float) -> list[ItemSet]:
    moved = [(one, moves_of_set(base, now, one, "strict")) for one in sets]
    changes = [(one, pooled([found], [1])) for one, found in moved]
    held = [(one, change) for one, change in changes if change is not None]
    p_values = [change_p(change) for _, change in held]
    return [
        one
        for (one, change), p, level in zip(held, p_values, holm(p_values, alpha), strict=True)
        if p <= level and change.total > 0
    ]
