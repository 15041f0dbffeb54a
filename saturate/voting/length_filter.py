"""The length filter: a ballot of unusual length is not trained on. It never sees a true answer.

Two measures of what is usual, as each is blind to what the other sees. The *band* compares a
ballot with the other ballots on its rung, with those on prompts of its shape where they are many:
it drops the odd ones out. A cut at a fixed quantile turns against itself once a model overshoots
(only wrong answers are that long), hence the median. The *trend* compares it with what the lengths
of prompt and completion were on the rungs below: it sees a mistake that all ballots share, such as
a dropped digit or step, which no vote can see. It is a straight line over the lengths of prompts,
or a law of their parts (``length_law.py``).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from saturate.training.replay import Pair, highest_rungs
from saturate.voting.length_law import LengthLaw, fit_law, part_lengths

if TYPE_CHECKING:
    import numpy as np

_HALF_WIDTH_SHARE = 0.1
_HALF_WIDTH_SPREADS = 4.0
_MIN_HALF_WIDTH_TOKENS = 2.0
_OF_A_SHAPE = 20
"""Fewest ballots on prompts of one shape that have a band of their own."""
_TREND_RUNGS = 3
"""Highest rungs that a line is fitted to: near enough to be straight."""
_LAW_RUNGS = 6
"""Most of the highest rungs that a law is fitted to; fewer where those keep none."""
_TREND_PAIRS = 20
"""Fewest pairs that make a trend."""
_READ_RUNGS = 9
"""Highest rungs that any trend reads: a law's, and those below it by which it is foretold."""
_READ_PAIRS = 10_000
"""Most pairs of a rung that are read; of more, as many in runs at equal distances."""
_READ_TOGETHER = 100
"""Pairs of a run: neighbours are of few proposals, so that few are fetched."""
_TAIL = 0.005
"""Share of the fitted pairs beyond either edge of a trend, before it is widened."""
_WIDER = 0.25
"""A trend reaches this share of its width further on either side, and half a character."""

_FORETOLD = 0.9
"""Share of a known rung that the trend of the rungs below has to let pass."""
_NARROWER = 0.5
"""A law goes before a line where what it lets pass is at most this share as wide."""


class LengthBand(NamedTuple):
    """The lengths, in tokens, that pass."""

    low: float
    high: float

    def passes(self, tokens: int) -> bool:
        """Whether a completion of that many tokens is kept."""
        return self.low <= tokens <= self.high


def length_band(lengths: Sequence[int] | np.ndarray) -> LengthBand:
    """The band around the median of the finished ballots on one rung of one round.

    Its half width is the largest of two tokens, a tenth of the median, and four median absolute
    deviations: tight where answers have one form, wide where they are free text.
    """
    import numpy as np

    if not len(lengths):
        return LengthBand(0.0, 0.0)
    middle = float(np.median(lengths))
    spread = float(np.median(np.abs(np.asarray(lengths) - middle)))
    half = max(_MIN_HALF_WIDTH_TOKENS, _HALF_WIDTH_SHARE * middle, _HALF_WIDTH_SPREADS * spread)
    return LengthBand(middle - half, middle + half)


class LengthBands(NamedTuple):
    """The bands of a rung."""

    whole: LengthBand
    by_shape: Mapping[int, LengthBand] = MappingProxyType({})
    """By the hash of the shape of a prompt that many ballots have, their own: ``21*654=`` and
    ``654*21=`` are of one rung and have answers of other lengths."""

    def passes(self, prompt: str, tokens: int) -> bool:
        """Whether a completion of that many tokens is kept."""
        shape = _shape(prompt) if self.by_shape else 0
        return self.by_shape.get(shape, self.whole).passes(tokens)


class LengthCounts:
    """The finished ballots on one rung of one round, as what their bands follow from."""

    def __init__(self) -> None:
        self._shapes, self._tokens = array("q"), array("i")

    def add(self, prompt: str, tokens: int) -> None:
        """Take in one ballot: twelve bytes."""
        self._shapes.append(_shape(prompt))
        self._tokens.append(tokens)

    def bands(self) -> LengthBands:
        """The bands around what was taken in."""
        import numpy as np

        shapes, tokens = np.asarray(self._shapes), np.asarray(self._tokens)
        kinds, kind_of, many = np.unique(shapes, return_inverse=True, return_counts=True)
        order, ends = np.argsort(kind_of, kind="stable"), np.cumsum(many)
        own = {
            int(kinds[n]): length_band(tokens[order[ends[n] - many[n] : ends[n]]])
            for n in np.flatnonzero(many >= _OF_A_SHAPE)
        }
        return LengthBands(length_band(tokens), own)


def length_bands(ballots: Iterable[tuple[str, int]]) -> LengthBands:
    """The bands of the finished ballots on one rung of one round, by prompts and tokens."""
    counts = LengthCounts()
    for prompt, tokens in ballots:
        counts.add(prompt, tokens)
    return counts.bands()


