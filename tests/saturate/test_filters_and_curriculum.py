import pytest

from saturate.config import RunConfig
from saturate.corpus import seed_pairs
from saturate.curriculum import Pace, RungReading, passes, passes_probe, proposals_wanted, walk
from saturate.filters import length_band, length_trend
from saturate.registry import load_ladder
from saturate.training import Pair

CONFIG = RunConfig(ladder="gsm8k", start_rung=6, score_rungs=(1, 12), coverage_floor=0.5)


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


@pytest.mark.parametrize(("name", "known"), [("addition", 10), ("gsm8k", 6)])
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


def test_no_trend_without_two_rungs_and_enough_pairs():
    pair = Pair("1+1=", "2")
    assert length_trend({}) is None
    assert length_trend({1: [pair] * 50}) is None
    assert length_trend({1: [pair] * 5, 2: [pair] * 5, 3: []}) is None


def test_trend_of_prompts_of_one_length():
    trend = length_trend({1: [Pair("ab", "12")] * 30, 2: [Pair("ab", "12")] * 30})
    assert trend.passes("ab", "34")
    assert not trend.passes("ab", "345")


def reader(coverage: dict[int, float], asked: list[int]):
    def read(rung: int) -> RungReading | None:
        asked.append(rung)
        reading = RungReading(coverage.get(rung, 0.0), 0.99)
        return reading if passes(reading, CONFIG) else None

    return read


@pytest.mark.parametrize(
    ("pace", "coverage", "asked", "after"),
    [
        (Pace(5, 1.0), {6: 0.95, 7: 0.2}, [6, 7], Pace(6, 0.95)),
        (Pace(6, 0.95), {7: 0.95, 8: 0.9, 9: 0.7, 10: 0.9}, [7, 8, 9], Pace(9, 0.7)),
        (Pace(6, 0.6), {6: 0.8, 7: 0.3}, [6, 7], Pace(6, 0.8)),
        (Pace(6, 0.95), {6: 0.96, 7: 0.3}, [7, 6], Pace(6, 0.96)),
        (Pace(6, 0.6), {5: 0.9}, [6, 5], Pace(5, 0.9)),
        (Pace(2, 1.0), {}, [3, 2, 1], Pace(2, 1.0)),
    ],
)
def test_walk(pace, coverage, asked, after):
    seen: list[int] = []
    assert walk(pace, CONFIG, 40, 1, reader(coverage, seen)) == after
    assert seen == asked


def test_walk_stops_at_the_end_of_the_ladder():
    seen: list[int] = []
    assert walk(Pace(7, 1.0), CONFIG, 8, 1, reader({8: 1.0}, seen)) == Pace(8, 1.0)
    assert seen == [8]


def test_both_floors_hold():
    assert not passes(RungReading(0.9, 0.9), CONFIG)
    assert not passes(RungReading(0.4, 0.99), CONFIG)
    assert passes(RungReading(0.9, 0.99, off_trend=0.1), CONFIG)
    assert not passes(RungReading(0.9, 0.99, off_trend=0.3), CONFIG)
    assert passes_probe(RungReading(0.45, 0.0), CONFIG)
    assert not passes_probe(RungReading(0.2, 0.0), CONFIG)


def test_more_is_proposed_where_little_is_kept():
    assert proposals_wanted(RungReading(1.0, 1.0), CONFIG) == CONFIG.proposals
    assert proposals_wanted(RungReading(0.5, 1.0), CONFIG) == 2 * CONFIG.proposals
    assert proposals_wanted(RungReading(0.0, 1.0), CONFIG) == 3 * CONFIG.proposals
