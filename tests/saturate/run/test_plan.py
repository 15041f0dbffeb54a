"""The plan in words and figures, from unit costs that are given."""

import pytest
from support.runs import small_config

from saturate.errors import SaturateError
from saturate.generators.addition import Addition
from saturate.models.loading import load
from saturate.models.naming import resolve
from saturate.registry import load_ladder
from saturate.run import plan as plans
from saturate.run.plan import make_plan, plan_lines
from saturate.run.time_left import Processes
from saturate.run.unit_costs import UnitCosts
from saturate.stats.power import detectable_difference
from saturate.voting.precision import FIRM_LABELS

COSTS = UnitCosts(answers={1: 0.1}, steps={1: 1.0}, tokens_a_second=1e3)


@pytest.fixture(scope="module")
def loaded():
    return load(resolve("seed"))


def planned(monkeypatch, loaded, jobs=1, **settings):
    monkeypatch.setattr(plans, "measure_costs", lambda *_: COSTS)
    config = small_config(**settings)
    ladder = load_ladder(config.ladder)
    plan = make_plan(config, ladder, loaded, jobs)
    return plan, dict(line.split(None, 1) for line in plan_lines(config, ladder, loaded, plan))


def test_items_and_time_are_those_of_all_rounds_of_all_arms(monkeypatch, loaded):
    plan, lines = planned(monkeypatch, loaded)
    assert plan.scored == 3 * 8 * (1 + 2 * 2)  # rungs, items; the base, two rounds of two arms
    assert plan.detectable == detectable_difference(8)
    labels = 2 * (1.0 + 1.0) * 16 * 7 * 0.1  # a round may label one rung
    drawn = 3 * 3 * 8 * 8 * 0.1  # 8 answers to each item, of the base and of two arms
    assert plan.seconds == pytest.approx(
        plan.scored * 0.1 + labels + 2 * 2 * 6 * 1.0 + 2 * 2 * 240 * 0.1 + drawn
    )
    assert plan.stage_seconds == plan.seconds
    assert lines["Scoring"] == (
        f"rungs 6 to 8, 8 items each, 120 in all; one rung can show {100 * plan.detectable:.0f} "
        "points (paired)"
    )
    assert lines["Training"] == "6 steps of 16 pairs a round"
    assert lines["Rounds"] == "2 for each arm: voted, unfiltered; first rung to label: 7"
    assert lines["Time"] == f"about {plan.seconds / 60:.0f} minutes on this machine"


@pytest.mark.parametrize(("given_to", "split"), [("train", "score"), ("score", "vote")])
def test_a_rung_without_problems_is_told_now(monkeypatch, loaded, given_to, split):
    """Not mid-run, when the climb comes there."""

    class FewAbove(Addition):
        def owner(self, reading):
            return given_to if reading.rung == 8 else super().owner(reading)

    monkeypatch.setattr(plans, "measure_costs", lambda *_: COSTS)
    with pytest.raises(SaturateError, match=f"^Rung 8 of ladder addition has no .* split {split};"):
        make_plan(small_config(ladder="addition", start_rung=7), FewAbove(), loaded, 1)


def test_a_rung_that_holds_fewer_items_than_are_asked_for_is_planned_with_those(
    monkeypatch, loaded
):
    """Sums of one digit, of which a fifth is for scores."""
    settings = {"ladder": "addition", "score_rungs": (1, 1), "score_items": 400}
    plan, lines = planned(monkeypatch, loaded, **settings)
    assert 0 < plan.items < 40
    assert plan.scored == plan.items * (1 + 2 * 2)
    assert plan.detectable == detectable_difference(plan.items)
    assert lines["Scoring"].startswith(
        f"rungs 1 to 1, about {plan.items} items each, as a rung holds no 400, {plan.scored} in all"
    )
    plan, _ = planned(monkeypatch, loaded, **settings | {"score_items": "adaptive"})
    assert plan.scored == plan.items * (1 + 2 * 2)


