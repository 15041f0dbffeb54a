"""Pairs of the most agreed answer against the least agreed one, worked out by hand."""

from saturate.training.replay import Pair
from saturate.voting.labelled import LabelledProposal, Reason, contrasted_pairs, pairs_by_rung
from saturate.voting.majority import Ballot, Outcome, vote
from saturate.voting.proposals import Proposal


def labelled(*answers, prompts=None):
    """A kept proposal; all voters answer one prompt unless ``prompts`` says otherwise."""
    shown = prompts or ["p"] * len(answers)
    ballots = [
        Ballot(prompt, f"says {answer} {seat}", answer, 4, -1.0, answer is not None, seat)
        for seat, (prompt, answer) in enumerate(zip(shown, answers))
    ]
    outcome = vote(answers)
    trained = [seat for seat, answer in enumerate(answers) if answer == outcome.winner]
    return LabelledProposal(Proposal(3, 0, "k", "q"), ballots, outcome, Reason.KEPT, trained)


def test_a_proposal_gives_as_many_pairs_as_its_margin():
    one = labelled("7", "7", "7", "7", "8", "8", "9")
    assert one.outcome == Outcome("7", 4, 7)
    against = "says 9 6"
    assert contrasted_pairs(one) == [Pair("p", f"says 7 {i}", against) for i in range(3)]


def test_what_all_agree_on_has_nothing_rejected():
    assert contrasted_pairs(labelled("7", "7", "7")) == [
        Pair("p", f"says 7 {i}", "") for i in range(3)
    ]
    # an answer that nobody could read is none
    assert contrasted_pairs(labelled("7", "7", None)) == [
        Pair("p", f"says 7 {i}", "") for i in range(2)
    ]


def test_what_is_rejected_answers_the_same_prompt():
    one = labelled("7", "7", "7", "8", prompts=["a", "b", "b", "b"])
    assert contrasted_pairs(one) == [
        Pair("b", "says 7 1", "says 8 3"),
        Pair("b", "says 7 2", "says 8 3"),
    ]


def test_by_rung_they_are_contrasted_where_that_is_asked():
    one = labelled("7", "7", "8")
    assert pairs_by_rung([one]) == {3: [Pair("p", "says 7 0"), Pair("p", "says 7 1")]}
    assert pairs_by_rung([one], contrasted=True) == {3: [Pair("p", "says 7 0", "says 8 2")]}
