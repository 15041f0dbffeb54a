"""The estimate without gold, on ballots whose truth and whose dependence are known."""

import random
from collections import Counter

import pytest

from saturate.config.voters import Voters
from saturate.registry import load_ladder
from saturate.voting.majority import vote
from saturate.voting.precision import (
    FIRM_LABELS,
    Tally,
    Vote,
    estimated_precisions,
    follow_symmetry,
)


class Simulated:
    """Voters that err together in stated ways; ``right`` is the right answer.

    Args:
        seed: Of every random choice.
        problems: How many are asked.
        views: Sources of ballots.
        draws: Ballots of each.
        accuracy: Mean and spread (of a beta distribution) of the problems' own accuracy.
        copied: Chance that a ballot repeats the problem's first one.
        tempted: Chance that a mistake is the problem's tempting one.
        trap: Share of problems of which most voters make one mistake.
    """

    def __init__(
        self, seed, problems=300, views=7, draws=1, accuracy=(0.75, 8.0), copied=0.0,
        tempted=0.2, trap=0.0, repeated=0.0,
    ):  # fmt: skip
        rng = random.Random(seed)
        self.answers, self.votes = [], []
        mean, spread = accuracy
        for _ in range(problems):
            own = rng.betavariate(mean * spread, (1 - mean) * spread)
            trapped = rng.random() < trap

            def fresh(own=own, trapped=trapped):
                if trapped and rng.random() < 0.8:
                    return "trap"
                if rng.random() < own:
                    return "right"
                return "tempting" if rng.random() < tempted else str(rng.random())

            first, given = fresh(), {}
            for draw in range(draws):
                for view in range(views):
                    answer = first if rng.random() < copied else fresh()
                    if draw and rng.random() < repeated:
                        answer = given[view, rng.randrange(draw)]
                    given[view, draw] = answer
            ballots = [((0, view), answer) for (view, _), answer in given.items()]
            self.votes.append(Vote(ballots, vote([a for _, a in ballots]).winner))

    def judged(self, declared=False):
        """The estimate and the truth at every threshold above one half that labels enough."""
        counts = [Counter(a for _, a in one.ballots) for one in self.votes]
        k = len(self.votes[0].ballots)
        ways = [
            [one.winner is not None and count[one.winner] >= needed
             for one, count in zip(self.votes, counts, strict=True)]
            for needed in range(k // 2 + 1, k + 1)
        ]  # fmt: skip
        estimates = estimated_precisions(self.votes, ways, declared)
        for kept, estimate in zip(ways, estimates, strict=True):
            if sum(kept) >= 20:
                right = sum(
                    k and one.winner == "right" for k, one in zip(kept, self.votes, strict=True)
                )
                yield estimate, right / sum(kept)


KINDS = [
    {},
    {"accuracy": (0.5, 8.0)},
    {"accuracy": (0.85, 3.0), "tempted": 0.5},
    {"accuracy": (0.6, 1.0), "tempted": 0.7},
    {"copied": 0.5},
    {"copied": 0.8, "accuracy": (0.6, 4.0)},
    {"trap": 0.1},
    {"trap": 0.3, "accuracy": (0.9, 8.0)},
    {"views": 3, "draws": 3, "repeated": 0.7},
    {"views": 3, "draws": 3, "repeated": 0.5, "trap": 0.2},
    {"views": 5, "copied": 0.3, "tempted": 0.6},
    {"problems": 80, "copied": 0.6},
]


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("seed", range(4))
def test_the_estimate_is_at_most_five_points_above_the_truth_or_not_known(kind, seed):
    for estimate, truth in Simulated(seed, **kind).judged():
        assert estimate.value is None or estimate.value <= truth + 0.05
        assert (estimate.value is None) is bool(estimate.why_unknown)


@pytest.mark.parametrize("accuracy", [(0.8, 30.0), (0.9, 8.0), (0.98, 20.0)])
def test_views_by_a_declared_symmetry_are_known_to_label_well(accuracy):
    for estimate, truth in list(Simulated(1, accuracy=accuracy).judged(declared=True))[:2]:
        assert truth - 0.05 <= estimate.value <= truth
        assert estimate.why_unknown == ""


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ({"views": 1, "draws": 7, "repeated": 0.7}, "samples of one view"),
        ({"views": 2, "draws": 3}, "2 views or models cannot show"),
        ({"copied": 0.8, "accuracy": (0.6, 4.0)}, "the ballots would look much alike if only"),
    ],
)
def test_voters_that_may_share_mistakes_leave_it_unknown(kind, why):
    for estimate, _ in Simulated(0, **kind).judged():
        assert estimate.value is None
        assert why in estimate.why_unknown


