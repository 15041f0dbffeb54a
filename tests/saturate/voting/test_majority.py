import random

import pytest

from saturate.voting.majority import estimated_precision, vote, votes_needed


def test_majority_wins_and_abstentions_are_no_candidates():
    outcome = vote(["7", None, "7", "8", None, None, None])
    assert (outcome.winner, outcome.votes, outcome.ballots) == ("7", 2, 7)
    assert outcome.agreement == pytest.approx(2 / 7)


def test_ties_and_silence_have_no_winner():
    assert vote(["1", "2", "1", "2"]).winner is None
    assert vote([None, None]).winner is None
    assert vote([]).agreement == 0


@pytest.mark.parametrize(
    ("ballots", "agreement", "needed"),
    [(7, 0.5, 4), (5, 0.6, 4), (5, 0.8, 5), (1, 0.5, 1)],
)
def test_votes_needed_is_more_than_the_share(ballots, agreement, needed):
    assert votes_needed(ballots, agreement) == needed


def simulated(p: float, q: float, problems: int = 3000, k: int = 7) -> tuple[float, float]:
    """Estimated and true precision of independent voters, answer 'r' being right."""
    rng = random.Random(0)
    rows = []
    for _ in range(problems):
        shared = "shared"
        rows.append(
            [
                "r" if rng.random() < p else shared if rng.random() < q**0.5 else str(rng.random())
                for _ in range(k)
            ]
        )
    kept = [o.winner for o in map(vote, rows) if o.winner and o.votes >= 4]
    return estimated_precision(rows, 4), sum(w == "r" for w in kept) / len(kept)


@pytest.mark.parametrize(("p", "q"), [(0.9, 0.05), (0.6, 0.1), (0.5, 0.1), (0.5, 0.2)])
def test_estimate_is_close_for_independent_voters(p, q):
    estimate, truth = simulated(p, q)
    assert estimate == pytest.approx(truth, abs=0.08)


def test_estimate_is_low_without_agreement_and_zero_without_voters():
    rng = random.Random(1)
    rows = [[str(rng.randrange(50)) for _ in range(7)] for _ in range(500)]
    assert estimated_precision(rows, 4) < 0.5
    assert estimated_precision([], 4) == 0
    assert estimated_precision([["1"]], 1) == 0
