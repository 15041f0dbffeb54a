"""How many items of each rung a round is scored on, where the setting says ``adaptive``.

Most rungs are answered always or never, and their items say nothing of the frontier. The base model
is scored on all items of every rung (``FULL_ITEMS``). A later round is scored on all where they are
expected to tell something of its frontier, and on the first ``THIN`` of the same items elsewhere.

What is expected comes from the round before: the posterior of its crossing (as ``saturate
calibrate`` holds it), moved by every climb that a round may make. Outcomes of the round that is
scored are not looked at. Which items of a rung are taken goes by their index alone, and items of a
rung are drawn alike, so the first ones stand for all whatever was answered before.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from saturate.config.settings import FULL_ITEMS
from saturate.stats.belief import Belief, Prior
from saturate.stats.frontier import CROSSED
from saturate.stats.intervals import Count

THIN = 20
"""Items of the other rungs."""
_COVERED = 0.95
"""Share of the expected information that the rungs with all their items hold."""
_FALL = 1
"""Rungs that a frontier is expected to fall in a round, at most."""


def items_by_rung(
    before: Mapping[int, Count], climb: int, leading: Mapping[int, int] | None = None
) -> dict[int, int]:
    """Items to score on each rung.

    Args:
        before: Right answers and items by rung, of the same arm one round before; rungs without a
            gap.
        climb: Most rungs that a frontier is expected to rise in a round.
        leading: Items by rung that another arm is scored on in the same round; as many at least
            are taken, so that the two can be compared item by item.
    """
    rungs = sorted(before)
    belief = Belief(Prior(rungs[0], rungs[-1], CROSSED))
    belief.update(before)
    worth = _moved(belief.information(), climb)
    order = np.argsort(-worth, kind="stable")
    risen = np.cumsum(worth[order])
    needed = int(np.searchsorted(risen, _COVERED * risen[-1])) + 1
    near = {rungs[i] for i in order[:needed].tolist()}
    return {
        rung: max(FULL_ITEMS if rung in near else THIN, (leading or {}).get(rung, 0))
        for rung in rungs
    }


def planned_items(rungs: int, climb: int, leads: bool) -> int:
    """About how many items a round is scored on; an arm beside the leading one has two windows."""
    near = (climb + _FALL + 1) * (1 if leads else 2)
    return rungs * THIN + min(rungs, near) * (FULL_ITEMS - THIN)


def _moved(information: np.ndarray, climb: int) -> np.ndarray:
    """Information by rung, averaged over the ways that the frontier may move until the round."""
    padded = np.pad(information, (climb, _FALL))
    ways = climb + _FALL + 1
    found: np.ndarray = np.convolve(padded, np.full(ways, 1 / ways), "valid")
    return found