def _shape(prompt: str) -> int:
    """What tells prompts of one shape from others, in one process."""
    return hash(tuple(part_lengths(prompt)))


class LengthTrend(NamedTuple):
    """How long completions are for prompts of a length, both in characters."""

    slope: float
    low: float
    """Fewest characters beyond ``slope`` times the prompt's."""
    high: float

    def passes(self, prompt: str, completion: str) -> bool:
        """Whether a completion is as long as the rungs below let expect."""
        return self.low <= len(completion) - self.slope * len(prompt) <= self.high

    def tells(self, prompt: str) -> bool:
        """Whether it says anything of a prompt: a line does of all."""
        return True


class LawBeforeLine(NamedTuple):
    """A law where it tells anything, and the line elsewhere."""

    law: LengthLaw
    line: LengthTrend

    def passes(self, prompt: str, completion: str) -> bool:
        """Whether a completion is as long as the rungs below let expect."""
        trend = self.law if self.law.tells(prompt) else self.line
        return trend.passes(prompt, completion)


Trend = LengthTrend | LengthLaw | LawBeforeLine
_Fit = Callable[[Mapping[int, Sequence[Pair]]], LengthTrend | LengthLaw | None]


def length_trend(pairs: Mapping[int, Sequence[Pair]]) -> Trend | None:
    """What the highest rungs that were taught or labelled say of lengths: a line, or a law.

    Not on every ladder does the length of a prompt tell that of its answer: partial products grow
    by the square, and a plan grows where the text of its problem does not. There a line would
    drop right answers, whole rungs of them. So a line is believed where lines of the same making
    foretold each of three rungs, and a law, which is nearly exact, where it foretold two.

    Args:
        pairs: Pairs by rung: seed data and the labels of earlier rounds.

    Returns:
        ``None`` where there are too few rungs or pairs, and where neither is believed.
    """
    pairs = {rung: _some(pairs[rung]) for rung in highest_rungs(pairs, _READ_RUNGS)}
    top = highest_rungs(pairs, _TREND_RUNGS)
    if len(top) < _TREND_RUNGS:
        return None
    line = _line(pairs) if all(_foretells(_line, 2, pairs, rung) for rung in top) else None
    laws = (partial(_law, rungs) for rungs in range(_LAW_RUNGS, _TREND_RUNGS - 1, -1))
    foretold = (fit for fit in laws if all(_foretells(fit, 3, pairs, rung) for rung in top[-2:]))
    law = next((fit(pairs) for fit in foretold), None)
    if line is None or law is None:
        return line or law
    narrow = law.high - law.low <= _NARROWER * (line.high - line.low)
    return LawBeforeLine(law, line) if narrow else line


def _some(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs of a rung that are read."""
    if len(pairs) <= _READ_PAIRS:
        return list(pairs)
    runs = _READ_PAIRS // _READ_TOGETHER
    starts = (n * len(pairs) // runs for n in range(runs))
    return [pairs[start + place] for start in starts for place in range(_READ_TOGETHER)]


def _foretells(fit: _Fit, fewest: int, pairs: Mapping[int, Sequence[Pair]], rung: int) -> bool:
    """Whether the trend of the rungs below, of so many or more, lets pass what a rung holds."""
    lower = {number: held for number, held in pairs.items() if number < rung and held}
    below = fit(lower) if len(lower) >= fewest else None
    if below is None:
        return False
    passed = sum(
        below.tells(pair.prompt) and below.passes(pair.prompt, pair.completion)
        for pair in pairs[rung]
    )
    return passed >= _FORETOLD * len(pairs[rung])


def _highest(pairs: Mapping[int, Sequence[Pair]], rungs: int) -> list[Pair]:
    return [pair for rung in highest_rungs(pairs, rungs) for pair in pairs[rung]]


def _law(rungs: int, pairs: Mapping[int, Sequence[Pair]]) -> LengthLaw | None:
    """The law of so many of the highest rungs; the first ones of a ladder may be of another."""
    return fit_law(_highest(pairs, rungs))


def _line(by_rung: Mapping[int, Sequence[Pair]]) -> LengthTrend | None:
    """The line over the highest rungs; ``None`` where they hold too little."""
    import numpy as np

    pairs = _highest(by_rung, _TREND_RUNGS)
    if len(pairs) < _TREND_PAIRS:
        return None
    prompts = np.array([len(pair.prompt) for pair in pairs], float)
    completions = np.array([len(pair.completion) for pair in pairs], float)
    slope = float(np.polyfit(prompts, completions, 1)[0]) if np.ptp(prompts) else 0.0
    low, high = np.quantile(completions - slope * prompts, [_TAIL, 1 - _TAIL])
    wider = 0.5 + _WIDER * (high - low)
    return LengthTrend(slope, float(low - wider), float(high + wider))
