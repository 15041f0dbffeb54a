"""The length filter: a ballot of unusual length is not trained on. It never sees a true answer.

Two measures of what is usual, as each is blind to what the other sees. The *band* compares a
ballot with the other ballots on its rung: it drops the odd ones out. A cut at a fixed quantile
turns against itself once a model overshoots (only wrong answers are that long), hence the median.
The *trend* compares it with what the lengths of prompt and completion were on the rungs below: it
sees a mistake that all ballots share, such as a dropped digit or step, which no vote can see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import NamedTuple

from saturate.training.replay import Pair, highest_rungs

_HALF_WIDTH_SHARE = 0.1
_HALF_WIDTH_SPREADS = 4.0
_MIN_HALF_WIDTH_TOKENS = 2.0
_TREND_RUNGS = 3
"""Highest rungs that a trend is fitted to: near enough to be straight."""
_TREND_PAIRS = 20
"""Fewest pairs that make a trend."""
_TAIL = 0.005
"""Share of the fitted pairs beyond either edge of a trend, before it is widened."""
_WIDER = 0.25
"""A trend reaches this share of its width further on either side, and half a character."""

_FORETOLD = 0.9
"""Share of a known rung that the trend of the rungs below has to let pass."""


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
    half = max(_MIN_HALF_WIDTH_TOKENS, _HALF_WIDTH_SHARE * middle, _HALF_WIDTH_SPREADS * spread)
    return LengthBand(middle - half, middle + half)


class LengthTrend(NamedTuple):
    """How long completions are for prompts of a length, both in characters."""

    slope: float
    low: float
    """Fewest characters beyond ``slope`` times the prompt's."""
    high: float

    def passes(self, prompt: str, completion: str) -> bool:
        """Whether a completion is as long as the rungs below let expect."""
        return self.low <= len(completion) - self.slope * len(prompt) <= self.high


def length_trend(pairs: Mapping[int, Sequence[Pair]]) -> LengthTrend | None:
    """The trend over the highest rungs that were taught or labelled.

    It is believed where trends of the same making foretold each of these rungs from those below.
    Not on every ladder does the length of a prompt tell that of its answer: partial products grow
    by the square, and a plan grows where the text of its problem does not. There a trend would
    drop right answers, whole rungs of them.

    Args:
        pairs: Pairs by rung: seed data and the labels of earlier rounds.

    Returns:
        ``None`` where there are fewer than three rungs or too few pairs, and where it is not
        believed.
    """
    top = highest_rungs(pairs, _TREND_RUNGS)
    foretold = 0
    for rung in top:
        below = _fit(pairs, highest_rungs({r: pairs[r] for r in pairs if r < rung}, _TREND_RUNGS))
        if below is not None:
            passed = sum(below.passes(pair.prompt, pair.completion) for pair in pairs[rung])
            if passed < _FORETOLD * len(pairs[rung]):
                return None
            foretold += 1
    return _fit(pairs, top) if foretold else None


def _fit(pairs: Mapping[int, Sequence[Pair]], rungs: Sequence[int]) -> LengthTrend | None:
    """The trend over these rungs; ``None`` where they are fewer than two or hold too few pairs."""
    import numpy as np

    found = [pair for rung in rungs for pair in pairs[rung]]
    if len(rungs) < 2 or len(found) < _TREND_PAIRS:
        return None
    prompts = np.array([len(pair.prompt) for pair in found], float)
    completions = np.array([len(pair.completion) for pair in found], float)
    slope = float(np.polyfit(prompts, completions, 1)[0]) if np.ptp(prompts) else 0.0
    low, high = np.quantile(completions - slope * prompts, [_TAIL, 1 - _TAIL])
    wider = 0.5 + _WIDER * (high - low)
    return LengthTrend(slope, float(low - wider), float(high + wider))
