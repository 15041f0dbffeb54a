"""The same ballots counted by votes that stop early.

Everybody was asked, so what a rule would have done is known without asking again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from saturate.analysis.voters.panel import Panel, ProblemBallots
from saturate.config.voters import StopRule
from saturate.stats.intervals import Interval, wilson
from saturate.voting.early_stopping import carries, next_votes, standing
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
    full = [_label("never", problem, panel.seats, needed)[0] for problem in panel.problems]
    found = []
    for rule in get_args(StopRule):
        ends = [_label(rule, problem, panel.seats, needed) for problem in panel.problems]
        held = list(zip(ends, panel.problems, strict=True))
        labels = sum(label is not None for label, _ in ends)
        right = sum(label in problem.right for (label, _), problem in held)
        found.append(
            Stopped(
                rule,
                sum(asked for _, asked in ends) / (len(ends) * panel.seats),
                labels,
                wilson(right, labels) if labels else None,
                sum(label != was for (label, _), was in zip(ends, full, strict=True)),
                sum(
                    problem.answers[:asked].count(label)
                    for (label, asked), problem in held
                    if label is not None
                ),
            )
        )
    return found


def _label(
    rule: StopRule, problem: ProblemBallots, seats: int, needed: int
) -> tuple[str | None, int]:
    """The label under a rule, and how many ballots it took."""
    asked = 0
    while more := next_votes(rule, standing(problem.answers[:asked]), seats, needed):
        asked += more
    answers = problem.answers[:asked]
    carried = carries(rule, standing(answers), seats, needed)
    return (vote(answers).winner if carried else None), asked