@pytest.mark.parametrize(
    ("ladder", "source", "voters", "declared"),
    [
        ("addition", "auto", Voters(views=7), True),
        ("addition", "ladder", Voters(views=3, samples=3), True),
        ("addition", "auto", Voters(models=3, views=3), True),
        ("addition", "auto", Voters(models=5), False),
        ("addition", "auto", Voters(models=3, views=2), False),
        ("addition", "auto", Voters(samples=7), False),
        ("addition", "model", Voters(views=7), False),
        ("gsm8k-depth", "auto", Voters(views=7), False),
    ],
)
def test_views_alone_make_voters_differ_by_the_ladders_symmetry(ladder, source, voters, declared):
    assert follow_symmetry(load_ladder(ladder).describe(), source, range(voters.views)) is declared


def accuracy(votes, declared):
    tally = Tally(ways=0)
    for one in votes:
        tally.add(one, [])
    return tally.accuracy(declared)


def test_few_labels_leave_it_unknown():
    votes = Simulated(0).votes
    (few, none) = estimated_precisions(votes, [[i < 19 for i in range(300)], [False] * 300])
    assert few == (None, "19 labels are too few to tell (it takes 20)")
    assert none == (None, "0 labels are too few to tell (it takes 20)")
    assert accuracy([], declared=False).value is None


def test_a_vote_that_stops_early_is_estimated_as_a_full_one():
    full = Simulated(3)
    stopped = []
    for one in full.votes:
        asked = 4
        while asked < 7:
            count = Counter(a for _, a in one.ballots[:asked]).most_common(1)[0][1]
            if count >= 5 or count + 7 - asked < 5:
                break
            asked += 1
        stopped.append(one._replace(ballots=one.ballots[:asked]))
    kept = [one.winner is not None and [a for _, a in one.ballots].count(one.winner) >= 5
            for one in full.votes]  # fmt: skip
    (whole,), (part,) = (
        estimated_precisions(votes, [kept], declared=True) for votes in (full.votes, stopped)
    )
    assert part.value == pytest.approx(whole.value, abs=0.02)


@pytest.mark.parametrize(
    "kind",
    [
        {"trap": 0.2, "accuracy": (0.97, 30.0)},
        {"trap": 0.2},
        {"trap": 0.3, "views": 5, "problems": 200},
        {"trap": 0.3, "views": 5, "problems": 200, "accuracy": (0.97, 30.0)},
        {"accuracy": (0.9, 8.0)},
    ],
    ids=str,
)
@pytest.mark.parametrize("seed", range(2))
def test_single_ballots_on_traps_count_among_all(kind, seed):
    votes = Simulated(seed, **kind).votes
    answers = [answer for one in votes for _, answer in one.ballots]
    truth, found = answers.count("right") / len(answers), accuracy(votes, declared=False)
    assert found.value is None or found.value <= truth + 0.05
    assert (found.value is not None) is ("trap" not in kind)


def test_single_ballots_are_estimated_where_all_are_trained_on():
    simulated = Simulated(2)
    votes = [one._replace(ballots=[*one.ballots, ((0, 7), None)]) for one in simulated.votes]
    answers = [answer for one in votes for _, answer in one.ballots]
    truth = answers.count("right") / len(answers)
    assert truth - 0.05 <= accuracy(votes, declared=True).value <= truth


@pytest.mark.parametrize("differing", [0, 1, 2, 4, 6])
def test_so_many_labels_are_known_however_few_of_seven_views_differ(differing):
    def precision(labels):
        votes = [
            Vote([((0, seat), "other" if i < differing and seat == i % 7 else "x")
                  for seat in range(7)], "x")
            for i in range(labels)
        ]  # fmt: skip
        return estimated_precisions(votes, [[True] * labels], declared=True)[0].value

    assert precision(FIRM_LABELS) >= 0.95
    if differing:
        assert precision(40) is None
