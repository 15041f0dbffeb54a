import re

import numpy as np
import pytest
from support.simulated import (
    CONTROLS,
    SCENARIOS,
    Sizes,
    climbs,
    climbs_all,
    evidence,
    generalises,
    items_with,
    remembers,
    sinks,
    still,
    then_and_now,
)

from saturate.analysis.evidence import (
    ORIGINAL,
    REDRAWN,
    ArmScores,
    Evidence,
    ItemSet,
    Scored,
)
from saturate.analysis.verdict.effects import effects
from saturate.analysis.verdict.judge import judge
from saturate.analysis.verdict.sentence import rungs_text

SIZES = Sizes(rung=100, original=1319, redrawn=1319, rounds=3)


def run(courses, seed=0, sizes=SIZES):
    return evidence(courses, sizes, np.random.default_rng(seed))


@pytest.mark.parametrize("name", [name for name in SCENARIOS if "luck" not in name])
def test_simulated_truth_is_found(name):
    truth, courses = SCENARIOS[name]
    found = [judge(run(courses, seed)).finding for seed in range(4)]
    assert found.count(truth) >= 3, found


def test_noise_is_called_a_gain_in_no_round_more_often_than_the_error_rate_allows():
    small = Sizes(rung=20, original=100, redrawn=100, rounds=3)
    verdicts = [judge(run({"voted": still, **CONTROLS}, seed, small)) for seed in range(40)]
    wrong = sum(any(one.finding != "noise" for one in v.rounds) for v in verdicts)
    assert wrong <= 5  # 5 % of 40 is 2; six or more has a chance of 1.4 %


def test_no_control_no_capability():
    verdict = judge(run({"voted": climbs}))
    assert (verdict.finding, verdict.reason) == ("gain", "gain without control")
    assert verdict.doubts[0].startswith("No control arm was run")


def test_gold_and_noise_arms_need_not_be_beaten():
    verdict = judge(run({"voted": climbs, **CONTROLS, "gold": climbs_all, "noise:0.1": climbs}))
    assert verdict.finding == "capability"
    assert verdict.references == ["gold", "noise:0.1"]
    assert set(verdict.controls) == set(CONTROLS)


def test_gold_alone_is_no_control():
    assert judge(run({"voted": climbs, "gold": climbs_all})).reason == "gain without control"


def test_a_control_that_has_not_come_so_far_holds_the_claim_back():
    held = run({"voted": climbs, "unfiltered": still})
    short = held._replace(arms={**held.arms, "unfiltered": held.arms["unfiltered"][:2]})
    assert judge(short).reason == "unfiltered has not come as far"
    equal = held.arms["voted"]
    both = short._replace(arms={**short.arms, "random-label": equal, "format": equal[:2]})
    assert judge(both).reason == (
        "not told apart from random-label; unfiltered, format have not come as far"
    )
    assert judge(held._replace(arms={**held.arms, "unfiltered": equal})).reason == (
        "not told apart from unfiltered"
    )


def test_an_arm_free_of_training_stands_for_every_round():
    held = run({"voted": climbs, "maj": still})
    for kept in (held.arms["maj"][:2], held.arms["maj"][1:2]):
        once = held._replace(arms={**held.arms, "maj": kept})
        assert judge(once).finding == "capability"


def test_unseen_rungs_are_read_before_they_were_first_trained_on():
    held = run({"voted": climbs, **CONTROLS})
    states = list(held.arms["voted"])
    rung = ItemSet("rung", held.ladder, 5)
    assert 5 in states[1].trained  # trained on from the first round: never seen untrained
    unseen = next(q for q in effects(held, "voted", 3) if q.name == "unseen")
    assert rung not in unseen.sets
    spoilt = {**states[3].sets, ItemSet("rung", held.ladder, 7): states[0].sets[rung]}
    changed = held._replace(arms={"voted": [*states[:3], states[3]._replace(sets=spoilt)]})
    again = next(q for q in effects(changed, "voted", 3) if q.name == "unseen")
    assert rung._replace(rung=7) in unseen.sets and 7 in states[3].trained
    assert again.after == unseen.after


def test_forgetting_is_a_doubt_and_not_the_finding():
    def forgets(part):
        return climbs(part)._replace(other=1.5 - 4 * part)

    verdict = judge(run({"voted": forgets, **CONTROLS}))
    assert verdict.finding == "capability"
    assert any(d.startswith("Forgetting: rung 6 of digits") for d in verdict.doubts)


def test_familiarity_beside_a_real_gain_is_a_doubt():
    def both(part):
        return climbs(part)._replace(original=remembers(part).original)

    verdict = judge(run({"voted": both, **CONTROLS}))
    assert verdict.finding == "capability"
    assert any("familiarity" in doubt for doubt in verdict.doubts)


