import numpy as np
import pytest

from saturate.analysis.evidence import ORIGINAL, ArmScores, Evidence, ItemSet, Scored, items_of
from saturate.analysis.saturation.assess import assess
from saturate.analysis.saturation.headroom import KNOWN_FAULTS, headroom
from saturate.results.labelling import RungLabelling
from saturate.results.schema import OriginalScore, Round
from saturate.stats.frontier import Frontier
from saturate.stats.intervals import Count, wilson

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


def rounds(frontiers: list[float], trained: list[bool], guessed: float | None) -> list[Round]:
    """Rounds that trained on a label, or had none."""
    original = OriginalScore(items=1, strict=wilson(1, 1), flexible=wilson(1, 1),
                             strict_change=None, flexible_change=None, guessed=guessed)  # fmt: skip
    one = Count(1, 1)
    label = RungLabelling(rung=7, proposals=1, kept=1, coverage=1.0, estimated_precision=None,
                          trained=True, pairs=1, audit=one, ballots=one)  # fmt: skip
    return [
        Round(number=i, scores=[], frontier=Frontier(at, 4.0, 9.0, "within"), cost=COST,
              original=original, labelling=[label] if taught else [])
        for i, (at, taught) in enumerate(zip(frontiers, [False, *trained], strict=True))
    ]  # fmt: skip


def block(original, rung_7, benchmark="other", n=1000, trained=None, guessed=None):
    held = trained or [True] * (len(rung_7) - 1)
    course = rounds([6 + share for share in rung_7], held, guessed)
    return assess(evidence(original, rung_7, n), benchmark, course)


def test_a_benchmark_that_does_not_move_halfway_while_a_rung_does_is_said_not_to_tell():
    found = block([0.6, 0.6], [0.1, 0.5])
    assert (found.state, found.rung) == ("does not tell", 7)
    assert "does not tell the rounds apart at 60.0 %" in found.sentence
    assert "rung 7 tells the last two rounds apart (+40 points on 100 items)" in found.sentence


@pytest.mark.parametrize(("score", "guessed", "state"), [
    (0.273, 0.25, "too hard"),
    (0.26, None, "does not tell"),  # of free answers a quarter is no guess
    (0.010, None, "too hard"),
    (0.40, 0.25, "does not tell"),
    (0.31, 0.25, "too hard"),  # more than guesses, and a tenth of the way to the ceiling
    (0.995, 0.25, "saturated"),
    (1.0, 1.0, "saturated"),  # one option an item
])  # fmt: skip
def test_only_near_the_ceiling_is_a_benchmark_saturated_and_at_guesses_too_hard(
    score, guessed, state
):
    found = block([score, score], [0.1, 0.5], guessed=guessed)
    assert found.state == state
    assert ("guesses among its options are worth 25.0 %" in found.sentence) == (
        state == "too hard" and guessed is not None
    )


def test_few_items_show_little_and_saturate_nothing():
    assert block([0.6, 0.6], [0.1, 0.5], n=10).state == "does not tell"


def test_rounds_that_changed_no_model_are_passed_over():
    """A climb, then a round that was undone or had no label: the two before it are compared."""
    climb = [0.4, 0.5, 0.6, 0.6, 0.6]
    found = block(climb, [0.1, 0.3, 0.7, 0.7, 0.7], trained=[True, True, False, False])
    assert (found.state, found.rung) == ("tells", 7)
    assert {one.since for one in [found.benchmark, *found.rungs]} == {1}
    assert "rung 7 tells rounds 1 and 2 apart (+40 points" in found.sentence


def test_a_run_that_trained_nothing_says_so():
    found = block([0.6, 0.6, 0.6], [0.3, 0.3, 0.3], trained=[False, False])
    assert found.state == "undecided"
    assert found.sentence == "No round changed the model, so other could not move from 60.0 %."


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
    frontiers = [4.0 + 0.9 * i + 0.02 * (i % 2) for i in range(5)]
    found = assess(states, "other", rounds(frontiers, [True] * 4, None))
    frontier, original = found.forecasts
    assert frontier.to_target.expected == 1
    assert frontier.cost["seconds"] == pytest.approx(60.0)
    assert original.target == 1.0
    assert [point.round for point in original.points] == [5, 6, 7, 8]


def test_the_ceiling_of_gsm8k_comes_with_its_source():
    items = scored(0.5, 1000).flexible
    found = headroom("gsm8k", items, None)
    assert found.ceiling == pytest.approx(1 - 70 / 1319)
    assert "2502.03461" in found.source
    assert found.source == KNOWN_FAULTS["gsm8k"].source
    assert headroom("unknown", items, None).ceiling == 1.0
