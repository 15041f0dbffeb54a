"""What voting can win, said before a run."""

from dataclasses import replace

import pytest
from support.runs import small_config

from saturate.config.voters import Voters
from saturate.models.loading import load
from saturate.models.naming import resolve
from saturate.registry import load_ladder
from saturate.run.prospect import Prospect, prospect, prospect_line
from saturate.stats.intervals import Interval
from saturate.voting.majority import Ballot

FAST = 1e6


@pytest.fixture(scope="module")
def loaded():
    return load(resolve("seed"))


def answers_of(ladder):
    """Voters who are right in four of seven ballots on even places, and in one on odd ones."""

    def ask(_, proposals, members, config, everyone):
        assert everyone and len(members) == 1
        rows = []
        for one in proposals:
            gold = ladder.problem(one.rung, "train", one.index).answer
            right = 1 if one.index % 2 else 4
            answers = [gold] * right + ["wrong"] * (config.voters.seats - right)
            rows.append([Ballot("", "", answer, 1, 0.0, True) for answer in answers])
        return rows

    return ask


def test_the_vote_is_held_against_single_ballots(loaded, monkeypatch):
    ladder, config = load_ladder("gsm8k"), small_config()
    monkeypatch.setattr("saturate.run.prospect.ask", answers_of(ladder))
    found = prospect(loaded, ladder, config, FAST)
    assert (found.rungs, found.problems) == ([config.start_rung, config.start_rung + 1], 32)
    assert found.avg_at_1 == pytest.approx(5 / 14)
    assert found.maj_at_k == 0.5
    assert found.wins.value == pytest.approx(0.5 - 5 / 14)
    assert found.wins.low < found.wins.value < found.wins.high
    line = prospect_line(found, config)
    start = config.start_rung
    assert line.startswith(
        "Voting     a ballot is right in 36 % (avg@1), the majority of 7 in 50 % (maj@7) on 32 "
        f"problems of rungs {start} and {start + 1}: a vote can win +14 ["
    )


def test_two_rungs_of_the_same_published_items_tell_as_much_as_one(loaded, monkeypatch):
    ladder, config = load_ladder("gsm8k"), small_config()
    monkeypatch.setattr("saturate.run.prospect.ask", answers_of(ladder))
    apart = prospect(loaded, ladder, config, FAST)
    problem = ladder.problem
    monkeypatch.setattr(
        ladder, "problem", lambda *place: replace(problem(*place), source=f"item {place[2]}+other")
    )
    together = prospect(loaded, ladder, config, FAST)
    assert together.wins.value == apart.wins.value
    widths = [one.wins.high - one.wins.low for one in (together, apart)]
    assert widths[0] > 1.2 * widths[1]
    assert [source for _, source in together.first_votes] == [f"item {n}" for n in range(16)]


def test_a_slow_model_a_lone_voter_and_several_models_are_not_asked(loaded, monkeypatch):
    monkeypatch.setattr("saturate.run.prospect.ask", None)
    ladder = load_ladder("gsm8k")
    several = small_config().model_copy(update={"voters": Voters(models=3)})
    alone = small_config().model_copy(update={"voters": Voters(views=1)})
    for config, speed in ((small_config(), 10.0), (several, FAST), (alone, FAST)):
        found = prospect(loaded, ladder, config, speed)
        assert found is None
        assert prospect_line(found, config) == (
            "Voting     what a vote can win is not known before the base model has answered"
        )


def test_no_proposal_and_no_scored_item_is_read(loaded, monkeypatch):
    ladder, config = load_ladder("gsm8k"), small_config()
    splits = []
    problem = ladder.problem

    def watched(rung, split, index):
        splits.append(split)
        return problem(rung, split, index)

    monkeypatch.setattr(ladder, "problem", watched)
    monkeypatch.setattr("saturate.run.prospect.ask", answers_of(load_ladder("gsm8k")))
    prospect(loaded, ladder, config, FAST)
    assert set(splits) == {"train"}


@pytest.mark.parametrize(
    ("votes", "settings", "told"),
    [
        ([7] * 8 + [3] * 8, {}, ""),
        ([5] * 8 + [4] * 8, {}, ""),
        (
            [5] * 6 + [4] * 10,  # may be half of a rung, and may be less
            {},
            "; of rung {} 38 % [18, 61] would be kept (50 wanted), so that it may never be trained "
            "on: --agreement 0.5 would keep 100 %",
        ),
        (
            [5] * 2 + [4] * 6 + [3] * 8,
            {},
            "; of rung {} 12 % [3, 36] would be kept (50 wanted), so that it may never be trained "
            "on: --agreement 0.5 --coverage-floor 0.2 would keep 50 %",
        ),
        (
            [5] * 2 + [4] * 14,
            {},
            "; of rung {} 12 % [3, 36] would be kept (50 wanted), so that it may never be trained "
            "on: --agreement 0.5 would keep 100 %",
        ),
        (
            [0] * 16,
            {},
            "; of rung {} 0 % [0, 19] would be kept (50 wanted), so that it may never be trained "
            "on",
        ),
        ([5] * 2 + [4] * 6 + [3] * 8, {"agreement": 0.5, "coverage_floor": 0.2}, ""),
        ([0] * 16, {"filters": ("length",)}, ""),
    ],
)
def test_a_rung_that_would_get_too_few_labels_is_told_with_what_helps(votes, settings, told):
    config = small_config().model_copy(update=settings)
    start = config.start_rung
    first = [(one, f"problem {place}") for place, one in enumerate(votes)]
    found = Prospect([start, start + 1], 32, 0.3, 0.5, Interval(0.2, 0.1, 0.3), first)
    line = prospect_line(found, config)
    assert line.endswith("a vote can win +20 [+10, +30] points there" + told.format(start))
