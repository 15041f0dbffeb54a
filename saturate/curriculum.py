"""Which rungs a round works on, by agreement alone. No rule looks at gold.

The voted arm walks upwards from its highest labelled rung. A rung whose agreement is already high
is not labelled again; one that was labelled with low agreement is repeated. The walk goes on, rung
by rung, as long as agreement lets it, and stops at the first rung that the model cannot label.
Where not even the first is labelled, it steps down until one is.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from saturate.config import RunConfig

PROBE = 64
"""Proposals that decide whether a rung is worth the rest of them."""
_WELL_KNOWN = 0.9
"""A rung kept at this share needs no second labelling."""
_PROBE_MARGIN = 0.5
"""A probe may read this share of the coverage floor; 64 proposals tell no more."""
_MOST_OFF_TREND = 0.2
"""Where more of the agreed answers than this are of unusual length, a mistake is shared."""
_MOST_PROPOSALS = 3
"""Where few proposals are kept, at most so many times as many are made."""


class RungReading(NamedTuple):
    """What labelling says of a rung, without gold."""

    coverage: float
    precision: float
    """Estimated from agreement."""
    off_trend: float = 0.0
    """Share of the agreed answers that are longer or shorter than the rungs below let expect."""


class Pace(NamedTuple):
    """Where an arm stands."""

    top: int
    """Highest rung of the last round that labelled any."""
    coverage: float
    """Share of its proposals that were kept, last time."""


def passes_probe(reading: RungReading, config: RunConfig) -> bool:
    """Whether a rung's first proposals promise enough to ask for the rest."""
    return reading.coverage >= config.coverage_floor * _PROBE_MARGIN


def proposals_wanted(reading: RungReading, config: RunConfig) -> int:
    """How many proposals give the wanted number of labels, going by the probe."""
    share = max(reading.coverage, 1 / _MOST_PROPOSALS)
    return math.ceil(config.proposals / share)


def passes(reading: RungReading, config: RunConfig) -> bool:
    """Whether a rung may be trained on."""
    return (
        reading.coverage >= config.coverage_floor
        and reading.precision >= config.precision_floor
        and reading.off_trend <= _MOST_OFF_TREND
    )


def walk(
    pace: Pace,
    config: RunConfig,
    last: int | None,
    first: int,
    read: Callable[[int], RungReading | None],
) -> Pace:
    """Label the rungs of one round.

    Args:
        pace: Where the arm stands.
        config: Floors and the most rungs a round may take.
        last: Last rung of the ladder, ``None`` where it is open-ended.
        first: Lowest rung to step down to.
        read: Labels a rung; ``None`` where a floor was missed, so that it is not trained on.

    Returns:
        Where the arm stands now; the same where nothing was labelled.
    """
    rung = pace.top + 1 if pace.coverage >= _WELL_KNOWN else pace.top
    taken: Pace | None = None
    for _ in range(config.rungs_per_round):
        if last is not None and rung > last:
            break
        reading = read(rung)
        if reading is None:
            break
        taken = Pace(rung, reading.coverage)
        rung += 1
    while taken is None and rung > first:
        rung -= 1
        reading = read(rung)
        if reading is not None:
            taken = Pace(rung, reading.coverage)
    return taken or pace
