"""The length filter: a ballot far from the usual length of its round is not trained on.

It looks at the other ballots alone, never at the true answer. A cut at a fixed quantile turns
against itself once a model overshoots (only wrong answers are that long), hence the median.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

_SHARE = 0.1
_SPREADS = 4.0
_LEAST = 2.0


class LengthBand(NamedTuple):
    """The lengths, in tokens, that pass."""

    low: float
    high: float

    def passes(self, tokens: int) -> bool:
        """Whether a completion of that many tokens is kept."""
        return self.low <= tokens <= self.high


def length_band(lengths: Sequence[int]) -> LengthBand:
    """The band around the median of the finished ballots on one rung of one round.

    Its half width is the largest of two tokens, a tenth of the median, and four median absolute
    deviations: tight where answers have one form, wide where they are free text.
    """
    if not lengths:
        return LengthBand(0.0, 0.0)
    middle = median(lengths)
    spread = median(abs(length - middle) for length in lengths)
    half = max(_LEAST, _SHARE * middle, _SPREADS * spread)
    return LengthBand(middle - half, middle + half)
