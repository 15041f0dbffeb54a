"""What is told beside results, where no page is needed to see it."""

import pytest
from support.fakes import UNDONE
from support.made_up import make_results, reinforced, relabelled

from saturate.results.caveats import caveats
from saturate.stats.intervals import Count, wilson


@pytest.mark.parametrize("stopped", [False, True])
def test_controls_of_made_labels_are_told_apart_from_an_arm_that_undid_a_round(stopped):
    made = make_results(arms=2)
    voted, other = made.arms
    undone = voted.rounds[1].model_copy(update={"watch": UNDONE})
    rounds = [voted.rounds[0], undone, *voted.rounds[2:]]
    voted = voted.model_copy(update={"arm": "voted", "rounds": rounds, "stopped": stopped})

    def told(name):
        arms = [voted, other.model_copy(update={"arm": name})]
        found = caveats(made.model_copy(update={"arms": arms, "verdict": None}))
        return [line for line in found if line.startswith("No round of")]

    assert told("unfiltered") == []
    (line,) = told("noise:0.5")
    assert "No round of noise:0.5 was undone" in line
    assert ("has stopped" in line, "goes at half" in line) == (stopped, not stopped)


def without_labels(reward=None, undone=False):
    """Doubts about an arm that labelled nothing and may have been reinforced before its rounds."""
    made = make_results(rounds=2, arms=1)
    (arm,) = made.arms
    base, first, last = (one.model_copy(update={"labelling": []}) for one in arm.rounds)
    if reward is not None:
        changes = {"reinforcement": reinforced(reward), "watch": UNDONE if undone else None}
        first = first.model_copy(update=changes)
    rounds = {"rounds": [base, first, last], "label_precision": None}
    return caveats(made.model_copy(update={"arms": [arm.model_copy(update=rounds)]}))


@pytest.mark.parametrize(
    ("reward", "by"),
    [
        ("vote", "what most of its own answers said"),
        ("answer", "true answers"),
        ("format", "any answer that could be read"),
    ],
)
def test_what_moved_an_arm_without_labels_is_its_reinforcement_where_it_had_any(reward, by):
    told = without_labels(reward)
    assert not any("due to its votes" in line for line in told)
    assert (
        "Arm voted trained on no label in its rounds: what moved came of the reinforcement before "
        f"them, by {by}."
    ) in told


@pytest.mark.parametrize("reward", [None, "vote"])
def test_nothing_moved_an_arm_without_labels_whose_reinforcement_was_undone(reward):
    told = without_labels(reward, undone=True)
    assert "Arm voted trained on no label, so nothing that moved is due to its votes." in told


def test_labels_of_rounds_that_were_undone_are_not_doubted_as_the_last_models():
    """Beside 95 % right labels a card said that the arm trained on many wrong ones."""
    made = relabelled(
        make_results(rounds=2, arms=1),
        audit=Count(10, 60), unaudited=7, estimated_precision=None, why_unknown="7 are too few",
    )  # fmt: skip
    sound = make_results(rounds=2, arms=1).arms[0].rounds[1]
    base, _, bad = made.arms[0].rounds
    kept = {"rounds": [base, sound, bad.model_copy(update={"watch": UNDONE})]}
    arm = made.arms[0].model_copy(update=kept | {"label_precision": wilson(59, 60)})
    told = caveats(made.model_copy(update={"arms": [arm]}))
    assert arm.unaudited == 0
    told_of = ("precision is not known", "flattered", "true answers to")
    assert not any(words in line for words in told_of for line in told), told
    none = {"rounds": [base, bad.model_copy(update={"watch": UNDONE})], "label_precision": None}
    told = caveats(made.model_copy(update={"arms": [arm.model_copy(update=none)]}))
    assert (
        "Arm voted undid every round in which it trained on labels, so nothing that moved is due "
        "to its votes."
    ) in told


def with_items(*totals, **changes):
    """What is doubted of the power of a run whose base model was scored on so many items a rung."""
    made = make_results(rungs=len(totals), **changes)
    base, *rounds = made.arms[0].rounds
    scores = [
        one.model_copy(update={"strict": Count(0, total)})
        for one, total in zip(base.scores, totals, strict=True)
    ]
    arm = made.arms[0].model_copy(
        update={"rounds": [base.model_copy(update={"scores": scores}), *rounds]}
    )
    found = caveats(made.model_copy(update={"arms": [arm, *made.arms[1:]]}))
    (line,) = [one for one in found if "80 % power" in one]
    return line


def test_power_is_told_of_as_many_items_as_a_rung_holds():
    held = {"detectable": 0.18, "detectable_items": 60}
    assert with_items(60, 60, 60, **held).startswith("60 items a rung show a change of 18 points")
    assert with_items(60, 60, 60, **held).endswith("; a smaller one stays unseen.")
    assert with_items(100, 60, 20, **held).endswith(
        "; a smaller one stays unseen, and on rungs with fewer items, down to 20, so does a "
        "greater one."
    )
    assert with_items(60, 60, 60).startswith("100 items a rung show a change of 14 points")


@pytest.mark.parametrize(
    ("right", "labels", "told"),
    [
        (63, 63, "100.0 [94.3, 100.0] % were right: they are too few to show that 95 % were."),
        (40, 100, "40.0 [30.9, 49.8] % were right: it trained on many wrong ones."),
        (90, 100, "90.0 [82.6, 94.5] % were right: it trained on many wrong ones."),
        (73, 73, None),
    ],
)
def test_labels_are_called_wrong_only_where_they_were_shown_to_be(right, labels, told):
    made = make_results()
    share = {"label_precision": wilson(right, labels)}
    arms = [made.arms[0].model_copy(update=share), *made.arms[1:]]
    found = caveats(made.model_copy(update={"arms": arms}))
    lines = [one for one in found if one.startswith("Of the labels")]
    assert lines == ([f"Of the labels of arm voted, {told}"] if told else [])
