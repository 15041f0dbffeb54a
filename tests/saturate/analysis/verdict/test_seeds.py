import numpy as np
import pytest
from support.simulated import CONTROLS, SCENARIOS, Sizes, climbs, drifts, repeats, sinks, still

from saturate.analysis.verdict.judge import judge
from saturate.analysis.verdict.seeds import Repeat, judge_seeds
from saturate.results.verdict import Quantity

SIZES = Sizes(rung=100, original=1319, redrawn=1319, rounds=2)
LUCK = {"voted": drifts, "unfiltered": drifts, "random-label": drifts, "format": drifts}


def drawn(courses, seed, runs, sizes=SIZES):
    rng = np.random.default_rng(seed)
    return [Repeat(f"run{i}", i, one) for i, one in enumerate(repeats(courses, sizes, rng, runs))]


@pytest.mark.parametrize("name", [name for name in SCENARIOS if not name.startswith("familiarity")])
def test_five_seeds_find_the_simulated_truth(name):
    truth, courses = SCENARIOS[name]
    assert judge_seeds(drawn(courses, 0, 5)).finding == truth


def test_the_luck_of_training_passes_for_a_gain_in_one_run_and_not_in_several():
    several = [drawn(LUCK, seed, 3) for seed in range(12)]
    alone = [judge(runs[0].evidence).finding for runs in several]
    together = [judge_seeds(runs).finding for runs in several]
    assert sum(finding not in ("noise", "collapse") for finding in alone) >= 2
    assert together == ["noise"] * 12


def test_the_mean_hides_no_run_that_went_otherwise():
    runs = drawn({"voted": climbs, **CONTROLS}, 0, 5)
    odd = drawn({"voted": sinks, **CONTROLS}, 0, 1)[0]._replace(run="odd", seed=9)
    verdict = judge_seeds([*runs, odd])
    assert [one.finding for one in verdict.runs] == ["capability"] * 5 + ["collapse"]
    assert "odd collapse" in verdict.doubts[0]


def test_arms_that_not_every_run_has_are_left_out():
    full = drawn({"voted": climbs, **CONTROLS, "gold": climbs}, 0, 2)
    arms = {k: v for k, v in full[1].evidence.arms.items() if k in ("voted", "unfiltered")}
    verdict = judge_seeds(
        [full[0], full[1]._replace(evidence=full[1].evidence._replace(arms=arms))]
    )
    assert verdict.controls == ["unfiltered"]
    assert verdict.references == []
    assert {c.against for q in verdict.quantities for c in q.contrasts} <= {
        "base", "unfiltered", "round 1", "their best rounds"
    }  # fmt: skip


def test_figures_are_means_over_the_runs():
    runs = drawn({"voted": climbs, "format": still}, 3, 4)
    verdict = judge_seeds(runs)
    assert verdict.sentence.startswith("Over 4 seeds: rungs ")
    for q in verdict.quantities:
        assert isinstance(q, Quantity)
        assert len(q.by_run) == 4
        assert q.contrasts[0].difference.value == pytest.approx(np.mean(q.by_run))
        if q.name not in ("readable", "unseen", "format", "familiarity"):
            assert q.after - q.before == pytest.approx(np.mean(q.by_run))


def test_more_seeds_show_less():
    courses = {"voted": drifts, "format": drifts}
    few, many = (judge_seeds(drawn(courses, 1, n)).quantities for n in (3, 12))
    shown = [{(q.name, q.reading): q.detectable for q in one} for one in (few, many)]
    assert np.mean([shown[1][k] < shown[0][k] for k in shown[1] if k in shown[0]]) > 0.8
