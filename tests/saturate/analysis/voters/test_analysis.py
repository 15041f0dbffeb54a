"""The analysis on simulated ballots whose truth is known."""

import json
import random
from dataclasses import asdict, replace

import pytest

from saturate.analysis.voters import Panel, ProblemBallots, analyse
from saturate.analysis.voters.curves import _halves, cheapest, curve
from saturate.analysis.voters.early_stopped import stopped
from saturate.analysis.voters.independence import Expected, Independence, independence
from saturate.analysis.voters.panel import problem_ballots
from saturate.analysis.voters.tables import cheapest_line, settings_table, voters_table
from saturate.config.voters import Voter, Voters
from saturate.registry import load_ladder
from saturate.stats.intervals import Interval
from saturate.voting.majority import Ballot
from saturate.voting.proposals import propose


def simulated(right=0.7, shared=0.0, hard=0.0, tempting=0.3, seats=7, problems=1500, seed=0):
    """Voters who are right with a chance, and err together in two ways.

    Args:
        right: Chance that a ballot is right.
        shared: Share of problems on which all voters copy the first one.
        hard: Share of problems that nobody gets right, each voter being wrong in a way of its own.
        tempting: Share of wrong answers that fall on one mistake.
    """
    rng = random.Random(seed)

    def answer():
        if rng.random() < right:
            return "right"
        return "tempting" if rng.random() < tempting else str(rng.random())

    rows = []
    for _ in range(problems):
        if rng.random() < shared:
            answers = [answer()] * seats
        elif rng.random() < hard:
            answers = [str(rng.random()) for _ in range(seats)]
        else:
            answers = [answer() for _ in range(seats)]
        rows.append(ProblemBallots(frozenset(["right"]), tuple(answers), (10,) * seats))
    voters = tuple(Voter(0, view, 0) for view in range(seats))
    return Panel("simulated", tuple(rows), 0.001, voters)


PERFECT = Independence(Interval(1, 1, 1), 0.0, Interval(0, 0, 0), 0.0, *[Interval(0, 0, 0)] * 2)


def test_independent_voters_are_found_to_be_independent():
    found = independence(simulated())
    assert found.correlation.low <= 0 <= found.correlation.high
    assert found.effective.low <= 7 <= found.effective.high
    assert found.accuracy.value == pytest.approx(0.7, abs=0.02)
    assert found.same_wrong.value == pytest.approx(0.3**2 * 0.3**2, abs=0.004)
    assert found.coincidence == pytest.approx(0.3**2, abs=0.03)


@pytest.mark.parametrize("shared", [0.3, 1.0])
def test_copied_ballots_correlate_by_the_share_that_is_copied(shared):
    found = independence(simulated(shared=shared))
    assert found.correlation.value == pytest.approx(shared, abs=0.05)
    assert found.effective.value == pytest.approx(7 / (1 + 6 * shared), abs=0.4)


def test_hard_problems_correlate_errors_without_a_common_mistake():
    found = independence(simulated(right=0.95, hard=0.3))
    assert found.correlation.value > 0.5
    assert found.same_wrong.value < 0.001


@pytest.mark.parametrize("right", [0.0, 1.0])
def test_voters_who_never_differ_say_nothing_of_their_independence(right):
    found = independence(simulated(right=right, tempting=0.0, problems=32))
    assert found.correlation is None and found.effective is None
    assert found.accuracy.value == right
    off = (found.accuracy.high - found.accuracy.low, found.same_wrong.high)
    assert off == pytest.approx((0.107, 0.107), abs=0.001), "Wilson's, of 32 problems"
    assert found.coincidence == 0
    table = voters_table([analyse(simulated(right=right, problems=32), 4, 0.9)])
    assert table.rows[0][4:] == ["-", "7", "-"]


def test_errors_that_cancel_are_worth_no_more_voters_than_there_are_ballots():
    row = ProblemBallots(frozenset("A"), ("A", "B"), (1, 1))
    rows = (row, row._replace(answers=("B", "A"))) * 10
    panel = replace(simulated(problems=1), problems=rows, voters=(Voter(0, 0, 0), Voter(0, 1, 0)))
    found = analyse(panel, 2, 0.9).independence
    assert found.correlation.value == pytest.approx(-1)
    assert found.effective == pytest.approx((40, 40, 40))


