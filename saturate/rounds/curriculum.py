"""Which rungs a round works on, by agreement alone. No rule sees gold.

The voted arm walks upwards from its highest labelled rung. A rung whose agreement is already high
is not labelled again; one that was labelled with low agreement is repeated. The walk goes on, rung
by rung, as long as agreement lets it, and stops at the first rung that the model cannot label.
Where not even the first is labelled, it steps down until one is.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from saturate.config.run_config import RunConfig

PROBE = 64
"""Proposals that decide whether a rung is worth the rest of them."""
_WELL_KNOWN = 0.9
"""A rung kept at this share needs no second labelling."""
_PROBE_MARGIN = 0.5
"""A probe may read this share of the coverage floor; 64 proposals tell no more."""
_MOST_PROPOSALS = 3
"""Where few proposals are kept, at most so many times as many are made."""


class Position(NamedTuple):
    """Where an arm stands."""

    top: int
    """Highest rung of the last round that labelled any."""
    coverage: float
    """Share of its proposals that were kept, last time."""


def passes_probe(coverage: float, config: RunConfig) -> bool:
    """Whether the share of a rung's first proposals with a label is enough to ask for the rest."""
    return coverage >= config.coverage_floor * _PROBE_MARGIN


def proposals_wanted(coverage: float, config: RunConfig) -> int:
    """How many proposals give the wanted number of labels, going by the probe."""
    share = max(coverage, 1 / _MOST_PROPOSALS)
    return math.ceil(config.proposals / share)


def one_up(rung: int, last: int | None) -> int:
    """The next rung; the same at the ladder's end."""
    return rung + 1 if last is None else min(rung + 1, last)


def climb(
    before: Position,
    rungs: int,
    first: int,
    last: int | None,
    read: Callable[[int], float | None],
) -> Position:
    """Label the rungs of one round, upwards as long as agreement lets it.

    Args:
        before: Where the arm stands.
        rungs: Most rungs that the round may take.
        first: Lowest rung to step down to.
        last: Last rung of the ladder, ``None`` where it is open-ended.
        read: Labels a rung and gives the share of its proposals that got a label; ``None`` where a
            floor was missed, so that it is not trained on.

    Returns:
        Where the arm stands now; the same where nothing was labelled.
    """
    rung = before.top + 1 if before.coverage >= _WELL_KNOWN else before.top
    taken: Position | None = None
    for _ in range(rungs):
        if last is not None and rung > last:
            break
        coverage = read(rung)
        if coverage is None:
            break
        taken = Position(rung, coverage)
        rung += 1
    while taken is None and rung > first:
        rung -= 1
        coverage = read(rung)
        if coverage is not None:
            taken = Position(rung, coverage)
    return taken or before
