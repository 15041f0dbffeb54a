"""Whether a set of items can tell two neighbouring rounds apart."""

from __future__ import annotations

from collections.abc import Sequence

from saturate.analysis.changes import change
from saturate.analysis.evidence import ORIGINAL, ArmScores, ItemSet
from saturate.results.saturation import Discrimination
from saturate.stats.intervals import LEVEL, change_interval, change_p
from saturate.stats.multiplicity import holm
from saturate.stats.power import detectable


def discriminations(
    states: Sequence[ArmScores], since: int, names: Sequence[ItemSet], benchmark: str
) -> list[Discrimination]:
    """How well each set tells two rounds apart, corrected for the number of sets (Holm).

    Args:
        states: An arm's, by round; the last is compared.
        since: The earlier round it is compared with.
        names: Sets to look at; those not scored both times are left out. The original benchmark
            is read by its flexible filter, rungs by their strict one.
        benchmark: What the original benchmark is called.
    """
    before, after = states[since], states[-1]
    found = []
    for name in names:
        if name not in before.sets or name not in after.sets:
            continue
        reading = 1 if name == ORIGINAL else 0
        difference = change(before.sets[name][reading], after.sets[name][reading])
        if difference is not None:
            found.append((name, after.sets[name][reading].share, difference))
    levels = holm([change_p(one) for _, _, one in found], 1 - LEVEL)
    return [
        Discrimination(
            name=benchmark if name == ORIGINAL else f"rung {name.rung}",
            rung=None if name == ORIGINAL else name.rung,
            items=one.items,
            score=share,
            since=since,
            difference=change_interval(one, level),
            detectable=detectable(one, level),
            tells=change_p(one) <= level,
        )
        for (name, share, one), level in zip(found, levels, strict=True)
    ]
