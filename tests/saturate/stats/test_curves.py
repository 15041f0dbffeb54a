"""The fit of many curves at once, against a general optimiser and against known truths."""

import numpy as np
import pytest
from scipy import optimize, special

from saturate.stats.curves import (
    END_ITEMS,
    END_RIDGE,
    FIRST_END,
    FLAT_ITEMS,
    SLOPE_RIDGE,
    Curves,
    fit_curves,
)

RUNGS = np.arange(1.0, 24.0)


def chances(middle, slope, floor, lapse):
    return floor + (1 - floor - lapse) * special.expit(slope * (middle - RUNGS))


def loss_by_hand(parameters, right, total):
    middle, log_slope, *ends = parameters
    floor, lapse = (0.5 * special.expit(end) for end in ends)
    chance = np.clip(chances(middle, np.exp(log_slope), floor, lapse), 1e-12, 1 - 1e-12)
    likelihood = right * np.log(chance) + (total - right) * np.log(1 - chance)
    items = total.mean() if log_slope > 0 else FLAT_ITEMS
    pulled = items * SLOPE_RIDGE * log_slope**2
    pulled += sum(END_ITEMS * END_RIDGE * (end - FIRST_END) ** 2 for end in ends)
    return (pulled - likelihood.sum()) / total.mean()


def place_of(curves, row):
    ends = (special.logit(2 * end[row]) for end in (curves.floor, curves.lapse))
    return [curves.middle[row], curves.log_slope[row], *ends]


def test_no_row_is_fitted_worse_than_a_general_optimiser_fits_it():
    rng = np.random.default_rng(0)
    total = np.full(len(RUNGS), 100.0)
    truths = zip(
        rng.uniform(3, 20, 40),
        np.exp(rng.normal(0.3, 0.5, 40)),
        rng.uniform(0, 0.25, 40),
        rng.uniform(0, 0.1, 40),
    )
    right = np.array([rng.binomial(100, chances(*truth)) for truth in truths], float)
    found = fit_curves(RUNGS, right, total)
    for row, held in enumerate(right):
        starts = [[c, 0.0, FIRST_END, FIRST_END] for c in (4.0, 8.0, 12.0, 16.0, 20.0)]
        fits = [optimize.minimize(loss_by_hand, start, args=(held, total)) for start in starts]
        assert loss_by_hand(place_of(found, row), held, total) <= min(f.fun for f in fits) + 1e-3


@pytest.mark.parametrize(
    ("truth", "crossing"),
    [
        ((8.4, 3.0, 0.0, 0.0), 8.4),
        ((14.4, 2.0, 0.05, 0.0), 14.453),
        ((8.0, 1.5, 0.25, 0.02), 8.477),
    ],
)
def test_guesses_on_far_rungs_do_not_move_the_crossing(truth, crossing):
    """By a curve that falls to nothing the second was read at 14.9, the third at 11.7."""
    shares = chances(*truth)[None]
    total = np.full(len(RUNGS), 100.0)
    assert fit_curves(RUNGS, shares * 100, total).at(0.5) == pytest.approx(crossing, abs=0.06)
    for last in (18, 23):
        near = fit_curves(RUNGS[:last], shares[:, :last] * 100, total[:last]).at(0.5)
        assert near == pytest.approx(crossing, abs=0.1)


def test_rows_without_a_crossing_lie_beyond_the_rungs():
    total = np.full(7, 50.0)
    none, everything = fit_curves(RUNGS[:7], np.array([total * 0, total]), total).at(0.5)
    assert none < 1
    assert everything > 7


def test_a_curve_is_read_where_it_has_a_share_and_nowhere_else():
    one = Curves(*(np.array([value]) for value in (8.0, 0.0, 0.2, 0.1)))
    assert one.at(0.55) == pytest.approx(8.0)
    assert one.chance(one.at(0.5)) == pytest.approx(0.5)
    assert one.at(0.15) == np.inf and one.at(0.95) == -np.inf
    assert one.chance(RUNGS).shape == (1, len(RUNGS))
