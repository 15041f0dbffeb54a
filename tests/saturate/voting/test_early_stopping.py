import itertools
import random

import pytest

from saturate.voting.early_stopping import Standing, carries, next_votes, standing
from saturate.voting.majority import vote, votes_needed


def full_label(answers, needed):
    outcome = vote(answers)
    return outcome.winner if outcome.winner and outcome.votes >= needed else None


def sequential(rule, answers, needed):
    """The label and the number of ballots that a rule asks for."""
    asked = 0
    while more := next_votes(rule, standing(answers[:asked]), len(answers), needed):
        asked += more
    done = answers[:asked]
    carried = carries(rule, standing(done), len(answers), needed)
    return (vote(done).winner if carried else None), asked


@pytest.mark.parametrize("rule", ["never", "lost", "certain"])
@pytest.mark.parametrize(("seats", "needed"), [(1, 1), (3, 2), (5, 2), (5, 4), (6, 3), (7, 5)])
def test_exact_rules_give_the_labels_of_full_voting_on_every_possible_vote(rule, seats, needed):
    for answers in itertools.product(["a", "b", "c", None], repeat=seats):
        if seats < 7 or answers[0] in ("a", None):
            assert sequential(rule, answers, needed)[0] == full_label(answers, needed)


def test_stopping_asks_no_more_than_it_must():
    assert sequential("never", list("aaaaaaa"), 5)[1] == 7
    assert sequential("certain", list("aaaaaaa"), 5)[1] == 5
    assert sequential("lost", list("aaaaaaa"), 5)[1] == 7
    assert sequential("certain", list("abcdefg"), 5)[1] == 4
    assert sequential("lost", list("abcdefg"), 5)[1] == 4


def test_a_winner_is_certain_only_once_it_cannot_be_overtaken():
    """Two of five votes are enough here, yet three for another answer may still come."""
    assert carries("certain", Standing(2, 0, 2), 5, 2) is None
    assert carries("certain", Standing(3, 0, 3), 5, 2) is True
    assert carries("certain", Standing(2, 2, 4), 5, 2) is None
    assert carries("certain", Standing(2, 2, 5), 5, 2) is False


def test_likely_saves_more_and_keeps_its_bound():
    """Leaders' shares are uniform, as the prior has it: at most one decision in twenty differs."""
    rng, differ, asked, certain = random.Random(0), 0, 0, 0
    trials, seats = 4_000, 9
    needed = votes_needed(seats, 0.6)
    for _ in range(trials):
        share = rng.random()
        answers = ["a" if rng.random() < share else str(rng.random()) for _ in range(seats)]
        found, votes = sequential("likely", answers, needed)
        differ += found != full_label(answers, needed)
        asked += votes
        certain += sequential("certain", answers, needed)[1]
    assert differ / trials <= 0.05
    assert asked < certain < trials * seats


def test_standing_of_silence():
    assert standing([None, None]) == Standing(0, 0, 2)
