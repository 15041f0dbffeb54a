"""The same ballots counted in other ways: votes that stop early, ballots that weigh differently.

Everybody was asked, so what a rule would have done is known without asking again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import exp
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


@dataclass(frozen=True)
class Weighing:
    """Ballots that weigh against ballots that count one each, at the same coverage."""

    needed: int
    """The threshold whose coverage counting gives."""
    labels: int
    count: Interval | None
    """Label precision where each ballot counts one."""
    logprob: Interval | None
    """Label precision where each weighs by the model's own confidence."""


def stopped(panel: Panel, needed: int) -> list[Stopped]:
    """Every rule on a panel that was asked in full."""
    full = [_label("never", problem, panel.seats, needed)[0] for problem in panel.problems]
    found = []
    for rule in get_args(StopRule):
        ends = [_label(rule, problem, panel.seats, needed) for problem in panel.problems]
        held = list(zip(ends, panel.problems, strict=True))
        labels = sum(label is not None for label, _ in ends)
        right = sum(label == problem.gold for (label, _), problem in held)
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


def weighed(panel: Panel, needed: int) -> Weighing:
    """Compare ballots that count with ballots that weigh by log-probability.

    A ballot weighs the geometric mean of its tokens' probabilities. The winner is the answer with
    the greatest weight; as many problems are labelled as by counting, those with the greatest share
    of the weight, so that the two differ in precision alone.
    """
    counted = [
        o.winner == p.gold
        for p in panel.problems
        if (o := vote(p.answers)).winner is not None and o.votes >= needed
    ]
    ranked = sorted((_by_weight(problem) for problem in panel.problems), reverse=True)
    heaviest = [right for _, right in ranked[: len(counted)]]
    labels = len(counted)
    return Weighing(
        needed,
        labels,
        wilson(sum(counted), labels) if labels else None,
        wilson(sum(heaviest), labels) if labels else None,
    )


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


def _by_weight(problem: ProblemBallots) -> tuple[float, bool]:
    """The share of the weight that the heaviest answer has, and whether it is right."""
    weights: dict[str, float] = defaultdict(float)
    total = 0.0
    for answer, confidence in zip(problem.answers, problem.confidence, strict=True):
        total += exp(confidence)
        if answer is not None:
            weights[answer] += exp(confidence)
    if not weights:
        return 0.0, False
    winner = max(weights, key=lambda answer: weights[answer])
    return weights[winner] / total, winner == problem.gold
