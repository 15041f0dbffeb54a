from itertools import combinations

import numpy as np
import pytest

from saturate.analysis.figures.collapse_step import collapse_steps
from saturate.analysis.figures.sampled import base_sampled, pass_at, read_sampled, sampled
from saturate.results.labelling import RungLabelling
from saturate.results.schema import Round
from saturate.stats.frontier import Frontier
from saturate.stats.intervals import Count
from saturate.storage.files import write_json
from saturate.storage.layout import BASE, SUMMARY, StageName


@pytest.mark.parametrize(("draws", "right", "k", "expected"),
                         [(5, 3, 2, 0.9), (8, 0, 8, 0.0), (8, 1, 4, 0.5), (8, 1, 8, 1.0),
                          (8, 8, 1, 1.0), (8, 3, 1, 0.375)])  # fmt: skip
def test_pass_at_k_by_hand(draws, right, k, expected):
    assert pass_at(draws, right, k) == pytest.approx(expected)


def test_pass_at_k_is_the_mean_over_all_ways_to_pick():
    for right in range(7):
        answers = [True] * right + [False] * (6 - right)
        picks = [any(pick) for pick in combinations(answers, 3)]
        assert pass_at(6, right, 3) == pytest.approx(np.mean(picks))


def drawn(folder, rows):
    stage = folder / BASE.stage(StageName.SAMPLED)
    stage.mkdir(parents=True)
    held = {"k": 4, "temperature": 0.8, "items": {"7": rows}}
    write_json(stage / SUMMARY, held)
    return read_sampled(folder, BASE, {})


def test_figures_of_drawn_answers(tmp_path):
    base = drawn(tmp_path / "base", [["a", 4, True], ["b", 1, False], ["c", 1, False],
                                     ["d", 0, False]])  # fmt: skip
    now = drawn(tmp_path / "now", [["a", 4, True], ["b", 4, True], ["c", 0, False],
                                   ["d", 0, False]])  # fmt: skip
    first = base_sampled(base)
    assert (first.k, first.items, first.rungs) == (4, 4, [7])
    assert first.avg_at_1.value == 6 / 16
    assert first.maj_at_k.value == 1 / 4
    assert {k: held.value for k, held in first.pass_at.items()} == {2: 0.5, 4: 0.75}
    assert first.vote_wins.value == 1 / 4 - 6 / 16
    moved = sampled(base, now)
    assert moved.avg_at_1.change.value == 8 / 16 - 6 / 16
    assert moved.maj_at_k.change.value == 1 / 4
    assert moved.pass_at[4].change.value == -1 / 4
    assert moved.pass_at[4].change.low < -1 / 4 < moved.pass_at[4].change.high


def test_no_stage_no_figures(tmp_path):
    assert read_sampled(tmp_path, BASE, {}) is None


def labelled(number, right, total):
    one = RungLabelling(
        rung=number, proposals=total, kept=total, coverage=1.0, estimated_precision=0.9,
        trained=total > 0, pairs=total, audit=Count(right, total), ballots=Count(right, total),
    )  # fmt: skip
    return Round(number=number, labelling=[one], scores=[], frontier=Frontier(1, 1, 1, "within"))


def test_collapse_step_of_each_floor():
    counts = {1: (95, 100), 2: (55, 100), 3: (45, 100), 4: (20, 100), 5: (1, 100), 6: (0, 999)}
    half, hardly = collapse_steps([labelled(n, *count) for n, count in counts.items()])
    # Wilson: 55 of 100 is [45, 64], 45 of 100 [36, 55], 20 of 100 [13, 29].
    assert (half.floor, half.earliest, half.round, half.sure, half.last) == (0.5, 2, 3, 4, 6)
    # 1 of 100 is [0.2, 5.4] and not below 1 %; 0 of 999 ends at 0.4 %.
    assert (hardly.floor, hardly.earliest, hardly.round, hardly.sure) == (0.01, 5, 6, 6)


def test_a_collapse_of_labels_that_are_alike_is_less_sure():
    alone = labelled(1, 30, 100)
    alike = alone.model_copy(update={"labels_design_effect": 7.0})
    assert [collapse_steps([one])[0].sure for one in (alone, alike)] == [1, None]
    assert alike.labelling[0].label_precision == alone.label_precision


def test_no_collapse_and_no_labels():
    half, _ = collapse_steps([labelled(1, 99, 100), labelled(2, 0, 0)])
    assert (half.earliest, half.round, half.sure, half.last) == (None, None, None, 1)
    assert collapse_steps([labelled(1, 0, 0)]) == []
