import numpy as np
import pytest

from saturate.analysis.evidence import ORIGINAL, ArmScores, Evidence, ItemSet, Scored, items_of
from saturate.analysis.saturation.assess import assess
from saturate.analysis.saturation.headroom import KNOWN_FAULTS, headroom
from saturate.stats.frontier import Frontier

COST = {"train_seconds": 60.0, "train_tokens": 1000.0}


def scored(share: float, n: int, flipped: int = 0):
    """``share`` of ``n`` items right; the last ``flipped`` right ones are wrong instead."""
    right = np.arange(n) < round(share * n) - flipped
    items = items_of((str(i), bool(value)) for i, value in enumerate(right))
    return Scored(items, items)


def evidence(original: list[float | None], rung_7: list[float], n: int = 1000):
    states = []
    for share, rung in zip(original, rung_7):
        sets = {
            ItemSet("rung", "steps", 7): scored(rung, 100),
            ItemSet("rung", "steps", 8): scored(0, 100),
        }
        if share is not None:
            sets[ORIGINAL] = scored(share, n)
        states.append(ArmScores(sets, frozenset()))
    return Evidence("steps", frozenset(), len(states) - 1, {"voted": states})


def block(original, rung_7, benchmark="other", n=1000):
    frontiers = [Frontier(6 + r, 5.0, 8.0, "within") for r in rung_7]
    return assess(evidence(original, rung_7, n), benchmark, frontiers, [COST] * len(rung_7))


def test_a_benchmark_that_does_not_move_while_a_rung_does_is_saturated():
    found = block([0.6, 0.6], [0.1, 0.5])
    assert (found.state, found.rung) == ("saturated", 7)
    assert "rung 7 tells the last two rounds apart (+40 points on 100 items)" in found.sentence


def test_a_benchmark_that_moves_still_tells():
    assert block([0.4, 0.6], [0.1, 0.5]).state == "tells"


def test_little_headroom_is_saturation_even_where_the_score_moved():
    found = block([0.80, 0.945], [0.1, 0.5], benchmark="gsm8k")
    assert found.state == "saturated"
    assert found.headroom.headroom.value == pytest.approx(1249 / 1319 - 0.945)


def test_where_nothing_moves_nothing_is_said():
    assert block([0.6, 0.6], [0.3, 0.3]).state == "undecided"


def test_a_benchmark_at_its_floor_is_too_hard_not_saturated():
    assert block([0.0, 0.0], [0.1, 0.5]).state == "too hard"


def test_no_original_scores_leave_the_rungs():
    found = block([None, None], [0.1, 0.5])
    assert (found.state, found.rung, found.headroom) == ("not scored", 7, None)


def test_scored_at_the_ends_alone_compares_the_ends():
    found = block([0.4, None, None, 0.6], [0.1, 0.2, 0.4, 0.8])
    assert found.benchmark.since == 0
    assert found.rungs[0].since == 2
    assert [one.quantity for one in found.forecasts] == ["frontier"]


def test_forecasts_give_rounds_and_cost():
    rungs = [0.1 + 0.3 * i for i in range(5)]
    states = evidence([0.5 + 0.08 * i for i in range(5)], rungs)
    frontiers = [Frontier(4.0 + 0.9 * i + 0.02 * (i % 2), 4.0, 9.0, "within") for i in range(5)]
    found = assess(states, "other", frontiers, [COST] * 5)
    frontier, original = found.forecasts
    assert frontier.to_target.expected == 1
    assert frontier.cost["seconds"] == pytest.approx(60.0)
    assert original.target == 1.0
    assert [point.round for point in original.points] == [5, 6, 7, 8]


def test_the_ceiling_of_gsm8k_comes_with_its_source():
    items = scored(0.5, 1000).flexible
    found = headroom("gsm8k", items)
    assert found.ceiling == pytest.approx(1 - 70 / 1319)
    assert "2502.03461" in found.source
    assert found.source == KNOWN_FAULTS["gsm8k"].source
    assert headroom("unknown", items).ceiling == 1.0
