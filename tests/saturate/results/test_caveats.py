"""What is told beside results, where no page is needed to see it."""

import pytest
from support.fakes import UNDONE
from support.made_up import make_results

from saturate.results.caveats import caveats


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
