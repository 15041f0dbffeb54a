"""How many labels it takes at least until ballots can tell how many of them are right."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from saturate.voting.precision import MIN_LABELS, Source, Vote, estimated_precisions

_MOST = 300
"""Labels, beyond which more make an estimate no surer (:mod:`saturate.voting.precision`)."""


@cache
def fewest_labels(sources: tuple[Source, ...], declared: bool, floor: float) -> int | None:
    """Labels of voters who always agree, of which so many are known to be right.

    Voters who disagree on some problems need more. No problem is asked.

    Args:
        sources: Of each ballot on a problem.
        declared: As :func:`saturate.voting.precision.follow_symmetry` says.
        floor: The share that is to be right.

    Returns:
        The number; ``None`` where no number is enough.
    """
    vote = Vote([(source, "answer") for source in sources], "answer")

    def enough(labels: int) -> bool:
        (found,) = estimated_precisions([vote] * labels, [[True] * labels], declared)
        return found.value is not None and found.value >= floor

    if not enough(_MOST):
        return None
    return MIN_LABELS + bisect_left(range(MIN_LABELS, _MOST), True, key=enough)
