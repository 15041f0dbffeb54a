"""The same ballots counted by votes that stop early.

Everybody was asked, so what a rule would have done is known without asking again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

from saturate.analysis.voters.panel import Cast, Panel, ProblemBallots
from saturate.config.voters import StopRule
from saturate.stats.intervals import Interval
from saturate.voting.every_view import decided, next_ballots
from saturate.voting.majority import vote


@dataclass(frozen=True)
class Stopped:
    """What a rule for stopping would have come to."""

    rule: str
    votes: float
    """Ballots asked for, as a share of all."""
    labels: int
    precision: Interval | None
    changed: int
    """Problems whose label differs from that of full voting."""
    pairs: int
    """Ballots that agree with their label: training pairs, before the length filter."""


def stopped(panel: Panel, needed: int) -> list[Stopped]:
    """Every rule on a panel that was asked in full."""
    full = [_label("never", panel, problem, needed)[0] for problem in panel.problems]
    found = []
    for rule in get_args(StopRule):
        ends = [_label(rule, panel, problem, needed) for problem in panel.problems]
        labelled = [label is not None for label, _ in ends]
        right = [
            label in problem.right for (label, _), problem in zip(ends, panel.problems, strict=True)
        ]
        found.append(
            Stopped(
                rule,
                sum(len(answers) for _, answers in ends) / (len(ends) * panel.seats),
                sum(labelled),
                panel.clusters(right, labelled).share,
                sum(label != was for (label, _), was in zip(ends, full, strict=True)),
                sum(answers.count(label) for label, answers in ends if label is not None),
            )
        )
    return found


def ballots_asked(rule: StopRule, ballots: Cast, needed: int, every_view: bool) -> int:
    """How many of the ballots on a problem a vote asks for that stops by a rule."""
    places: dict[str, str] = {}
    pattern = (a if a is None else places.setdefault(a, str(len(places))) for a in ballots.answers)
    return _asked(rule, tuple(pattern), tuple(ballots.views), needed, every_view)


@cache
def _asked(
    rule: StopRule,
    answers: Sequence[str | None],
    views: Sequence[int],
    needed: int,
    every_view: bool,
) -> int:
    asked = 0
    while more := next_ballots(rule, answers[:asked], views, needed, every_view):
        asked += more
    return asked


def _label(
    rule: StopRule, panel: Panel, problem: ProblemBallots, needed: int
) -> tuple[str | None, list[str | None]]:
    """The label under a rule, and the answers that it took."""
    ballots = panel.cast(problem)
    answers = ballots.answers[: ballots_asked(rule, ballots, needed, panel.every_view)]
    carried = decided(rule, answers, ballots.views, needed, panel.every_view)
    return (vote(answers).winner if carried else None), answers
