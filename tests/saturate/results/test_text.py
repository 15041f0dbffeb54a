"""Shares as text: never 0 or 100 where they are neither."""

import pytest

from saturate.results.text import interval_text, percent_text
from saturate.stats.intervals import wilson


@pytest.mark.parametrize(
    ("right", "total", "one_digit", "whole"),
    [
        (7612, 7614, "99.97", "99.97"),
        (299, 300, "99.7", "99.7"),
        (99, 100, "99.0", "99"),
        (100, 100, "100.0", "100"),
        (0, 100, "0.0", "0"),
        (1, 1000, "0.1", "0.1"),
        (1, 3000, "0.03", "0.03"),
        (1, 3, "33.3", "33"),
    ],
)
def test_a_share_reads_none_or_all_where_it_is(right, total, one_digit, whole):
    assert percent_text(right / total) == one_digit
    assert percent_text(right / total, 0) == whole


def test_sums_that_miss_one_by_a_rounding_error_are_one():
    assert percent_text(sum([0.1] * 10)) == "100.0"
    assert percent_text(-1e-17) == "0.0"


def test_both_ends_of_an_interval_keep_to_it():
    assert interval_text(wilson(7612, 7614), 100) == "99.97 [99.9, 99.99]"
    assert interval_text(wilson(50, 50), 100) == "100.0 [92.9, 100.0]"