def test_arms_side_by_side_take_turns_at_what_can_be_shared(monkeypatch, loaded):
    both, lines = planned(monkeypatch, loaded, jobs=2)
    answers = 2 * (2 * 240 * 0.1 + 3 * 8 * 0.1)
    drawn = 3 * 8 * 8 * 0.1
    unfiltered = 2 * 16 * 7 * 0.1 + 2 * 6 * 1.0 + 2 * 3 * 8 * 0.1 + drawn
    voted = 2 * 16 * 7 * 0.1 + 2 * 6 * 1.0 + answers + drawn
    base = (3 * 8 * 0.1 + drawn) / 2
    alone = (voted - unfiltered) / 2  # by two processes, training too
    assert both.seconds == pytest.approx(base + unfiltered + alone)
    assert both.stage_seconds == pytest.approx(base + 2 * unfiltered + alone)
    assert both.processes == Processes(2, 2, True)
    assert lines["Time"].endswith("minutes on this machine, 2 arms side by side")


def test_the_plan_says_what_a_label_needs(monkeypatch, loaded):
    kept = "a rung 50% kept and 95% estimated right"
    assert planned(monkeypatch, loaded, proposals=31)[1]["Voters"] == (
        f"views:7; a label needs more than 70% of them, {kept}"
    )
    _, lines = planned(monkeypatch, loaded, filters="none", lora=True)
    assert lines["Voters"] == "views:7; no vote is taken, no filter keeps; a rung needs 50% kept"
    assert lines["Training"].endswith(", low-rank adapters")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (
            {"voters": "samples:7"},
            "; from these voters that is never known, so no rung is trained on: ask for 3 views or "
            "models, or --precision-floor 0 for labels of unknown precision",
        ),
        (
            {"proposals": 30},
            "; of 30 labels that is not known even where all agree, so hardly a rung is trained "
            "on: ask for --proposals 31 at least, more where voters disagree at times, or "
            "--precision-floor 0 for labels of unknown precision",
        ),
        (
            {"proposals": 30, "precision_floor": 0},
            "right; of 30 labels that is not known even where all agree",
        ),
        ({"proposals": 31}, "estimated right"),
        (
            {"proposals": 400, "precision_floor": 0.999},
            "; that 0.999 of them are is more than their ballots can show, so no rung is trained "
            "on: ask for more views or models, or --precision-floor 0 for labels of unknown "
            "precision",
        ),
    ],
)
def test_the_plan_says_where_the_precision_of_labels_stays_unknown(
    monkeypatch, loaded, settings, told
):
    assert planned(monkeypatch, loaded, **settings)[1]["Voters"].endswith(told)


@pytest.mark.parametrize("proposals", [40, FIRM_LABELS - 1])
def test_the_plan_says_where_labels_are_too_few_as_nearly_all_ballots_agree(
    monkeypatch, loaded, proposals
):
    note = planned(monkeypatch, loaded, proposals=proposals)[1]["Note"]
    assert f"but a few agree, {proposals} labels may not tell how many of them are right" in note
    assert f"--proposals {FIRM_LABELS} or more, or --precision-floor 0" in note


@pytest.mark.parametrize(
    "settings",
    [
        {"proposals": FIRM_LABELS},
        {"proposals": 40, "precision_floor": 0.0},
        {"proposals": 40, "filters": "length"},
        {"proposals": 40, "arms": ("gold",)},
        {"proposals": 19},  # which the line of voters says
    ],
)
def test_the_plan_does_not_say_so_where_labels_are_enough_or_nothing_asks(
    monkeypatch, loaded, settings
):
    assert "Note" not in planned(monkeypatch, loaded, **settings)[1]


