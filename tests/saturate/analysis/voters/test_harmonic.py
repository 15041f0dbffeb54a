"""The vote by harmonic mean over views, on ballots counted by hand."""

from itertools import product

import pytest

from saturate.analysis.voters import Panel, ProblemBallots
from saturate.analysis.voters.harmonic import harmonic, harmonic_shares
from saturate.config.voters import Voter
from saturate.voting.majority import vote

TWICE = (0, 1, 2, 0, 1, 2)
"""Three views, two ballots each, in the order of seats."""


def panel(rows, views):
    """A panel of ballots; the right answer is ``a``."""
    blank = (0,) * len(views)
    voters = tuple(Voter(0, view, 0) for view in views)
    problems = tuple(ProblemBallots(frozenset("a"), tuple(row), blank) for row in rows)
    return Panel("by hand", problems, 0.0, voters)


def test_a_share_is_taken_in_each_view_and_an_absent_answer_has_none():
    ballots = ["a", "a", "b", "a", "b", "a"]
    assert harmonic_shares(ballots, TWICE, 0.0) == {"a": pytest.approx(3 / (1 + 2 + 2), abs=1e-12)}
    smoothed = harmonic_shares(ballots, TWICE, 0.5)
    assert smoothed["a"] == pytest.approx(3 / (6 / 5 + 2 + 2), abs=1e-12)
    assert smoothed["b"] == pytest.approx(3 / (6 + 2 + 2), abs=1e-12)


def test_with_one_ballot_a_view_it_is_unanimity_or_ranks_as_counting_does():
    views = (0, 1, 2)
    for ballots in product(["a", "b", None], repeat=3):
        shares, outcome = harmonic_shares(ballots, views, 0.0), vote(ballots)
        assert shares == ({outcome.winner: 1.0} if outcome.votes == 3 else {})
        smoothed = harmonic_shares(ballots, views, 0.5)
        counts = {answer: ballots.count(answer) for answer in smoothed}
        assert sorted(smoothed, key=smoothed.get) == sorted(smoothed, key=counts.get)
        if outcome.winner is not None:
            assert max(smoothed, key=smoothed.get) == outcome.winner
    assert harmonic(panel([["a", "a", "b"]] * 20, views), 2, 0.9) == []
    assert harmonic(panel([["a", "a", "b"]] * 20, (0, 0, 0)), 2, 0.9) == []


def test_a_mistake_that_one_view_tempts_to_loses_where_counting_keeps_it():
    """``b`` has four ballots of six, from two views alone; ``a`` has four from all three."""
    rows = [["b", "b", "a", "b", "b", "a"]] * 30 + [["a", "a", "a", "a", "b", "c"]] * 30
    unsmoothed, smoothed = harmonic(panel(rows, TWICE), 4, 0.98)
    assert unsmoothed.labels == 30
    assert unsmoothed.count.value == 0.5  # all have four votes: a random choice of equals
    assert unsmoothed.harmonic.value == 1.0
    assert smoothed.labels == 60
    assert smoothed.difference == (0.0, 0.0, 0.0)
    assert (unsmoothed.count_coverage, unsmoothed.harmonic_coverage) == (0.0, 0.5)
    assert (smoothed.count_coverage, smoothed.harmonic_coverage) == (0.0, 0.5)
    assert smoothed.coverage_difference.low > 0.35
