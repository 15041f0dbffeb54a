import numpy as np
from scipy import optimize, special

from saturate.stats.crossing import _RIDGE, crossings


def by_a_general_optimiser(rungs, right, total):
    def loss(parameters):
        odds = np.exp(parameters[1]) * (parameters[0] - rungs)
        likelihood = right * special.log_expit(odds) + (total - right) * special.log_expit(-odds)
        return _RIDGE * parameters[1] ** 2 - likelihood.sum() / total.mean()

    starts = [np.array([c, 0.0]) for c in (2.0, 6.0, 10.0, 14.0)]
    fits = [optimize.minimize(loss, start, method="Nelder-Mead") for start in starts]
    return min(fits, key=lambda fit: fit.fun).x[0]


def test_many_rows_at_once_find_what_a_general_optimiser_finds_for_each():
    rng = np.random.default_rng(0)
    rungs, total = np.arange(1.0, 16.0), np.full(15, 100.0)
    truth = rng.uniform(2, 14, 60)
    slopes = np.exp(rng.normal(0.3, 0.5, 60))
    right = rng.binomial(100, special.expit(slopes[:, None] * (truth[:, None] - rungs)))
    found = crossings(rungs, right.astype(float), total)
    wanted = [by_a_general_optimiser(rungs, row, total) for row in right]
    assert np.abs(found - wanted).max() < 0.02


def test_rows_without_a_crossing_lie_beyond_the_rungs():
    rungs, total = np.arange(1.0, 8.0), np.full(7, 50.0)
    none, everything = crossings(rungs, np.array([total * 0, total]), total)
    assert none < 1
    assert everything > 7
