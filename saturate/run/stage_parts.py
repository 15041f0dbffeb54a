"""What reinforcement and the rounds after it added to an arm, each by itself, and what it cost."""

from __future__ import annotations

from collections.abc import Sequence

from saturate.results.reinforcement import StagePart
from saturate.results.schema import Round
from saturate.stats.frontier import frontier_gain

_SCORED = ("score", "sampled", "original", "redrawn")
"""Stages that measure and do not train."""


def stage_parts(rounds: Sequence[Round]) -> list[StagePart]:
    """The parts of an arm; none where it was not reinforced.

    Args:
        rounds: From the base model on.
    """
    reinforced = [one for one in rounds[1:] if one.reinforcement is not None]
    if not reinforced:
        return []
    turn = 1 + len(reinforced)
    parts = [_part("rl", rounds[0], rounds[1:turn])]
    return parts + ([_part("rounds", rounds[turn - 1], rounds[turn:])] if rounds[turn:] else [])


def _part(stage: str, before: Round, rounds: Sequence[Round]) -> StagePart:
    return StagePart(
        stage=stage,
        rounds=len(rounds),
        cost={kind: _spent(rounds, kind) for kind in ("seconds", "tokens")},
        frontier_gain=frontier_gain(before.strict, rounds[-1].strict),
        undone=sum(one.undone for one in rounds),
    )


def _spent(rounds: Sequence[Round], kind: str) -> float:
    return sum(
        amount
        for one in rounds
        for name, amount in one.cost.items()
        if name.endswith(f"_{kind}") and name.removesuffix(f"_{kind}") not in _SCORED
    )