def test_the_sentence_carries_the_figures_of_the_quantities():
    verdict = judge(run({"voted": climbs, **CONTROLS}))
    original = next(q for q in verdict.rounds[-1].quantities if q.name == "original")
    flexible = next(
        q for q in verdict.rounds[-1].quantities if (q.name, q.reading) == ("original", "flexible")
    )
    assert f"{100 * flexible.detectable:.1f} points" in verdict.sentence
    assert f"{original.items:,} items" in verdict.sentence
    assert re.search(r"[Rr]ungs .* learned", verdict.sentence)


def test_too_few_items_say_how_many_would_do():
    verdict = judge(run({"voted": climbs_all, "format": still}, sizes=Sizes(8, 20, 20, 3)))
    unmoved = [q for q in verdict.rounds[0].quantities if q.moved == "held"]
    assert unmoved
    assert all(q.needed is None or q.needed > 0 for q in unmoved)
    assert any(q.needed is not None for q in unmoved)


def test_a_collapse_names_the_round_it_fell_from():
    verdict = judge(run({"voted": sinks, **CONTROLS}))
    assert verdict.finding == "collapse"
    assert "fell from" in verdict.sentence


def test_without_original_scores_the_verdict_still_stands():
    held = run({"voted": climbs, **CONTROLS})
    arms = {
        arm: [
            s._replace(sets={n: v for n, v in s.sets.items() if n.kind == "rung"}) for s in states
        ]
        for arm, states in held.arms.items()
    }
    verdict = judge(held._replace(arms=arms), "the hub does not answer")
    assert verdict.finding == "capability"
    assert "not scored" in verdict.sentence
    assert ORIGINAL not in arms["voted"][0].sets


@pytest.mark.parametrize(
    ("rungs", "text"),
    [([7], "rung 7"), ([6, 7, 8], "rungs 6 to 8"), ([10, 6, 7], "rungs 6 to 7 and 10")],
)
def test_rungs_read_as_people_write_them(rungs, text):
    assert rungs_text(rungs) == text


def test_a_gain_on_the_original_and_its_redraws_is_told_without_rungs():
    verdict = judge(run({"voted": generalises, **CONTROLS}))
    assert verdict.finding == "capability"
    assert verdict.sentence.startswith("No rung was learned; the original benchmark rose by ")


def with_answers(held, before, after):
    """The same evidence with drawn answers of the base model and at the end: shares by quantity."""
    states = list(held.arms["voted"])
    for place, shares in ((0, before), (-1, after)):
        drawn = {
            ItemSet(kind, held.ladder, 6): items_with(share)
            for kind, share in zip(("avg@1", "pass@k"), shares)
        }
        states[place] = states[place]._replace(sets={**states[place].sets, **drawn})
    return held._replace(arms={**held.arms, "voted": states})


def test_one_answer_better_and_several_worse_is_sharpening():
    verdict = judge(with_answers(run({"voted": still, **CONTROLS}), (0.3, 0.9), (0.6, 0.6)))
    assert verdict.finding == "sharpening"
    assert "on rung 6 one drawn answer was right in 30.0 [" in verdict.sentence.lower()
    assert "any of several in 30.0 [" in verdict.sentence
    assert {one.finding for one in verdict.rounds[:-1]} == {"noise"}


def test_sharpening_beside_a_capability_is_a_doubt():
    verdict = judge(with_answers(run({"voted": climbs, **CONTROLS}), (0.3, 0.9), (0.6, 0.6)))
    assert verdict.finding == "capability"
    assert any(doubt.startswith("Part of the gain is sharpening") for doubt in verdict.doubts)


@pytest.mark.parametrize(
    ("before", "after"),
    [((0.3, 0.6), (0.6, 0.9)), ((0.6, 0.9), (0.6, 0.6)), ((0.3, 0.9), (0.6, 0.88))],
    ids=["both rise", "only several fall", "several fall by less than the items show"],
)
def test_no_sharpening_without_both(before, after):
    verdict = judge(with_answers(run({"voted": still, **CONTROLS}), before, after))
    assert verdict.finding == "noise"
    assert not any("sharpening" in doubt for doubt in verdict.doubts)


