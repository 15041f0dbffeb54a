"""The sequential interval of fixed width: its coverage worked out exactly, not simulated."""

import numpy as np
import pytest
from scipy import stats

from saturate.stats.fixed_width import first_look, fixed_interval, still_needed
from saturate.stats.intervals import Count

_NEGLIGIBLE = 1e-15


def outcomes(chance, half):
    """Every end that asking may come to: items, shares of right ones, and their probabilities."""
    first = first_look(half)
    looks = {first: stats.binom.pmf(np.arange(first + 1), first, chance)}
    ends, draws = [], {}
    while looks:
        total = min(looks)
        held = looks.pop(total)
        for right in np.flatnonzero(held > _NEGLIGIBLE):
            more = still_needed(Count(int(right), total), half)
            if not more:
                ends.append((total, right / total, held[right]))
                continue
            then = looks.setdefault(total + more, np.zeros(total + more + 1))
            if more not in draws:
                draws[more] = stats.binom.pmf(np.arange(more + 1), more, chance)
            then[right : right + more + 1] += held[right] * draws[more]
    return np.array(ends).T


@pytest.mark.parametrize(
    ("half", "chances"),
    [
        (0.1, np.linspace(0.005, 0.995, 199)),
        (0.05, np.linspace(0.005, 0.5, 100)),
        (0.02, (0.01, 0.03, 0.06, 0.12, 0.4911)),
    ],
)
def test_the_truth_is_held_at_least_95_times_in_100(half, chances):
    for chance in chances:
        _, shares, weights = outcomes(chance, half)
        assert weights.sum() == pytest.approx(1, abs=1e-9)
        assert weights[np.abs(shares - chance) <= half + 1e-12].sum() >= 0.95, chance
        assert abs(weights @ shares - chance) < half / 20, chance


@pytest.mark.parametrize(
    ("chance", "least", "most"), [(0.001, 300, 320), (0.02, 350, 500), (0.1, 1_000, 1_200)]
)
def test_shares_near_an_end_take_few_items(chance, least, most):
    """By a fixed number they would take 2,401 each, which is what a half takes."""
    totals, _, weights = outcomes(chance, 0.02)
    assert least <= weights @ totals <= most


def test_a_half_takes_no_more_than_two_standard_errors_ask_for():
    totals, _, weights = outcomes(0.5, 0.05)
    assert totals.max() == 400 and weights @ totals == pytest.approx(400, abs=10)


def test_a_first_look_without_a_slip_is_no_proof():
    assert still_needed(Count(100, 100), 0.02) > 0
    assert still_needed(Count(0, 100), 0.02) == still_needed(Count(100, 100), 0.02)


def test_the_interval_ends_where_shares_do():
    assert fixed_interval(Count(300, 300), 0.02) == (1.0, 0.98, 1.0)
    assert fixed_interval(Count(0, 300), 0.02) == (0.0, 0.0, 0.02)
    assert fixed_interval(Count(50, 100), 0.1) == pytest.approx((0.5, 0.4, 0.6))
