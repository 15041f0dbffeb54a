"""An answer that has to win in every view, on votes counted by hand and on all small ones."""

import itertools

import pytest

from saturate.voting.every_view import decided, next_ballots, wins_in_every_view
from saturate.voting.majority import vote

VIEWS = [0, 1, 2, 0, 1, 2, 0, 1, 2]
"""Three views, three samples each, in the order of seats."""


@pytest.mark.parametrize(
    ("answers", "wins"),
    [
        ("aaaaaaaaa", True),
        ("aaaaabaab", False),  # two of the third view's ballots are b
        ("aaaaabaac", False),  # one each of a, b and c
        ("aaaaaaabb", True),
        ("aabaabaa.", False),
        ("aa.aa.aaa", True),
    ],
)
def test_wins_in_every_view(answers, wins):
    ballots = [None if one == "." else one for one in answers]
    assert wins_in_every_view("a", ballots, VIEWS) is wins


def test_one_view_alone_makes_no_label():
    assert not wins_in_every_view("a", ["a"] * 3, [0, 0, 0])
    assert decided("never", ["a"] * 3, [0, 0, 0], 2, True) is False
    assert next_ballots("lost", [], [0, 0, 0], 2, True) == 0


def full_label(answers, views, needed):
    outcome = vote(answers)
    won = outcome.winner is not None and outcome.votes >= needed
    return outcome.winner if won and wins_in_every_view(outcome.winner, answers, views) else None


@pytest.mark.parametrize("rule", ["never", "lost", "certain"])
@pytest.mark.parametrize(("views", "needed"), [([0, 1, 0, 1], 3), ([0, 1, 2, 0, 1, 2], 4)])
def test_exact_rules_give_the_labels_of_full_voting(rule, views, needed):
    saved = 0
    for answers in itertools.product(["a", "b", None], repeat=len(views)):
        asked = 0
        while more := next_ballots(rule, answers[:asked], views, needed, True):
            asked += more
        cast = answers[:asked]
        label = vote(cast).winner if decided(rule, cast, views, needed, True) else None
        assert label == full_label(answers, views, needed)
        # Labels are judged by the ballots that were cast alone.
        by_ballots = full_label(cast, views[:asked], needed)
        assert by_ballots == label
        saved += len(views) - asked
    assert (saved > 0) is (rule != "never")


def test_by_count_alone_views_do_not_matter():
    assert decided("never", list("aaab"), [0, 1, 0, 1], 3, False) is True
    assert next_ballots("certain", [], [0] * 7, 5, False) == 4
