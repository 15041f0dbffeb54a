"""The plan's time: what is reckoned, how a run corrects it, and where both are kept."""

import json
import math

import pytest
from support.runs import small_config

from saturate.config.arms import parse_arms
from saturate.config.voters import parse_voters
from saturate.registry import load_ladder
from saturate.run.plan import keep_plan, planned_seconds
from saturate.run.schedule import expected_stages
from saturate.run.summary import summary_lines
from saturate.run.time_left import Expected, Processes, TimeLeft, minutes_text
from saturate.run.unit_costs import UnitCosts
from saturate.storage.layout import BASE, Place, StageName

COSTS = UnitCosts(answers={6: 0.1, 8: 0.3}, steps={1: 1.0, 7: 4.0}, tokens_a_second=1e3)


def stages(**settings):
    config = small_config(**settings)
    return expected_stages(config, load_ladder("gsm8k").describe(), 6, COSTS)


def test_unit_costs_lie_on_a_line_between_the_rungs_that_were_timed():
    assert [COSTS.answer(rung) for rung in (1, 6, 7, 8, 30)] == pytest.approx(
        [0.1, 0.1, 0.2, 0.3, 0.3]
    )
    assert COSTS.step(3) == pytest.approx(2.0)


def test_stages_come_in_the_order_of_the_loop_with_what_each_takes():
    found = stages(arms=parse_arms("voted,unfiltered,gold"))
    names = [(*one.place, one.stage) for one in found]
    rounds = {"voted": ("label", "train", "watch", "score")}
    arms = [
        (arm, n, s)
        for arm in ("voted", "unfiltered", "gold")
        for n, more in ((1, ()), (2, ("sampled",)))
        for s in (*rounds.get(arm, ("label", "train", "score")), *more)
    ]
    assert names == [("base", 0, "score"), ("base", 0, "sampled"), *arms]
    seconds = {(*one.place, one.stage): one.seconds for one in found}
    assert seconds["base", 0, "score"] == pytest.approx(8 * (0.1 + 0.2 + 0.3))
    assert seconds["voted", 1, "label"] == pytest.approx(16 * 7 * 0.2)  # rung 7
    # 8 answers to each of the 8 scored items of rungs 6 to 8
    assert seconds["base", 0, "sampled"] == pytest.approx(8 * 8 * (0.1 + 0.2 + 0.3))
    assert seconds["gold", 2, "sampled"] == seconds["base", 0, "sampled"]
    assert seconds["unfiltered", 2, "label"] == pytest.approx(16 * 7 * 0.3)  # rung 8
    assert seconds["gold", 1, "label"] == 0
    # Half and a quarter are shared out as two thirds rung 7, one third rungs 1 to 6.
    assert seconds["voted", 1, "train"] == pytest.approx(6 * (2 / 3 * 4.0 + 1 / 3 * 2.25))
    assert seconds["voted", 1, "watch"] == pytest.approx(2 * 240 * 0.1)


def test_a_round_asks_about_two_rungs_where_it_may_label_as_many():
    label = {
        most: next(one.seconds for one in stages(rungs_per_round=most) if one.stage == "label")
        for most in (1, 2, 3)
    }
    assert label[2] == label[3] == pytest.approx(2 * label[1])


def test_a_check_also_votes_on_rungs_between_those_taught_and_the_first_to_label():
    found = stages(start_rung=8, stages="rl:2", rounds=1)
    watches = [one.seconds for one in found if one.stage == "watch"]
    # rung 7 was never taught; after reinforcement rung 8 is tried as well
    assert watches == pytest.approx(
        [2 * (240 * 0.2 + 40 * 7 * (0.2 + 0.3)), 2 * (240 * 0.2 + 40 * 7 * 0.2)]
    )


def test_adaptive_scoring_asks_all_of_the_base_and_few_items_later():
    found = stages(score_items="adaptive", arms=parse_arms("voted,gold"))
    scored = [one.seconds for one in found if one.stage == "score"]
    each = 0.1 + 0.2 + 0.3
    # A climb of one rung: three rungs near the frontier, so all items of the three scored ones.
    assert scored[0] == pytest.approx(100 * each)
    assert scored[1] == pytest.approx(20 * each + 3 * 80 * 0.2)
    assert scored[2] == pytest.approx(20 * each + 3 * 80 * 0.3)


def test_votes_that_stop_early_ask_fewer_and_models_train_each():
    every = stages()
    fewer = stages(stop_voting="certain")
    labels = [
        next(one.seconds for one in found if one.stage == "label") for found in (fewer, every)
    ]
    assert labels[0] / labels[1] == pytest.approx(5 / 7)
    models = stages(voters=parse_voters("models:3"))
    assert [one.stage for one in models][2:6] == ["label", "train", "train", "train"]
    unwatched = stages(rollback=False)
    assert "watch" not in [one.stage for one in unwatched]


def test_a_stage_that_took_longer_corrects_its_kind_and_those_not_seen_yet():
    ahead = [
        Expected(Place("voted", number), StageName(stage), seconds)
        for number in (1, 2)
        for stage, seconds in (("label", 10.0), ("train", 20.0), ("score", 5.0))
    ]
    left = TimeLeft(ahead)
    assert left.seconds() == 70
    left.took(Place("voted", 1), StageName.LABEL, 30.0)
    assert left.seconds() == 3 * 60  # all is three times as slow as far as one can know
    left.took(Place("voted", 1), StageName.TRAIN, 20.0)
    assert left.seconds() == pytest.approx(3 * 10 + 1 * 20 + (50 / 30) * 10)


