import itertools

import pytest
from support.stand_ins import StandIn

from saturate.models.prompting import Prompter
from saturate.registry import load_ladder
from saturate.training.replay import Pair, seed_pairs
from saturate.voting.length_filter import length_band, length_bands, length_trend
from saturate.voting.length_law import fit_law


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


def test_prompts_of_one_shape_have_a_band_of_their_own_where_they_are_many():
    """The answers to products in either order are of two lengths, and all of them usual."""
    ballots = [("21*65432=", 67)] * 30 + [("65432*21=", 41)] * 31
    bands = length_bands(ballots)
    assert bands.passes("12*34567=", 67) and bands.passes("34567*12=", 41)
    assert not bands.passes("12*34567=", 41) and not bands.passes("34567*12=", 67)
    few = length_bands(ballots[25:])  # five of them in the first order: one band for all
    assert few.passes("34567*12=", 41) and not few.passes("12*34567=", 67)


@pytest.mark.parametrize("rung", [4, 6, 9])
def test_the_band_keeps_right_products_whichever_operand_grows(rung):
    ladder = load_ladder("multiplication-one")
    problems = [ladder.problem(rung, "vote", index) for index in range(100)]
    bands = length_bands([(p.question, len(p.solution)) for p in problems])
    assert all(bands.passes(p.question, len(p.solution)) for p in problems)
    assert not any(bands.passes(p.question, len(p.solution) * 3 // 4) for p in problems)


@pytest.mark.parametrize(
    ("name", "known"),
    [("addition", 10), ("gsm8k", 6), ("forward-addition", 5), ("copy", 5), ("maze-hops", 5)],
)
def test_trend_lets_true_solutions_of_the_next_rung_pass(name, known):
    ladder = load_ladder(name)
    trend = length_trend(seed_pairs(ladder, known, Prompter(ladder, StandIn(), bare=True)))
    ahead = [ladder.problem(known + 1, "train", index) for index in range(300)]
    delimiter = ladder.describe().delimiter
    passed = [trend.passes(ladder.prompt(p.question), delimiter + p.solution) for p in ahead]
    assert sum(passed) >= 295


def test_trend_sees_the_digits_that_every_ballot_drops():
    ladder = load_ladder("addition")
    trend = length_trend(seed_pairs(ladder, 10, Prompter(ladder, StandIn(), bare=True)))
    ahead = [ladder.problem(12, "train", index) for index in range(300)]
    short = [trend.passes(ladder.prompt(p.question), p.solution[:-2]) for p in ahead]
    assert sum(short) == 0


@pytest.mark.parametrize("name", ["tools", "tools-json", "maze-hops-plain"])
@pytest.mark.parametrize("known", [3, 5, 6, 8])
def test_no_trend_where_prompts_do_not_tell_how_long_answers_are(name, known):
    """There it would drop the right answers of whole rungs."""
    ladder = load_ladder(name)
    assert length_trend(seed_pairs(ladder, known, Prompter(ladder, StandIn(), bare=True))) is None


@pytest.mark.parametrize("known", [2, 4, 5, 6, 8])
@pytest.mark.parametrize("name", ["multiplication", "multiplication-one"])
def test_partial_products_are_as_long_as_the_law_of_their_operands_says(name, known):
    """Whichever operand grows, right answers of the next rung pass, and none a digit short."""
    ladder = load_ladder(name)
    trend = length_trend(seed_pairs(ladder, known, Prompter(ladder, StandIn(), bare=True)))
    assert (trend is None) == (known < 6)  # the first rungs have no sums in brackets
    ahead = [ladder.problem(known + 1, "train", index) for index in range(100)]
    if trend is not None:
        assert all(trend.passes(p.question, p.solution) for p in ahead)
        assert not any(trend.passes(p.question, p.solution[:-1]) for p in ahead)
        at = [p.solution.rindex("+") for p in ahead]
        assert not any(trend.passes(p.question, p.solution[:n]) for p, n in zip(ahead, at))


@pytest.mark.parametrize("known", [8, 9, 11, 12, 14])
def test_the_law_tells_of_operands_of_lengths_that_it_never_saw_together(known):
    ladder = load_ladder("multiplication-pairs")
    trend = length_trend(seed_pairs(ladder, known, Prompter(ladder, StandIn(), bare=True)))
    ahead = [ladder.problem(known + 1, "train", index) for index in range(100)]
    assert trend is None or all(trend.passes(p.question, p.solution) for p in ahead)
    if known > 9:
        assert not any(trend.passes(p.question, p.solution[:-1]) for p in ahead)


def test_a_law_says_nothing_of_what_does_not_follow_from_what_it_saw():
    """Of six times seven digits alone the model was right: seven times seven is another matter."""
    ladder = load_ladder("multiplication-pairs")
    pairs = seed_pairs(ladder, 12, Prompter(ladder, StandIn(), bare=True))
    few = {rung: pairs[rung] for rung in (9, 10, 11)}
    few[12] = [pair for pair in pairs[12] if pair.prompt.index("*") == 6]
    law = fit_law([pair for held in few.values() for pair in held])
    assert law.tells("654321*7654321=") and not law.tells("7654321*7654321=")
    assert not law.passes("654321*7654321=", "5")
    trend = length_trend(few)
    ahead = [ladder.problem(13, "train", index) for index in range(100)]
    assert trend is None or all(trend.passes(p.question, p.solution) for p in ahead)


def pairs_of(rungs, lengths, each=150):
    """Answers of so many characters to two numbers of so many digits each."""
    return {
        rung: [Pair("1" * rung + "+" + "2" * rung + "=", "3" * lengths(rung))] * each
        for rung in rungs
    }


def test_a_law_is_believed_where_it_foretold_the_highest_two_rungs():
    squares = pairs_of(range(1, 6), lambda rung: rung * rung)
    law = length_trend(squares)
    assert law.passes("111111+222222=", "3" * 36)
    assert not law.passes("111111+222222=", "3" * 35)
    assert not law.passes("111111+222222=", "3" * 37)
    assert law.passes("1+1+1=", "3")  # it says nothing of three numbers
    broken = squares | pairs_of([6], lambda rung: 40)
    assert length_trend(broken) is None


def test_a_law_needs_three_rungs_below_those_that_it_foretells_and_enough_pairs():
    assert length_trend(pairs_of(range(1, 5), lambda rung: rung * rung)) is None
    assert length_trend(pairs_of(range(1, 6), lambda rung: rung * rung, each=30)) is None


def test_no_trend_without_three_rungs_and_enough_pairs():
    pair = Pair("1+1=", "2")
    assert length_trend({1: [pair] * 50, 2: [pair] * 50}) is None
    assert length_trend({}) is None
    assert length_trend({1: [pair] * 50}) is None
    assert length_trend({1: [pair] * 5, 2: [pair] * 5, 3: []}) is None


def test_trend_of_prompts_of_one_length():
    assert length_trend({rung: [Pair("ab", "12")] * 30 for rung in (1, 2, 3, 4)}) is None
    trend = length_trend({rung: [Pair("ab", "12")] * 30 for rung in (1, 2, 3, 4, 5)})
    assert trend.passes("ab", "34")
    assert not trend.passes("ab", "345")


def test_of_very_many_pairs_some_are_read_in_runs_of_neighbours():
    class Counted(list):
        def __getitem__(self, place):
            asked.append(place)
            return super().__getitem__(place)

    def trend(count):
        return length_trend({r: Counted([Pair("x" * r, "y" * 2 * r)] * count) for r in range(1, 7)})

    asked = []
    assert trend(30_000) == trend(10_000)
    assert len(asked) == 6 * 10_000 == 6 * len(set(asked))
    assert max(asked) == 29_700 + 99
    assert sum(b == a + 1 for a, b in itertools.pairwise(asked)) == 6 * 100 * 99