def read_twice(strict, flexible, items=200):
    """Evidence of one round whose original benchmark moved by two readings: right answers before,
    gained and lost of each; the rungs stay as they are."""

    rungs = {
        ItemSet("rung", "steps", 1): items_with(0.9),
        ItemSet("rung", "steps", 2): items_with(0.5),
    }
    both = zip(then_and_now(*strict, items), then_and_now(*flexible, items), strict=True)
    base, now = ({ORIGINAL: Scored(*readings), **rungs} for readings in both)
    arms = {
        "voted": [ArmScores(base, frozenset()), ArmScores(now, frozenset({1}))],
        "unfiltered": [ArmScores(base, frozenset()), ArmScores(base, frozenset({1}))],
    }
    return Evidence("steps", frozenset(), 1, arms)


def test_a_finding_that_rests_on_the_strict_reading_tells_how_the_original_moved_by_it():
    """It was said not to have moved, by the flexible reading."""
    verdict = judge(read_twice((80, 22, 2), (120, 16, 9)))
    assert verdict.reason == "strict and flexible reading are not told apart"
    assert "by the strict reading the original benchmark rose by 10.0 [" in verdict.sentence
    assert "by the flexible one it changed by +3.5 points, where 200 items" in verdict.sentence
    assert "did not move" not in verdict.sentence


def test_a_reading_that_is_set_aside_does_not_speak_for_the_original():
    verdict = judge(read_twice((80, 70, 0), (10, 0, 0)))
    assert verdict.reason == "the original rose, unseen rungs did not"
    assert "by the strict reading the original benchmark rose by 35.0 [" in verdict.sentence
    alike = judge(read_twice((80, 70, 0), (10, 20, 0)))
    assert "by the strict reading the original benchmark rose by 35.0 [" in alike.sentence
    assert "by the flexible one it rose by 10.0 [" in alike.sentence
    still_held = judge(read_twice((80, 3, 0), (10, 0, 0)))
    assert "the original benchmark did not move: 200 items" in still_held.sentence
    assert still_held.sentence.endswith("the change was +1.5.")


def test_a_fall_by_one_reading_alone_is_told():
    verdict = judge(read_twice((80, 0, 30), (120, 0, 0)))
    assert "by the strict reading the original benchmark fell by 15.0 [" in verdict.sentence
    collapsed = judge(read_twice((80, 0, 0), (120, 0, 60)))
    assert collapsed.sentence.startswith("The original benchmark collapsed; by the strict reading")
    assert "by the flexible one it fell by 30.0 [" in collapsed.sentence


def with_sets(held, *shares):
    """The same evidence with more sets at the ends of arms: arm, set, share before and after."""
    arms = {arm: list(states) for arm, states in held.arms.items()}
    for arm, name, *ends in shares:
        for place, share in zip((0, -1), ends, strict=True):
            states = arms[arm]
            states[place] = states[place]._replace(
                sets={**states[place].sets, name: items_with(share)}
            )
    return held._replace(arms=arms)


def test_a_rise_of_another_family_left_alone_than_the_first_is_a_rise_by_both_readings():
    held = run({"voted": still, **CONTROLS})
    arms = {
        arm: [s._replace(sets={n: v for n, v in s.sets.items() if n.ladder}) for s in states]
        for arm, states in held.arms.items()
    }
    held = with_sets(
        held._replace(arms=arms),
        ("voted", ItemSet("rung", "amounts", 6), 0.8, 0.8),
        ("voted", ItemSet("rung", "words", 6), 0.5, 0.85),
    )
    verdict = judge(held)
    assert (verdict.finding, verdict.reason) == ("gain", "unseen rungs did not rise")


def test_the_reason_of_a_capability_says_what_its_redraws_were_held_against():
    """Redraws that rose as much in a control as in the judged arm are a doubt."""
    held = run({"voted": generalises, "unfiltered": still})
    arms = {arm: list(states) for arm, states in held.arms.items()}
    redraws = arms["voted"][-1].sets[REDRAWN]
    last = arms["unfiltered"][-1]
    arms["unfiltered"][-1] = last._replace(sets={**last.sets, REDRAWN: redraws})
    verdict = judge(held._replace(arms=arms))
    assert verdict.finding == "capability"
    assert verdict.reason == "the original rose more than in every control, and its redraws rose"
    assert "On the original's redraws the gain is not told apart from unfiltered." in verdict.doubts


def test_drawn_answers_that_rose_are_told_where_greedy_ones_did_not():
    verdict = judge(with_answers(run({"voted": still, **CONTROLS}), (0.5, 0.8), (0.75, 0.95)))
    assert verdict.finding == "noise"
    assert verdict.reason == "no scored rungs taken together and no benchmark rose"
    assert verdict.sentence.startswith(
        "No scored rungs taken together and no benchmark rose beyond noise: "
    )
    assert "by itself" not in verdict.sentence
    assert "; but on rung 6 one drawn answer was right in 25.0 [" in verdict.sentence
    assert " and any of several was right in 15.0 [" in verdict.sentence