def test_one_error_among_many_problems_leaves_independence_open():
    rows = simulated(right=1.0, problems=31).problems
    erring = rows[0]._replace(answers=("wrong", "other", *["right"] * 5))
    found = independence(replace(simulated(problems=1), problems=(*rows, erring)))
    assert found.correlation[1:] == pytest.approx((0, 1))
    assert found.effective[1:] == pytest.approx((1, 7))


def test_independent_voters_reach_what_is_expected_of_them():
    panel = simulated(problems=6000)
    for one in curve(panel, Expected(independence(panel))):
        assert one.expected_coverage == pytest.approx(one.coverage.value, abs=0.03)
        if one.precision is not None:
            assert one.expected_precision == pytest.approx(one.precision.value, abs=0.02)


def test_correlated_voters_fall_short_of_it_and_the_estimate_without_gold_does_not_flatter():
    panel = simulated(right=0.6, shared=0.5, problems=300)
    settings = curve(panel, Expected(independence(panel)))
    last = settings[-1]
    assert (last.seats, last.needed) == (7, 7)
    assert last.precision.high < last.expected_precision
    for one in settings:
        assert one.estimated_precision is None or (
            one.estimated_precision <= one.precision.value + 0.05
        )
        assert (one.estimated_precision is None) is bool(one.why_unknown)
    assert settings[0].why_unknown.startswith("all ballots are samples of one view")


def test_the_first_voters_are_judged_by_the_views_that_they_have():
    """Of three models on three views the first three show one view, the first seven all."""
    panel = replace(simulated(problems=20, seats=9), declared=True)
    panel = replace(panel, voters=tuple(map(Voters(models=3, views=3).seat, range(9))))
    assert [panel.first(seats).declared for seats in (3, 6, 7, 9)] == [False, False, True, True]


def test_what_the_ladder_takes_for_as_right_as_its_answer_is_right():
    class Accepting(type(load_ladder("addition"))):
        def problem(self, rung, split, index):
            return replace(super().problem(rung, split, index), accepted=("alias",))

    problems = []
    for proposal in propose(Accepting(), 3, 0, 12):
        answers = [Accepting().solve(proposal.question), "alias", "alias"]
        ballots = [Ballot("", "", a, 5, -1.0, True, seat) for seat, a in enumerate(answers)]
        problems.append(problem_ballots(Accepting(), proposal, ballots, 4))
    panel = Panel("aliases", tuple(problems), 0.0, tuple(Voter(0, 0, draw) for draw in range(4)))
    assert (panel.right() == [True, True, True, False]).all()
    assert independence(panel).same_wrong.value == 0
    assert all(one.precision.value == 1 for one in stopped(panel, 2))
    found = {(s.seats, s.needed): s for s in curve(panel, Expected(independence(panel)))}
    assert found[3, 2].labels == 12 and found[3, 2].precision.value == 1


def test_a_label_has_to_win_in_every_view_where_the_voters_have_to():
    """Nine voters answer three views; seats 2, 5 and 8 answer the third."""
    voters = tuple(map(Voters(views=3, samples=3).seat, range(9)))
    found = {}
    for answers in ("AAAAABAAB", "AAAAAAAAB"):
        problem = ProblemBallots(frozenset("A"), tuple(answers), (1,) * 9)
        for every_view in (False, True):
            panel = Panel("", (problem,) * 12, 0.0, voters, every_view=every_view)
            labels = {(s.seats, s.needed): s.labels for s in curve(panel, Expected(PERFECT))}
            assert labels[1, 1] == 12, "a lone voter has no other view"
            found[answers, every_view] = labels[9, 7]
            assert {one.labels for one in stopped(panel, 7)} == {labels[9, 7]}
    assert found["AAAAABAAB", False] == found["AAAAAAAAB", False] == 12
    assert (found["AAAAABAAB", True], found["AAAAAAAAB", True]) == (0, 12)