def test_arms_side_by_side_are_waited_for_together():
    base = [Expected(BASE, StageName.SCORE, 10.0)]
    arms = [
        Expected(Place(arm, 1), StageName.TRAIN, s, most=1)
        for arm, s in (("voted", 50.0), ("gold", 30.0))
    ]
    assert TimeLeft(base + arms).seconds() == 90
    two = Processes(lanes=2, jobs=2)
    assert TimeLeft(base + arms, two).seconds() == 60
    assert TimeLeft(base + arms, two).stage_seconds() == 10 + 50 + 30
    third = Expected(Place("format", 1), StageName.TRAIN, 40.0, most=1)
    left = TimeLeft([*base, *arms, third], two)
    assert left.seconds() == 10 + 30 + 40  # the third begins as the second ends
    left.took(Place("gold", 1), StageName.TRAIN, 30.0)  # so the base model is done as well
    assert left.seconds() == 50
    left.arm_done("voted")
    assert left.seconds() == 40


def test_what_can_be_shared_takes_the_processes_that_no_other_arm_holds():
    base = [Expected(BASE, StageName.SCORE, 20.0)]
    voted = [
        Expected(Place("voted", 1), StageName.LABEL, 40.0),
        Expected(Place("voted", 1), StageName.TRAIN, 40.0, most=1),
    ]
    alone = TimeLeft(base + voted, Processes(1, 2, True))
    assert alone.seconds() == alone.stage_seconds() == 10 + 20 + 40
    gold = [Expected(Place("gold", 1), StageName.TRAIN, 40.0, most=1)]
    left = TimeLeft(base + voted + gold, Processes(2, 2, True))
    assert left.seconds() == 10 + 40 + (10 + 20)  # half of both is left when gold is over
    assert left.stage_seconds() == 10 + 2 * 40 + (10 + 20)
    left.took(BASE, StageName.SCORE, 10.0)  # as fast as two processes should be
    assert left.seconds() == 20 + 40 + 10
    left.took(Place("voted", 1), StageName.LABEL, 80.0)  # gold goes on: twice as slow as it should
    left.arm_done("gold")
    assert left.seconds() == pytest.approx(40 * 90 / 50)


def test_training_is_shared_by_two_processes_at_most():
    ahead = [Expected(Place("voted", 1), StageName.TRAIN, 40.0, most=2)]
    alone = [TimeLeft(ahead, Processes(1, jobs, True)).seconds() for jobs in (1, 2, 8)]
    assert alone == [40, 20, 20]
    left = TimeLeft([*ahead, *ahead], Processes(1, 2, True))
    left.took(Place("voted", 1), StageName.TRAIN, 30.0)  # half as fast again as two should be
    assert left.seconds() == 30


@pytest.mark.parametrize(
    ("settings", "most"),
    [
        ({}, 2),
        ({"lora": True}, 1),
        ({"batch_size": 1}, 1),
        ({"trainer": "dpo"}, 1),
        ({"trainer": "grpo"}, 1),
    ],
)
def test_which_training_two_processes_share(settings, most):
    shared = {one.stage: one.most for one in stages(**settings)}
    assert (shared["train"], shared["label"], shared["score"]) == (most, math.inf, math.inf)


def test_stages_that_were_there_are_not_waited_for():
    ahead = [
        Expected(Place("voted", n), StageName(s), 10.0) for n in (1, 2) for s in ("train", "score")
    ]
    left = TimeLeft(ahead)
    left.took(Place("voted", 2), StageName.TRAIN, 10.0)
    assert left.seconds() == 10
    left.took(BASE, StageName.ORIGINAL, 500.0)  # never reckoned with
    assert left.seconds() == 10


def test_the_first_plan_stays_until_the_run_grows(tmp_path):
    config = small_config()
    assert planned_seconds(tmp_path) is None
    keep_plan(tmp_path, config, 100.0)
    keep_plan(tmp_path, config, 50.0)
    assert planned_seconds(tmp_path) == 100
    keep_plan(tmp_path, config.model_copy(update={"rounds": 3}), 150.0)
    assert planned_seconds(tmp_path) == 150


def test_a_run_of_seconds_takes_less_than_a_minute_and_not_none():
    told = [minutes_text(seconds) for seconds in (0, 59, 61, 150, 3600)]
    assert told[:3] == ["less than a minute", "less than a minute", "about 1 minute"]
    assert told[3:] == ["about 2 minutes", "about 60 minutes"]


def test_results_and_summary_say_both_times(small_run):
    out, results, text = small_run
    held = json.loads((out / "results.json").read_text())["duration"]
    assert held == {"planned": planned_seconds(out), "taken": results.duration.taken}
    seconds = [amount for kind, amount in results.cost.items() if kind.endswith("_seconds")]
    assert held["taken"] == pytest.approx(sum(seconds))
    assert (
        f"{held['taken'] / 60:.1f} minutes in stages ({held['planned'] / 60:.1f} planned)" in text
    )
    assert "left of the run" in text


def test_the_time_of_the_original_benchmark_is_not_held_against_the_plan(small_run):
    _, results, _ = small_run
    cost = {**results.cost, "original_seconds": 90.0, "redrawn_seconds": 30.0}
    held = results.duration
    line = next(
        line
        for line in summary_lines(results.model_copy(update={"cost": cost}))
        if line.startswith("Time")
    )
    assert line.startswith(
        f"Time       {held.taken / 60 + 2:.1f} minutes in stages, {held.taken / 60:.1f} without "
        f"the original benchmark ({held.planned / 60:.1f} planned): "
    )


def test_results_without_times_are_summed_up_without_a_plan(small_run):
    _, results, _ = small_run
    (line,) = [
        line
        for line in summary_lines(results.model_copy(update={"duration": None}))
        if line.startswith("Time")
    ]
    assert "planned" not in line
