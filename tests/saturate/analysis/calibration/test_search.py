"""The adaptive search on simulated models; tests/benchmarks/calibration.py does it at length."""

import itertools

import numpy as np
import pytest
from scipy import special

from saturate.analysis.asking import Asked
from saturate.analysis.calibration import Belief, Limits, Prior, search
from saturate.analysis.calibration.design import pick_batch
from saturate.stats.intervals import Count

PRIOR = Prior(1, 40, 0.5)


def simulated(threshold, slope, seed=0, floor=0.0):
    """A model that guesses ``floor`` of the items however hard, and is half right at a rung."""
    rng = np.random.default_rng(seed)
    middle = threshold + special.logit((0.5 - floor) / (1 - floor)) / slope

    def ask(wanted):
        chance = {r: floor + (1 - floor) * special.expit(slope * (middle - r)) for r in wanted}
        return Asked({r: Count(int(rng.binomial(n, chance[r])), n) for r, n in wanted.items()})

    return ask


@pytest.mark.parametrize(("threshold", "slope"), [(6.4, 4.0), (20.5, 1.0), (35.2, 2.0)])
def test_finds_the_threshold_with_a_narrow_interval(threshold, slope):
    found = search(PRIOR, simulated(threshold, slope), Limits())
    assert found.reached and found.place == "within"
    assert found.threshold.high - found.threshold.low <= 1.0
    assert abs(found.threshold.value - threshold) < 1.0
    assert abs(found.rung - threshold) <= 1.5
    assert found.items == sum(count.total for count in found.counts.values()) < 240


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    runs = [search(PRIOR, simulated(9.3, 2.0, seed), Limits(), seed) for seed in range(25)]
    assert sum(r.threshold.low <= 9.3 <= r.threshold.high for r in runs) >= 21


@pytest.mark.parametrize("floor", [0.05, 0.1, 0.25])
def test_answers_that_are_guessed_do_not_move_the_threshold(floor):
    runs = [search(PRIOR, simulated(12.7, 2.0, seed, floor), Limits(), seed) for seed in range(10)]
    assert np.mean([r.threshold.value for r in runs]) == pytest.approx(12.7, abs=0.2)
    assert sum(r.threshold.low <= 12.7 <= r.threshold.high for r in runs) >= 8
    assert all(r.reached for r in runs)


def test_a_model_that_only_guesses_is_below_the_first_rung():
    found = search(PRIOR, simulated(-8.0, 2.0, floor=0.25), Limits())
    assert (found.place, found.rung, found.reached) == ("below the first rung", 1, True)
    assert found.items <= 128


def test_another_target_is_another_rung():
    easy = search(Prior(1, 40, 0.8), simulated(20.0, 0.7), Limits(width=2.0))
    hard = search(Prior(1, 40, 0.2), simulated(20.0, 0.7), Limits(width=2.0))
    assert easy.threshold.value == pytest.approx(20 - special.logit(0.8) / 0.7, abs=1.5)
    assert hard.threshold.value == pytest.approx(20 - special.logit(0.2) / 0.7, abs=1.5)


@pytest.mark.parametrize(
    ("threshold", "place", "rung"),
    [(60.0, "above the last rung", 40), (-8.0, "below the first rung", 1)],
)
def test_a_threshold_out_of_reach_is_said_soon(threshold, place, rung):
    found = search(PRIOR, simulated(threshold, 2.0), Limits())
    assert (found.place, found.rung, found.reached) == (place, rung, True)
    assert found.items <= 64


def test_same_seed_same_search():
    assert search(PRIOR, simulated(9.0, 1.0), Limits(items=64), 3) == search(
        PRIOR, simulated(9.0, 1.0), Limits(items=64), 3
    )


def test_stops_at_the_most_items_and_says_so():
    found = search(PRIOR, simulated(9.0, 0.3), Limits(width=0.1, items=40))
    assert found.items == 40 and not found.reached


def test_rungs_without_items_left_are_not_asked_again():
    asked = []

    def ask(wanted):
        asked.append(set(wanted))
        return Asked({r: Count(1, 1) for r in wanted if r > 2})

    found = search(Prior(1, 4, 0.5), ask, Limits(items=30, batch=8))
    assert not found.reached and found.items < 30
    for earlier, later in itertools.pairwise(asked):
        assert not {1, 2} & earlier & later


def test_a_rung_is_asked_again_after_an_item_that_is_too_long_and_not_where_none_fits():
    """Every second item of rung 9 is too long, and all above rung 20."""
    model, asked = simulated(9.0, 1.0), []

    def ask(wanted):
        asked.append(wanted)
        cut = {r: n if r > 20 else n // 2 if r == 9 else 0 for r, n in wanted.items()}
        fits = {r: n - cut[r] for r, n in wanted.items() if n > cut[r]}
        return Asked(model(fits).counts, {r: n for r, n in cut.items() if n})

    found = search(PRIOR, ask, Limits())
    assert found.reached and abs(found.threshold.value - 9.0) < 1.0
    assert sum(9 in wanted for wanted in asked) > 1 and found.left_out[9] > 0
    assert max(found.left_out.values()) < 64 and max(found.counts) <= 20


def test_a_first_batch_spreads_and_a_late_one_gathers():
    belief = Belief(PRIOR)
    first = pick_batch(belief, 16, seed=0)
    assert sum(first.values()) == 16
    assert max(first) - min(first) > 20
    belief.update({r: Count(20 if r < 12 else 0, 20) for r in range(9, 15)})
    late = pick_batch(belief, 16, seed=0)
    assert set(late) <= {10, 11, 12, 13}
    assert pick_batch(belief, 4, seed=0, exhausted=range(1, 41)) == {}


def test_belief_agrees_with_the_whole_grid_whatever_the_order():
    """Cells that are dropped on the way must not matter."""
    steps = Belief(PRIOR)
    for _ in range(10):
        steps.update({8: Count(3, 4), 11: Count(1, 4)})
    once = Belief(PRIOR)
    once.update({8: Count(30, 40), 11: Count(10, 40)})
    assert steps.threshold() == pytest.approx(once.threshold(), abs=0.02)
    assert steps.accuracy(8) == pytest.approx(once.accuracy(8), abs=0.02)
