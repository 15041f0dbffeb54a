"""Text of a command line, read into settings."""

import pytest

from saturate.config.fields import Band, parse_band, parse_filters, parse_names, parse_range
from saturate.errors import SaturateError


def test_names_are_taken_once_and_in_their_order():
    assert parse_names("") == parse_names(" , ") == ()
    assert parse_names("b, a,,b") == ("b", "a")


def test_filters_come_in_the_order_in_which_they_are_applied():
    assert parse_filters("length,vote") == ("vote", "length")
    assert parse_filters("none") == ()
    with pytest.raises(SaturateError, match="did you mean 'vote'"):
        parse_filters("votes")
    with pytest.raises(SaturateError, match="Unknown filter 'none'"):
        parse_filters("none,vote")


def test_rungs_are_two_or_one():
    assert parse_range(" 3:12 ") == (3, 12)
    assert parse_range("3") == (3, 3)
    for text in ("", "3:", ":3", "12:3", "3:12:15", "x", "-1:2", "3.5"):
        with pytest.raises(SaturateError, match="write first:last"):
            parse_range(text)


def test_a_band_is_two_shares_or_none():
    assert parse_band(" .3:.9 ") == Band(0.3, 0.9)
    assert parse_band("0:1") == Band(0.0, 1.0)
    assert parse_band("none") is None
    assert str(Band(0.3, 0.9)) == "0.3:0.9" and parse_band("0.3:0.9") == Band(0.3, 0.9)
    for text in (".9:.3", ".3", "0.3:1.1", "a:b", "", "-1:1"):
        with pytest.raises(SaturateError, match="cannot be read"):
            parse_band(text)
