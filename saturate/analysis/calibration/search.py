"""The search: pick a batch, ask it, update, until the interval is narrow enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from saturate.analysis.asking import Ask
from saturate.analysis.calibration.design import pick_batch
from saturate.ladder import stable_hash
from saturate.stats.belief import Belief, Prior
from saturate.stats.intervals import Count, Interval

_TRIED = 16
"""A rung of which none of so many items fits into the model's context is asked no more."""
Place = Literal["within", "above the last rung", "below the first rung"]


class Limits(NamedTuple):
    """When to stop, and how much to ask at once."""

    width: float = 1.0
    """Wanted width of the threshold's 95 % credible interval, in rungs."""
    items: int = 400
    """Most items to ask."""
    batch: int = 16
    """Items asked at once."""


class SearchResult(NamedTuple):
    """What a search found."""

    threshold: Interval
    """The rung, in fractions, at which accuracy crosses the target; 95 % credible interval."""
    place: Place
    """``within`` unless the whole interval lies beyond an end of the ladder."""
    rung: int
    """The rung whose accuracy is expected to be nearest to the target."""
    accuracy: Interval
    """Expected accuracy there, as a share; 95 % credible interval."""
    counts: dict[int, Count]
    """Right answers and items asked, by rung."""
    batches: int
    reached: bool
    """Whether the wanted width was reached, or the threshold shown to be out of reach."""
    left_out: Mapping[int, int] = MappingProxyType({})
    """By rung, items that the model's context does not hold, which were not asked."""

    @property
    def items(self) -> int:
        """Items asked in all."""
        return sum(count.total for count in self.counts.values())


def search(
    prior: Prior,
    ask: Ask,
    limits: Limits,
    seed: int = 0,
    tell: Callable[[Mapping[int, Count], SearchResult], None] | None = None,
) -> SearchResult:
    """Find the threshold.

    Args:
        prior: The rungs that may be asked, and the target.
        ask: Asks the model.
        limits: When to stop.
        seed: Seed of the choice of batches.
        tell: Told of each batch: what was asked in it, and where the search stands.
    """
    belief = Belief(prior)
    counts: dict[int, Count] = {}
    left_out: Counter[int] = Counter()
    exhausted: set[int] = set()
    batches = 0
    found = _found(belief, counts, batches, limits)
    while not found.reached and found.items < limits.items:
        size = min(limits.batch, limits.items - found.items)
        wanted = pick_batch(belief, size, stable_hash(seed, batches) % 2**32, exhausted)
        if not wanted:
            break
        asked = ask(wanted)
        exhausted |= asked.used_up(wanted)
        belief.update(asked.counts)
        for rung, (right, total) in asked.counts.items():
            held = counts.get(rung, Count(0, 0))
            counts[rung] = Count(held.right + right, held.total + total)
        left_out.update(asked.left_out)
        exhausted |= {r for r, cut in left_out.items() if r not in counts and cut >= _TRIED}
        batches += 1
        found = _found(belief, counts, batches, limits)._replace(left_out=dict(left_out))
        if tell is not None:
            tell(asked.counts, found)
    return found


def _found(belief: Belief, counts: dict[int, Count], batches: int, limits: Limits) -> SearchResult:
    threshold = belief.threshold()
    first, last, target = belief.prior
    place: Place = "within"
    if threshold.low > last:
        place = "above the last rung"
    elif threshold.high < first:
        place = "below the first rung"
    near = {min(max(round(end), first), last) for end in threshold}
    accuracies = {rung: belief.accuracy(rung) for rung in range(min(near), max(near) + 1)}
    rung = min(accuracies, key=lambda r: abs(accuracies[r].value - target))
    reached = place != "within" or threshold.high - threshold.low <= limits.width
    return SearchResult(
        threshold, place, rung, accuracies[rung], dict(sorted(counts.items())), batches, reached
    )
