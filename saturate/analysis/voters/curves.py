"""Label precision and coverage by number of voters and threshold, with what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from saturate.analysis.voters.early_stopped import ballots_asked
from saturate.analysis.voters.independence import Expected
from saturate.analysis.voters.panel import Cast, Panel, ProblemBallots
from saturate.results.voting import Setting
from saturate.voting.every_view import wins_in_every_view
from saturate.voting.majority import Outcome, vote
from saturate.voting.precision import Estimate, Vote, estimated_precisions

_FEWEST = 10
"""Labels that a setting must have given before it is chosen."""


@dataclass(frozen=True)
class CheapestSetting:
    """The cheapest setting for a wanted precision: chosen on one half, measured on the other."""

    wanted: float
    chosen: Setting
    """As it was on the half that it was chosen on."""
    checked: Setting
    """The same setting on the other half."""


def curve(panel: Panel, expected: Expected) -> list[Setting]:
    """Every number of the panel's first voters with every threshold above one half."""
    return [
        one
        for seats in range(1, panel.seats + 1)
        for one in settings(panel, seats, range(seats // 2 + 1, seats + 1), expected)
    ]


def settings(
    panel: Panel, seats: int, thresholds: Sequence[int], expected: Expected
) -> list[Setting]:
    """Measure one number of voters with several thresholds."""
    first = panel.first(seats)
    held = [first.cast(problem) for problem in first.problems]
    outcomes = [vote(one.answers) for one in held]
    winners = [
        None if first.every_view and not _everywhere(outcome, one) else outcome.winner
        for outcome, one in zip(outcomes, held, strict=True)
    ]
    kept = [
        [
            winner is not None and outcome.votes >= needed
            for winner, outcome in zip(winners, outcomes, strict=True)
        ]
        for needed in thresholds
    ]
    votes = [
        Vote([(v.source, a) for v, a in zip(one.voters, one.answers, strict=True)], outcome.winner)
        for one, outcome in zip(held, outcomes, strict=True)
    ]
    estimates = estimated_precisions(votes, kept, panel.declared)
    return [
        _setting(first, needed, outcomes, labelled, estimate, expected)
        for needed, labelled, estimate in zip(thresholds, kept, estimates, strict=True)
    ]


def _setting(
    panel: Panel,
    needed: int,
    outcomes: Sequence[Outcome],
    labelled: Sequence[bool],
    estimate: Estimate,
    expected: Expected,
) -> Setting:
    problems, seats, labels = panel.problems, panel.seats, sum(labelled)
    right = [
        kept and outcome.winner in problem.right
        for kept, outcome, problem in zip(labelled, outcomes, problems, strict=True)
    ]
    coverage = panel.clusters(labelled).share
    assert coverage is not None  # a panel has problems
    tokens = sum(sum(problem.tokens) for problem in problems)
    stopping = sum(_tokens_asked(panel, problem, needed) for problem in problems)
    return Setting(
        seats,
        needed,
        labels,
        coverage,
        panel.clusters(right, labelled).share,
        *expected.precision_and_coverage(seats, needed),
        estimate.value,
        tokens / labels if labels else None,
        stopping / labels if labels else None,
        tokens * panel.seconds_per_token / labels if labels else None,
        why_unknown=estimate.why_unknown,
    )


def cheapest(panel: Panel, wanted: float, expected: Expected) -> CheapestSetting | None:
    """The setting with the fewest tokens a label among those that read the wanted precision.

    Many settings are compared, so the best one is lucky where it was chosen. It is chosen on every
    second problem and measured on the others; problems that were made from one published item stay
    together.

    Returns:
        ``None`` where no setting reads the wanted precision on at least ten labels.
    """
    halves = _halves(panel)
    if not halves[1].problems:
        return None
    good = [
        (one.tokens_per_label, one)
        for one in curve(halves[0], expected)
        if one.labels >= _FEWEST
        and one.precision is not None
        and one.tokens_per_label is not None
        and one.precision.value >= wanted
    ]
    if not good:
        return None
    _, chosen = min(good, key=lambda pair: pair[0])
    (checked,) = settings(halves[1], chosen.seats, [chosen.needed], expected)
    return CheapestSetting(wanted, chosen, checked)


def _halves(panel: Panel) -> list[Panel]:
    """Every second source with its problems, and the others."""
    held: list[list[ProblemBallots]] = [[], []]
    places: dict[str | int, int] = {}
    for number, problem in enumerate(panel.problems):
        place = places.setdefault(problem.source or number, len(places))
        held[place % 2].append(problem)
    return [replace(panel, problems=tuple(half)) for half in held]


def _everywhere(outcome: Outcome, ballots: Cast) -> bool:
    """Whether the answer with the most ballots has the most in every view, too."""
    winner = outcome.winner
    return winner is not None and wins_in_every_view(winner, ballots.answers, ballots.views)


def _tokens_asked(panel: Panel, problem: ProblemBallots, needed: int) -> int:
    """Tokens of the ballots that a vote asks for which stops once it is certain."""
    ballots = panel.cast(problem)
    return sum(ballots.tokens[: ballots_asked("certain", ballots, needed, panel.every_view)])
