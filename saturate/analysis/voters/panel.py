"""Ballots with the truth beside them: what every part of the analysis reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from saturate.analysis.sealed_gold import open_gold
from saturate.config.voters import Voter
from saturate.ladder import Ladder
from saturate.stats.clusters import Clusters
from saturate.stats.intervals import Count
from saturate.voting.every_view import MIN_VIEWS
from saturate.voting.majority import Ballot
from saturate.voting.precision import enough_views
from saturate.voting.proposals import Proposal


class ProblemBallots(NamedTuple):
    """All ballots on one problem, by seat. An empty seat abstains and costs nothing."""

    right: frozenset[str]
    """Those of its answers that are right: the true one, and what is as right by the ladder."""
    answers: tuple[str | None, ...]
    tokens: tuple[int, ...]
    """Tokens generated, those of the model's own rewrites included."""
    empty: frozenset[int] = frozenset()
    """Seats that nobody took, as the problem has no view for them."""
    source: str = ""
    """The published item behind it, which others may be made from as well; else its key, as it may
    come again in a later round."""


class Cast(NamedTuple):
    """The ballots that were cast on one problem, in the order of seats."""

    voters: list[Voter]
    answers: list[str | None]
    tokens: list[int]

    @property
    def views(self) -> list[int]:
        """The view that each answers."""
        return [voter.view for voter in self.voters]


@dataclass(frozen=True)
class Panel:
    """The same voters on many problems."""

    name: str
    """What was asked, for people."""
    problems: tuple[ProblemBallots, ...]
    seconds_per_token: float
    voters: tuple[Voter, ...]
    """The voter of each seat."""
    declared: bool = False
    """Whether voters differ by a symmetry that the ladder declares."""
    every_view: bool = False
    """Whether an answer also has to win in every view to be a label."""

    @property
    def seats(self) -> int:
        """Voters."""
        return len(self.problems[0].answers)

    @property
    def views(self) -> tuple[int, ...]:
        """The view that each seat answers."""
        return tuple(voter.view for voter in self.voters)

    @property
    def sources(self) -> list[str]:
        """What each problem was made from."""
        return [problem.source for problem in self.problems]

    def clusters(self, right: Sequence[int], asked: Sequence[int] | None = None) -> Clusters:
        """Outcomes on the problems, clustered by what these were made from.

        Args:
            right: How many are right on each problem.
            asked: How many there are; one by default.
        """
        counts = map(Count, right, [1] * len(right) if asked is None else asked)
        return Clusters(zip(counts, self.sources, strict=True))

    def cast(self, problem: ProblemBallots) -> Cast:
        """The ballots on a problem, without empty seats."""
        taken = [seat for seat in range(self.seats) if seat not in problem.empty]
        return Cast(
            [self.voters[seat] for seat in taken],
            [problem.answers[seat] for seat in taken],
            [problem.tokens[seat] for seat in taken],
        )

    def right(self) -> np.ndarray:
        """Whether each ballot is right, shape (problems, seats); abstentions are not."""
        return np.array([[a in p.right for a in p.answers] for p in self.problems])

    def first(self, seats: int) -> Panel:
        """The same panel with its first voters alone.

        Those that are shown one view cannot be asked to agree in several: their votes count alone.
        """
        cut = (
            p._replace(answers=p.answers[:seats], tokens=p.tokens[:seats]) for p in self.problems
        )
        voters = self.voters[:seats]
        declared = self.declared and enough_views(voter.view for voter in voters)
        every_view = self.every_view and len({voter.view for voter in voters}) >= MIN_VIEWS
        return replace(
            self, problems=tuple(cut), voters=voters, declared=declared, every_view=every_view
        )


def problem_ballots(
    ladder: Ladder, proposal: Proposal, ballots: Sequence[Ballot], seats: int
) -> ProblemBallots | None:
    """Open the gold of one proposal beside its ballots; ``None`` where it is not known.

    Raises:
        SaturateError: The ladder no longer draws this problem at this place.
    """
    problem = open_gold(ladder, proposal)
    if problem is None:
        return None
    by_seat = {ballot.seat: ballot for ballot in ballots}
    held = [by_seat.get(seat) for seat in range(seats)]
    answers = tuple(b.answer if b else None for b in held)
    return ProblemBallots(
        frozenset(a for a in answers if a is not None and problem.is_right(a)),
        answers,
        tuple(b.tokens + b.rewriting if b else 0 for b in held),
        frozenset(seat for seat, b in enumerate(held) if b is None),
        problem.first_source or problem.key,
    )