@pytest.mark.parametrize(
    ("traces", "steps"),
    [
        ("shortest", "4 steps of 16 pairs for the 16 labels of a rung, 6 for 32; about"),
        ("all", "6 steps of 16 pairs for at most 112 answers of a rung (0.42 passes); about"),
    ],
)
def test_passes_are_over_labels_or_over_all_answers_that_agree(monkeypatch, loaded, traces, steps):
    _, lines = planned(monkeypatch, loaded, passes=1.6, traces=traces, rungs_per_round=2)
    assert f"at most 1.6 passes over a round's labels: {steps}" in lines["Training"]


@pytest.mark.parametrize(
    ("settings", "training"),
    [
        ({}, "6 steps of 2 pairs, 8 answers to each, a round, by grpo"),
        ({"group": 16}, "6 steps of a pair, 16 answers to each, a round, by grpo"),
        (
            {"passes": 1.0, "traces": "shortest"},
            "at most 1 passes over a round's labels: 6 steps of 2 pairs, 8 answers to each, for "
            "the 16 labels of a rung (0.38 passes); about",
        ),
    ],
)
def test_a_step_that_draws_its_answers_takes_few_pairs(monkeypatch, loaded, settings, training):
    _, lines = planned(monkeypatch, loaded, trainer="grpo", **{"group": 8} | settings)
    assert lines["Training"].startswith(training)


def test_the_plan_says_where_rounds_lead_past_what_is_scored(monkeypatch, loaded):
    """As where a run that began with fewer rounds goes on with more."""
    assert "Note" not in planned(monkeypatch, loaded)[1]  # rungs 7 and 8 of 6 to 8
    note = planned(monkeypatch, loaded, rounds=3, max_new_tokens=77)[1]["Note"]
    assert note.startswith("a rung a round leads to rung 9, and rung 8 is the last one scored; ")
    assert "longer answers than 77 tokens are cut off" in note


def test_adaptive_scoring_is_said_and_counted(monkeypatch, loaded):
    plan, lines = planned(monkeypatch, loaded, score_items="adaptive", arms="voted")
    assert plan.scored == 3 * 100 * 3  # all three rungs are near the frontier of a short climb
    assert "100 items each near the frontier and 20 elsewhere, about 900 in all" in lines["Scoring"]


def test_the_plan_says_where_no_answer_is_rejected(monkeypatch, loaded):
    told = ", by dpo with nothing rejected, as these voters answer every prompt once (vote by "
    _, lines = planned(monkeypatch, loaded, trainer="dpo")
    assert lines["Training"].endswith(f"{told}views:3,samples:3)")
    _, lines = planned(monkeypatch, loaded, trainer="dpo", voters="views:3,samples:3")
    assert lines["Training"].endswith(", by dpo")


def test_the_plan_says_how_to_teach_what_the_embedded_model_never_saw(monkeypatch, loaded):
    _, lines = planned(monkeypatch, loaded, ladder="copy")
    assert lines["Note"] == (
        "model seed was never taught copy, so it has nothing to climb from; an embedded model was: "
        "--model seed; give this one the first rungs by: saturate teach FOLDER --model seed "
        "--ladder copy --rungs 5 --batch-size 64; then climb with --model FOLDER"
    )
    known = planned(monkeypatch, loaded, ladder="addition", score_rungs=(6, 12))[1]
    assert "Note" not in known
    stranger = loaded._replace(bare_prompts=False, known_rungs={})
    assert "Note" not in planned(monkeypatch, stranger, ladder="copy", score_rungs=(6, 12))[1]


def test_a_run_by_turns_says_so_and_how_to_teach_by_turns(monkeypatch, loaded):
    _, lines = planned(monkeypatch, loaded, ladder="tools", play="turns")
    assert lines["Play"] == (
        "turn by turn, in voting, training and scoring; every turn of a label is a training pair"
    )
    assert "--batch-size 64 --play turns; then climb" in lines["Note"]
    assert "Play" not in planned(monkeypatch, loaded, ladder="tools")[1]
