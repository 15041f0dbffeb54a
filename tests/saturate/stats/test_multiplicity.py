import pytest

from saturate.stats.intervals import Change, change_interval, change_p
from saturate.stats.multiplicity import ALPHA, holm, round_alpha


@pytest.mark.parametrize("planned", [1, 2, 8, 41])
def test_the_rounds_spend_the_error_rate_and_no_more(planned):
    spent = [round_alpha(number, planned) for number in range(1, planned + 1)]
    assert sum(spent) == pytest.approx(ALPHA)
    assert spent[-1] == max(spent)


def test_holm_steps_down_until_the_first_failure():
    # 0.010 <= .05/4, 0.020 > .05/3: the rest is read at that level, in any order.
    assert holm([0.04, 0.010, 0.020, 0.9], 0.05) == pytest.approx(
        [0.05 / 3, 0.05 / 4, 0.05 / 3, 0.05 / 3]
    )


def test_an_interval_is_clear_of_zero_just_when_its_p_is_at_its_level():
    changes = [Change(100, total, squares) for total, squares in [(9, 11), (4, 10), (-20, 30)]]
    p_values = [change_p(one) for one in changes]
    for one, p, level in zip(changes, p_values, holm(p_values, 0.05)):
        interval = change_interval(one, level)
        assert (interval.low > 0 or interval.high < 0) == (p <= level)
