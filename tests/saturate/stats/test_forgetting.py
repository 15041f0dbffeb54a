"""The exact sign test, and how several of them share one risk."""

import pytest
from scipy.stats import binomtest

from saturate.ladder import SeededRandom
from saturate.stats.forgetting import CollapseCheck, RungChange, lost_by_chance


@pytest.mark.parametrize(
    ("lost", "won", "alarm"),
    [(0, 0, False), (6, 0, False), (7, 0, True), (9, 2, False), (11, 2, False), (12, 1, True)],
)
def test_the_alarm_is_an_exact_sign_test(lost, won, alarm):
    assert CollapseCheck(240, lost, won).alarm == alarm
    if lost:
        exact = binomtest(lost, lost + won, alternative="greater").pvalue
        assert lost_by_chance(lost, won) == pytest.approx(exact)
        assert (exact < 0.01) == alarm


def rungs(*changes):
    return [RungChange(rung, 40, *change) for rung, change in enumerate(changes, start=11)]


def test_one_rung_that_is_lost_is_enough_and_others_that_are_won_do_not_hide_it():
    assert CollapseCheck(240, 0, 0, rungs((0, 0), (0, 30), (9, 0))).alarm
    assert CollapseCheck(240, 9, 0, rungs((0, 0), (0, 30), (0, 0))).alarm


def test_several_tests_share_the_risk():
    # alone 7 of 7 is an alarm (0.8 %), among four tests it takes 9 of 9 (0.2 %)
    assert not CollapseCheck(240, 7, 0, rungs((0, 0), (0, 0), (0, 0))).alarm
    assert not CollapseCheck(240, 0, 0, rungs((8, 0), (0, 0), (0, 0))).alarm
    assert CollapseCheck(240, 0, 0, rungs((9, 0), (0, 0), (0, 0))).alarm


def test_chance_alone_raises_an_alarm_in_no_more_than_one_check_of_a_hundred():
    rng, alarms = SeededRandom("sign test"), 0
    for _ in range(2_000):
        tests = []
        for _ in range(4):
            changed = rng.below(41)
            lost = sum(rng.below(2) for _ in range(changed))
            tests.append((lost, changed - lost))
        alarms += CollapseCheck(240, *tests[0], rungs(*tests[1:])).alarm
    assert 0 < alarms <= 20


def test_a_check_is_read_back_as_it_was_written_and_older_ones_are_read():
    check = CollapseCheck(240, 1, 2, rungs((3, 4)))
    assert CollapseCheck.from_summary(check.to_summary()) == check
    assert CollapseCheck.from_summary({"asked": 240, "lost": 7, "won": 0}) == (240, 7, 0, [])
    assert str(check) == (
        "1 of 240 answers are no longer as taught (2 are again), 3 of 40 labels on rung 11 are "
        "gone (4 are new)"
    )
