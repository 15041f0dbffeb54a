"""Rungs with all their items near the frontier, few elsewhere: which, and a run that does so."""

import json

import numpy as np
import pytest
from scipy import special
from support.runs import execute_small

from saturate.config.settings import FULL_ITEMS
from saturate.scoring.adaptive import THIN, items_by_rung, planned_items
from saturate.stats.frontier import frontier
from saturate.stats.intervals import Count


def scored(crossing, slope=4.0, rungs=40):
    return {
        r: Count(round(100 * special.expit(slope * (crossing - r))), 100)
        for r in range(1, rungs + 1)
    }


def full(items):
    return [rung for rung, count in items.items() if count == FULL_ITEMS]


def test_rungs_around_the_frontier_and_where_it_may_go_are_asked_in_full():
    items = items_by_rung(scored(12.5), climb=3)
    assert full(items) == [11, 12, 13, 14, 15, 16]
    assert {items[r] for r in (1, 10, 17, 40)} == {THIN}
    assert sum(items.values()) == 6 * 100 + 34 * 20 < 0.33 * 4000


def test_a_shallow_curve_is_asked_over_more_rungs():
    steep, shallow = (len(full(items_by_rung(scored(20.0, s), climb=3))) for s in (4.0, 0.5))
    assert steep < 8 < 12 < shallow < 20


@pytest.mark.parametrize(("crossing", "end"), [(-5.0, 1), (60.0, 40)])
def test_a_frontier_beyond_the_rungs_is_waited_for_at_the_end(crossing, end):
    items = items_by_rung(scored(crossing), climb=3)
    assert items[end] == FULL_ITEMS
    assert len(full(items)) < 10


def test_an_arm_is_asked_whatever_the_leading_one_was():
    leading = items_by_rung(scored(20.5), climb=1)
    items = items_by_rung(scored(8.5), climb=1, leading=leading)
    assert all(items[rung] >= count for rung, count in leading.items())
    assert full(items) == sorted({*full(leading), *full(items_by_rung(scored(8.5), climb=1))})


def test_the_plan_is_near_what_a_steep_curve_takes():
    planned = planned_items(40, climb=3, leads=True)
    assert planned == 40 * 20 + 5 * 80
    assert sum(items_by_rung(scored(12.5), climb=3).values()) == pytest.approx(planned, rel=0.1)


def test_an_unlucky_round_before_moves_no_estimate():
    """A rung's first items stand for it, however many the round before made one ask for."""
    rng = np.random.default_rng(0)
    chance = {r: special.expit(1.0 * (12 - r)) for r in range(1, 25)}
    apart = []
    for _ in range(120):
        right = {r: rng.random(100) < p for r, p in chance.items()}
        items = items_by_rung({r: Count(int(x.sum()), 100) for r, x in right.items()}, climb=0)
        assert len(set(items.values())) == 2
        apart.append(np.mean([x[: items[r]].mean() - chance[r] for r, x in right.items()]))
    assert abs(np.mean(apart)) < 2.5 * np.std(apart) / np.sqrt(len(apart))


def test_a_run_scores_so_and_goes_on_without_doing_anything_again(tmp_path):
    settings = {
        "ladder": "reverse", "score_items": "adaptive", "score_rungs": (9, 19), "rounds": 1,
    }  # fmt: skip
    results, text = execute_small(tmp_path / "run", **settings)
    assert "100 items each near the frontier and 20 elsewhere" in text
    base, after = results.arms[0].rounds
    assert {score.strict.total for score in base.scores} == {100}
    expected = items_by_rung(base.strict, climb=1)
    assert {score.rung: score.strict.total for score in after.scores} == expected
    other = {score.rung: score.strict.total for score in results.arms[1].rounds[1].scores}
    assert all(other[rung] >= count for rung, count in expected.items())
    assert after.frontier == frontier(after.strict)
    unseen = next(q for q in results.verdict.rounds[0].quantities if q.name == "unseen")
    assert unseen.paired and [c.against for c in unseen.contrasts] == ["base", "unfiltered"]
    assert unseen.items == sum(expected[rung] for rung in unseen.rungs)
    assert unseen.after - unseen.before == pytest.approx(unseen.contrasts[0].difference.value)

    held = {p: p.stat().st_mtime_ns for p in (tmp_path / "run").rglob("stage.json")}
    execute_small(tmp_path / "run", **settings)
    assert {p: p.stat().st_mtime_ns for p in held} == held
    assert json.loads((tmp_path / "run/run.json").read_text())["score_items"] == "adaptive"
