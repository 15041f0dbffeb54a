import itertools

import numpy as np
import pytest

from saturate.analysis.saturation.forecast import FEWEST, forecast, rounds_to


def test_a_steady_climb_goes_on_and_slows_down():
    points = forecast([6.0, 7.1, 8.0, 9.1, 10.0], 4, 0.5, 30.5)
    values = [point.value for point in points]
    steps = np.diff([10.0, *values])
    assert values[0] == pytest.approx(10.9, abs=0.1)
    assert all(later < earlier for earlier, later in itertools.pairwise(steps))


def test_intervals_widen_and_stay_on_the_scale():
    points = forecast([6.0, 6.4, 7.6, 8.0, 9.4], 6, 0.5, 11.5)
    widths = [point.high - point.low for point in points[:2]]
    assert widths[1] > widths[0]
    assert all(0.5 <= p.low <= p.value <= p.high <= 11.5 for p in points)


def test_short_courses_are_not_forecast():
    assert forecast([1.0] * (FEWEST - 1), 3, 0.0, 1.0) == []


def test_intervals_hold_a_random_walk_as_often_as_they_say():
    rng = np.random.default_rng(0)
    held = 0
    for _ in range(400):
        course = np.cumsum(rng.normal(0.0, 0.3, size=9)) + 10
        (*_, point) = forecast(list(course[:6]), 3, -100, 100)
        held += point.low <= course[8] <= point.high
    assert held / 400 > 0.93


def test_rounds_to_a_target_by_value_and_by_both_ends():
    points = forecast([6.0, 7.1, 8.0, 9.1, 10.0], 8, 0.5, 30.5)
    found = rounds_to(points, 12.0)
    assert found.soonest <= found.expected
    assert found.latest is None or found.latest >= found.expected
    assert rounds_to(points, 30.0).expected is None
