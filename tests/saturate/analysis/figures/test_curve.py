import numpy as np
import pytest
from scipy import special

from saturate.analysis.evidence import Items, with_sources
from saturate.analysis.figures.curve import area, gold_share, rungs_read
from saturate.analysis.figures.resample import resample

RUNGS = range(1, 13)


def items(shares, total=100, keys="item"):
    """Items by rung, the first ones right; the same keys whatever the share."""
    return {
        rung: Items(
            tuple(f"{keys}-{rung}-{i}" for i in range(total)),
            np.array([float(i < round(share * total)) for i in range(total)]),
        )
        for rung, share in zip(RUNGS, shares)
    }


def logistic(crossing, slope=1.0):
    return [float(special.expit(slope * (crossing - rung))) for rung in RUNGS]


NONE, HALF, ALL = [0.0] * 12, [0.5] * 12, [1.0] * 12
FIVE = [1.0] * 5 + [0.0] * 7


def test_area_is_the_sum_of_the_shares():
    moved = area(resample([items(FIVE), items([1.0] * 8 + [0.5] + [0.0] * 3)]), 0, 1)
    assert (moved.before.value, moved.after.value, moved.change.value) == (5.0, 8.5, 3.5)
    assert moved.before.low < 5.0 < moved.before.high
    assert moved.change.low > 3.3 and moved.change.high < 3.7


def test_area_stays_within_the_rungs():
    moved = area(resample([items(NONE), items(ALL)]), 0, 1)
    assert (moved.before.low, moved.after.high) == (0.0, 12.0)


def test_pairing_takes_out_what_the_scorings_share():
    same = area(resample([items(HALF), items([0.51] * 12)]), 0, 1).change
    other = area(resample([items(HALF), items([0.51] * 12, keys="other")]), 0, 1).change
    assert same.value == other.value == pytest.approx(0.12)
    assert same.high - same.low < 0.5 * (other.high - other.low)


def test_items_of_one_source_count_as_one():
    held = items(HALF)
    sources = {key: f"source {i // 20}" for one in held.values() for i, key in enumerate(one.keys)}
    made = {rung: with_sources(one, sources) for rung, one in held.items()}
    alone, shared = (area(resample([each, each]), 0, 1).before for each in (held, made))
    assert shared.high - shared.low > 5 * (alone.high - alone.low)


def test_rungs_are_read_off_the_fitted_curve():
    held = resample([items(logistic(6.0), 2000), items(logistic(9.0), 2000)])
    half, most = rungs_read(held, 0, 1)
    assert (half.share, most.share) == (0.5, 0.8)
    assert half.before.rung == pytest.approx(6.0, abs=0.02)
    assert half.change.value == pytest.approx(3.0, abs=0.03)
    assert most.before.rung == pytest.approx(6.0 - np.log(4), abs=0.05)
    assert most.before.low < most.before.rung < most.before.high
    assert most.before.place == "within"


def test_a_rung_beyond_those_scored_says_so():
    half, most = rungs_read(resample([items(NONE), items(ALL)]), 0, 1)
    for read in (half, most):
        assert (read.before.rung, read.before.place) == (0.5, "below the first rung")
        assert (read.after.rung, read.after.place) == (12.5, "above the last rung")


def test_the_rung_at_80_percent_covers_the_truth():
    dice = np.random.default_rng(3)
    shares = np.array(logistic(6.0, 1.5))
    truth = 6.0 - np.log(4) / 1.5
    covered = 0
    for _ in range(100):
        drawn = items(dice.binomial(100, shares) / 100)
        read = rungs_read(resample([drawn, drawn]), 0, 1)[1].before
        covered += read.low <= truth <= read.high
    assert covered >= 88  # 95 expected; fewer has a chance below 1 %


def test_share_of_golds_gain():
    half_way = [1.0] * 6 + [0.5] * 2 + [0.0] * 4
    held = resample([items(FIVE), items(half_way), items([1.0] * 9 + [0.0] * 3)])
    found = gold_share(held, 0, 1, 2, number=4)
    assert (found.round, found.gained.value, found.gold_gained.value) == (4, 2.0, 4.0)
    assert found.share.value == 0.5
    assert 0.45 < found.share.low < 0.5 < found.share.high < 0.55
    assert found.undefined == ""


def test_no_share_where_gold_gained_nothing():
    held = resample([items(FIVE), items([1.0] * 6 + [0.0] * 6), items(FIVE)])
    found = gold_share(held, 0, 1, 2, number=1)
    assert found.share is None
    assert found.undefined.startswith("gold gained nothing that these items show: +0.0 [-0.")


def test_counts_without_items_are_drawn_apart():
    bare = {rung: Items((), one.right) for rung, one in items(HALF).items()}
    change = area(resample([bare, bare]), 0, 1).change
    paired = area(resample([items(HALF), items(HALF)]), 0, 1).change
    assert change.value == paired.value == 0.0
    assert change.high > 3 * paired.high


def test_a_rung_asked_fewer_items_counts_as_a_whole_rung():
    full = items(FIVE)
    thin = {rung: Items(one.keys[:20], one.right[:20]) for rung, one in items([1.0] * 12).items()}
    moved = area(resample([full, full | {12: thin[12]}]), 0, 1)
    assert (moved.after.value, moved.change.value) == (6.0, 1.0)
