import pytest

from saturate.voting.majority import vote, votes_needed


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
