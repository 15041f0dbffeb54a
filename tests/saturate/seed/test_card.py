"""The card of a seed model."""

from saturate.registry import load_ladder
from saturate.seed.card import rungs_to_score


def test_a_card_goes_beyond_what_was_taught_but_not_beyond_the_ladder():
    last = load_ladder("tools").describe().last
    assert rungs_to_score("tools", 10) == range(1, 17)
    assert rungs_to_score("tools", last - 2) == range(1, last + 1)
