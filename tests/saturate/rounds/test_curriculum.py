import pytest

from saturate.config.run_config import RunConfig
from saturate.rounds.curriculum import Position, climb, passes_probe, proposals_wanted
from saturate.voting.floors import held_back
from saturate.voting.labelled import RungStats

CONFIG = RunConfig(ladder="gsm8k", start_rung=6, score_rungs=(1, 12), coverage_floor=0.5)


def reader(coverage: dict[int, float], asked: list[int]):
    def read(rung: int) -> float | None:
        asked.append(rung)
        stats = RungStats(coverage.get(rung, 0.0), 0.99)
        return None if held_back(stats, CONFIG) else stats.coverage

    return read


@pytest.mark.parametrize(
    ("before", "coverage", "asked", "after"),
    [
        (Position(5, 1.0), {6: 0.95, 7: 0.2}, [6, 7], Position(6, 0.95)),
        (Position(6, 0.95), {7: 0.95, 8: 0.9, 9: 0.7, 10: 0.9}, [7, 8, 9], Position(9, 0.7)),
        (Position(6, 0.6), {6: 0.8, 7: 0.3}, [6, 7], Position(6, 0.8)),
        (Position(6, 0.95), {6: 0.96, 7: 0.3}, [7, 6], Position(6, 0.96)),
        (Position(6, 0.6), {5: 0.9}, [6, 5], Position(5, 0.9)),
        (Position(2, 1.0), {}, [3, 2, 1], Position(2, 1.0)),
    ],
)
def test_climb(before, coverage, asked, after):
    seen: list[int] = []
    assert climb(before, CONFIG.rungs_per_round, 1, 40, reader(coverage, seen)) == after
    assert seen == asked


def test_climb_stops_at_the_end_of_the_ladder():
    seen: list[int] = []
    assert climb(
        Position(7, 1.0), CONFIG.rungs_per_round, 1, 8, reader({8: 1.0}, seen)
    ) == Position(8, 1.0)
    assert seen == [8]


def test_a_probe_may_read_half_of_the_floor():
    assert passes_probe(0.45, CONFIG)
    assert not passes_probe(0.2, CONFIG)


def test_more_is_proposed_where_little_is_kept():
    assert proposals_wanted(1.0, CONFIG) == CONFIG.proposals
    assert proposals_wanted(0.5, CONFIG) == 2 * CONFIG.proposals
    assert proposals_wanted(0.0, CONFIG) == 3 * CONFIG.proposals
