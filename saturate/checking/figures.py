"""How fast problems are drawn, and how long they are, by rung."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from saturate.checking.answers import MOST_VIEWS
from saturate.config.model_options import ANSWER_TOKENS
from saturate.ladder import Ladder, Split

_UNDRAWN = 10_000_000
"""The first index that nothing else here draws."""
_LONGEST = 2.0
"""Seconds of CPU time after which a stretch of slow draws ends."""
_SLOWEST = 100
"""Problems a second; a run draws some thousands a round, and asks lm-eval for more."""
_LARGEST_TOKEN = 6
"""Characters, on average; no text that steps are worked in has larger ones."""


class RungFigures(NamedTuple):
    """A rung in figures."""

    rung: int
    speed: float
    """Problems of ``train`` a second of CPU time."""
    prompt: float
    """Characters of a prompt, the median."""
    solution: float
    """Characters of a worked solution, the median."""
    longest: int
    """Characters of the longest worked solution."""
    views: float
    """Views of a problem, of as many as vote by default."""


def draws_per_second(
    ladder: Ladder, rung: int, split: Split, problems: int = 60, stretches: int = 3
) -> float:
    """Problems a second of CPU time, in the best of some stretches.

    None is drawn twice, nor elsewhere in a check: a ladder may keep what it drew.

    Args:
        ladder: The family.
        rung: Where problems are drawn.
        split: Of which they are.
        problems: How many make a stretch; fewer where they take long.
        stretches: How many.
    """
    best, index = 0.0, _UNDRAWN
    for _ in range(stretches):
        drawn, taken, begun = 0, 0.0, time.process_time()
        while drawn < problems and taken < _LONGEST:
            ladder.problem(rung, split, index + drawn)
            drawn += 1
            taken = time.process_time() - begun
        index += drawn
        best = max(best, drawn / taken)
    return best


def rung_figures(ladder: Ladder, rung: int, each: int) -> RungFigures:
    """Measure a rung.

    Args:
        ladder: The family.
        rung: One of its rungs.
        each: Problems of ``vote`` that lengths and views are taken from.
    """
    problems = [ladder.problem(rung, "vote", index) for index in range(each)]
    solutions = [len(problem.solution) for problem in problems]
    return RungFigures(
        rung,
        draws_per_second(ladder, rung, "train"),
        median(len(ladder.prompt(problem.question)) for problem in problems),
        median(solutions),
        max(solutions),
        sum(len(ladder.views(problem.question, MOST_VIEWS)) for problem in problems) / each,
    )


def fast(figures: Sequence[RungFigures]) -> Iterator[str]:
    """See that no rung is drawn too slowly."""
    for one in figures:
        if one.speed < _SLOWEST:
            yield (
                f"Rung {one.rung} draws {one.speed:.0f} problems a second, fewer than {_SLOWEST}: "
                "draw what is likely to be kept, and search less."
            )


def fitting(figures: Sequence[RungFigures]) -> Iterator[str]:
    """See that worked solutions fit into the room that tasks give answers."""
    for one in figures:
        if one.solution > ANSWER_TOKENS * _LARGEST_TOKEN:
            yield (
                f"Rung {one.rung} has worked solutions of {one.solution:,.0f} characters, more "
                f"than {ANSWER_TOKENS} tokens hold, after which an answer is cut off: work more "
                "briefly, or let the ladder end below."
            )
            return


def rewritten(ladder: Ladder, figures: Sequence[RungFigures]) -> Iterator[str]:
    """See that a ladder with a symmetry has views to vote by, and one without has none."""
    most = max(one.views for one in figures)
    if ladder.describe().symmetry and most < 3:
        yield (
            f"No rung has more than {most:.1f} views of a problem, and three make a vote: give "
            "more in views, or leave the symmetry of describe empty."
        )
    if not ladder.describe().symmetry and most > 1:
        yield "Problems have views and describe names no symmetry: say there what views rely on."
