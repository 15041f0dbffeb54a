"""How many items know a share to so many points, decided while they are asked.

A share near a half needs the most items (2,500 for 2 points), one near 0 or 1 a tenth of them, and
which it is nobody knows before. So a first look asks a few; each further look asks what the share
seen so far says is needed, and the last finds that enough were asked. A sequential interval of
fixed width, whose rule of stopping sees the share through a few pseudo-items, so that a first look
without a slip is no proof (Frey, *The American Statistician* 64(3), 2010).

The interval is the share seen, plus and minus the half width. It holds the truth at least 95 times
in 100 whatever that is: the rule is a chain of binomial draws, whose coverage the tests work out
exactly rather than by simulation. Stopping early draws the share towards its nearer end, by less
than a twentieth of the half width.
"""

from __future__ import annotations

import math

from saturate.stats.intervals import Count, Interval

_PSEUDO = 3
"""Items of each outcome that the rule of stopping adds to those seen."""
_DEVIATIONS = 2
"""Standard errors in the half width; 1.96 would miss 95 % by a hair at some shares."""


def first_look(half: float) -> int:
    """Items of the first look, for a half width as a share (0.02 is two points)."""
    return math.ceil(2 / half)


def still_needed(seen: Count, half: float) -> int:
    """How many more items the next look asks; 0 where those seen are enough.

    Args:
        seen: Right answers and items so far.
        half: Wanted half width of the interval, as a share.
    """
    share = (seen.right + _PSEUDO) / (seen.total + 2 * _PSEUDO)
    missing = math.ceil((_DEVIATIONS / half) ** 2 * share * (1 - share)) - seen.total
    step = math.ceil(1 / half)  # smaller looks would cost more in starting than in items
    return 0 if missing <= 0 else math.ceil(missing / step) * step


def fixed_interval(seen: Count, half: float) -> Interval:
    """The share seen, plus and minus the half width, where no more items are needed."""
    share = seen.right / seen.total
    return Interval(share, max(0.0, share - half), min(1.0, share + half))