def test_condorcet_with_two_answers_is_the_binomial():
    panel = simulated(tempting=1.0, problems=4000)
    expected = Expected(independence(panel))
    precision, coverage = expected.precision_and_coverage(3, 2)
    assert coverage == pytest.approx(1.0, abs=1e-9)
    p = independence(panel).accuracy.value
    assert precision == pytest.approx(p**3 + 3 * p**2 * (1 - p), abs=1e-9)


def test_cost_is_tokens_a_kept_label_and_stopping_costs_less():
    panel = simulated()
    by_place = {(s.seats, s.needed): s for s in curve(panel, Expected(independence(panel)))}
    one = by_place[7, 5]
    assert one.tokens_per_label == pytest.approx(70 * 1500 / one.labels)
    assert one.seconds_per_label == pytest.approx(0.001 * one.tokens_per_label)
    assert one.tokens_per_label_stopping < one.tokens_per_label


def test_the_cheapest_setting_is_checked_on_other_problems():
    panel = simulated(right=0.7)
    found = cheapest(panel, 0.97, Expected(independence(panel)))
    assert found.chosen.precision.value >= 0.97
    assert (found.checked.seats, found.checked.needed) == (found.chosen.seats, found.chosen.needed)
    assert found.checked.precision.value > 0.93
    assert found.chosen.seats < 7
    assert (
        cheapest(simulated(right=0.05, tempting=1.0), 0.97, Expected(independence(panel))) is None
    )


def test_stopping_when_certain_changes_no_label_and_lost_keeps_all_pairs():
    panel = simulated(right=0.6)
    rules = {one.rule: one for one in stopped(panel, 5)}
    assert rules["never"].votes == 1
    assert rules["lost"].changed == rules["certain"].changed == 0
    assert rules["lost"].pairs == rules["never"].pairs > rules["certain"].pairs
    assert rules["likely"].votes < rules["certain"].votes < rules["lost"].votes < 1
    assert 0 < rules["likely"].changed < 0.1 * len(panel.problems)


def test_the_whole_goes_into_json_and_tables():
    panel = simulated(problems=100, seats=3)
    found = analyse(panel, 2, 0.9)
    assert json.loads(json.dumps(asdict(found)))["independence"]["accuracy"][0] > 0.5
    table = settings_table(found, [1, 3])
    assert [row[:2] for row in table.rows] == [["1", "1"], ["3", "2"], ["3", "3"]]
    assert {len(row) for row in table.rows} == {len(table.heads)}
    assert len(voters_table([found]).rows) == 1
    assert "90 %" in cheapest_line(found)


def test_problems_of_one_published_item_count_as_one():
    """Six rungs hold the same 40 items, and voters do on each what they do on the first."""
    items = simulated(problems=40).problems
    shared = tuple(p._replace(source=f"item {n}") for n, p in enumerate(items)) * 6
    apart, together = (
        replace(simulated(problems=1), problems=problems) for problems in (items * 6, shared)
    )
    one, other = (analyse(panel, 5, 0.9) for panel in (apart, together))

    def ratio(read):
        first, second = read(one), read(other)
        assert second.value == pytest.approx(first.value)
        return (second.high - second.low) / (first.high - first.low)

    assert ratio(lambda x: x.independence.accuracy) > 2
    assert ratio(lambda x: x.independence.correlation) > 2
    assert ratio(lambda x: x.settings[-2].coverage) > 1.8
    assert ratio(lambda x: x.settings[-1].precision) > 1.8
    assert ratio(lambda x: x.stopping[0].precision) > 1.8


def test_a_setting_is_measured_on_other_items_than_it_was_chosen_on():
    shared = tuple(
        p._replace(source=f"item {n // 2}") for n, p in enumerate(simulated(problems=90).problems)
    )
    halves = _halves(replace(simulated(problems=1), problems=shared))
    sources = [set(half.sources) for half in halves]
    assert not sources[0] & sources[1] and set.union(*sources) == {p.source for p in shared}
    plain = simulated(problems=9)
    assert [half.problems for half in _halves(plain)] == [plain.problems[i::2] for i in range(2)]
