"""The lines at the end of a run."""

import pytest
from support.made_up import make_results
from support.simulated import seeds_verdict

from saturate.run.summary import seeds_lines, summary_lines
from saturate.stats.intervals import Count


def reading(right: list[int]):
    """A run of one arm that labelled rungs up to 9, with these answers of 100 on rung 2."""
    arm = make_results(rounds=len(right) - 1, arms=1).arms[0]
    rounds = []
    for one, correct in zip(arm.rounds, right, strict=True):
        (score,) = (score for score in one.scores if score.rung == 2)
        held = score.model_copy(update={"strict": Count(correct, 100)})
        rounds.append(one.model_copy(update={"scores": [held]}))
    return make_results().model_copy(update={"arms": [arm.model_copy(update={"rounds": rounds})]})


@pytest.mark.parametrize(
    ("right", "fell"),
    [
        ([95, 95, 89], True),
        ([50, 90, 60], True),
        ([50, 55, 45], False),  # never read: nothing that could fall
        ([95, 40, 90], False),
    ],
)
def test_a_rung_fell_only_if_it_was_read_before(right, fell):
    lines = [line.strip() for line in summary_lines(reading(right))]
    assert ("fell below 90 % at the end: rungs [2]" in lines) is fell
    assert any("fell below" in line for line in lines) is fell


def test_no_two_lines_of_what_moved_over_seeds_have_one_name():
    told = seeds_lines(seeds_verdict())
    names = [line[:33].strip() for line in told if "(by run " in line]
    assert "strict minus flexible, original" in names and "strict minus flexible, rungs" in names
    assert len(set(names)) == len(names)
