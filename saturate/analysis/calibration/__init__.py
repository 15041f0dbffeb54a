"""Finds the rung at which a model scores a target, with few items.

A psychometric problem: the chance of a right answer falls along one axis, and we look for the place
where it crosses the target. :mod:`saturate.stats.belief` holds what is known (a posterior on a
grid), :mod:`.design` picks what to ask next, :mod:`.search` asks in batches and stops.
"""

from saturate.analysis.calibration.search import Limits, SearchResult, search
from saturate.stats.belief import Belief, Prior

__all__ = ["Belief", "Limits", "Prior", "SearchResult", "search"]
