import pytest

from saturate.registry import load_ladder
from saturate.training.replay import Pair, seed_pairs
from saturate.voting.length_filter import length_band, length_trend


def test_band_is_tight_for_answers_of_one_form_and_wide_for_free_text():
    tight = length_band([50] * 90 + [200] * 10)
    assert tight.passes(50)
    assert not tight.passes(200)
    assert not tight.passes(20)
    wide = length_band(list(range(40, 240, 2)))
    assert wide.passes(60)
    assert wide.passes(230)


def test_band_of_nothing_passes_nothing():
    assert not length_band([]).passes(5)


def test_overshooting_answers_do_not_win_the_band():
    """Half of the answers run on: the band stays where the other half is."""
    band = length_band([30] * 51 + [90] * 49)
    assert band.passes(30)
    assert not band.passes(90)


@pytest.mark.parametrize(
    ("name", "known"),
    [("addition", 10), ("gsm8k", 6), ("forward-addition", 5), ("copy", 5), ("maze-hops", 5)],
)
def test_trend_lets_true_solutions_of_the_next_rung_pass(name, known):
    ladder = load_ladder(name)
    trend = length_trend(seed_pairs(ladder, known, ladder.prompt))
    ahead = [ladder.problem(known + 1, "train", index) for index in range(300)]
    delimiter = ladder.describe().delimiter
    passed = [trend.passes(ladder.prompt(p.question), delimiter + p.solution) for p in ahead]
    assert sum(passed) >= 295


def test_trend_sees_the_digits_that_every_ballot_drops():
    ladder = load_ladder("addition")
    trend = length_trend(seed_pairs(ladder, 10, ladder.prompt))
    ahead = [ladder.problem(12, "train", index) for index in range(300)]
    short = [trend.passes(ladder.prompt(p.question), p.solution[:-2]) for p in ahead]
    assert sum(short) == 0


@pytest.mark.parametrize("name", ["tools", "tools-json", "multiplication", "maze-hops-plain"])
@pytest.mark.parametrize("known", [5, 6, 7, 8])
def test_no_trend_where_prompts_do_not_tell_how_long_answers_are(name, known):
    """There it would drop the right answers of whole rungs."""
    ladder = load_ladder(name)
    assert length_trend(seed_pairs(ladder, known, ladder.prompt)) is None


def test_no_trend_without_three_rungs_and_enough_pairs():
    pair = Pair("1+1=", "2")
    assert length_trend({1: [pair] * 50, 2: [pair] * 50}) is None
    assert length_trend({}) is None
    assert length_trend({1: [pair] * 50}) is None
    assert length_trend({1: [pair] * 5, 2: [pair] * 5, 3: []}) is None


def test_trend_of_prompts_of_one_length():
    trend = length_trend({rung: [Pair("ab", "12")] * 30 for rung in (1, 2, 3)})
    assert trend.passes("ab", "34")
    assert not trend.passes("ab", "345")
