"""What is said of labels whose precision is not known, at any length of a run."""

import pytest
from support.made_up import make_results

from saturate.results.labels import unknown_lines


def arm_with_unknown(rounds, rungs):
    """An arm that trained in each round on these rungs, of which no precision is known."""
    arm = make_results(rounds=rounds).arms[0]
    label = (
        arm.rounds[1]
        .labelling[0]
        .model_copy(update={"estimated_precision": None, "why_unknown": "17 labels are too few"})
    )
    labels = [label.model_copy(update={"rung": rung}) for rung in rungs]
    told = [
        one.model_copy(update={"labelling": labels if one.number else []}) for one in arm.rounds
    ]
    return arm.model_copy(update={"rounds": told})


@pytest.mark.parametrize(
    ("rounds", "places"),
    [
        (1, "round 1, rungs 5 to 8 and 10"),
        (2, "round 1, rungs 5 to 8 and 10; round 2, rungs 5 to 8 and 10"),
        (60, "rounds 1 to 60, 300 rungs in all"),
    ],
)
def test_rungs_are_named_by_round_and_counted_where_they_are_many(rounds, places):
    (line,) = unknown_lines(arm_with_unknown(rounds, [5, 6, 7, 8, 10]))
    assert line == (
        f"Arm voted, trained on: label precision is not known in {places}. "
        "In the last of them, 17 labels are too few."
    )
