"""Controls: the same prompts as ``voted`` would use, other labels."""

import pytest
from support.runs import execute_small, small_config
from support.stand_ins import StandIn

from saturate.config.arms import parse_arm
from saturate.ladder import SeededRandom
from saturate.models.prompting import Prompter
from saturate.registry import load_ladder
from saturate.rounds.controls import control_answers, control_rows

ladder = load_ladder("addition")


def wrong_share(arm: str, count: int = 400) -> float:
    problems = [ladder.problem(6, "vote", index) for index in range(count)]
    rng, prompter = SeededRandom("controls", arm), Prompter(ladder, StandIn(), bare=True)
    rows = list(control_rows(ladder, problems, parse_arm(arm), rng, prompter))
    assert len(rows) == count
    wrong = 0
    for row in rows:
        gold = ladder.problem(6, "vote", row.proposal.index)
        (ballot,) = row.ballots
        winner = row.outcome.winner
        assert ballot.prompt == ladder.prompt(gold.question)
        assert ladder.extract(ballot.completion) == winner == ballot.answer
        wrong += winner != gold.answer
    return wrong / count


def test_gold_is_right_and_random_is_wrong():
    assert wrong_share("gold") == 0
    assert wrong_share("format") == 0
    assert wrong_share("random-label") == 1


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_noise_injects_its_share(share):
    assert wrong_share(f"noise:{share}") == pytest.approx(share, abs=0.07)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    arms = "voted,gold,noise:0.5,random-label,format,maj"
    out = tmp_path_factory.mktemp("runs") / "controls"
    results, _ = execute_small(out, rounds=1, arms=arms.split(","), steps=2)
    return results


@pytest.fixture(scope="module")
def controlled(run):
    return {arm.arm: arm for arm in run.arms}


def test_the_base_model_votes_on_the_scored_items(run):
    assert set(run.majority) == {6, 7, 8}
    assert run.majority[6].total == 8
    assert run.majority[6].right >= 7


def test_controls_follow_the_rungs_of_the_voted_arm(controlled):
    def rungs(arm: str) -> list[int]:
        return [one.rung for one in controlled[arm].rounds[1].labelling if one.trained]

    assert rungs("voted") == rungs("gold") == rungs("noise:0.5") == rungs("random-label") != []
    assert rungs("format") == [min(rungs("voted")) - 1]


@pytest.mark.parametrize("traces", ["all", "shortest"])
def test_controls_take_as_many_answers_and_steps_as_the_voted_arm(traces, tmp_path):
    arms = ["voted", "gold", "format"]
    results, _ = execute_small(
        tmp_path, rounds=1, arms=arms, steps=90, passes=1.0, traces=traces, rungs_per_round=2
    )
    taken = {
        arm.arm: (sum(one.pairs for one in first.labelling), first.training[0].steps)
        for arm in results.arms
        for first in arm.rounds[1:]
    }
    answers, steps = taken["voted"]
    assert answers > 0 and 1 < steps < 90
    assert taken == dict.fromkeys(arms, (answers, steps))


def test_a_control_alone_has_the_answers_that_a_vote_could_give():
    def answers(**settings):
        config = small_config(arms=["gold"], **settings)
        return control_answers(parse_arm("gold"), 2, config, ladder, None)

    assert answers(traces="all", proposals=16) == {8: 16 * 7}
    assert answers(traces="shortest", proposals=16) == {8: 16}


def test_the_audit_sees_what_a_control_did_to_its_labels(controlled):
    precision = {name: arm.label_precision.value for name, arm in controlled.items()}
    assert precision["gold"] == precision["format"] == 1
    assert precision["random-label"] == 0
    assert 0.3 < precision["noise:0.5"] < 0.7


@pytest.mark.parametrize("name", ["game:lights-out", "game:hanoi", "tools", "maze-hops"])
def test_a_wrong_label_of_a_plan_is_one_that_does_not_solve_its_problem(name):
    """All boards of a game have the same right outcome, so a solution is tried on the board."""
    acting = load_ladder(name)
    rung = acting.describe().first + 2
    problems = [acting.problem(rung, "vote", index) for index in range(30)]
    rng, prompter = SeededRandom("controls", name), Prompter(acting, StandIn(), bare=True)
    arm = parse_arm("random-label")
    rows = list(control_rows(acting, problems, arm, rng, prompter))
    assert len(rows) >= 25
    by_key = {problem.key: problem for problem in problems}
    for row in rows:
        problem, (ballot,) = by_key[row.proposal.key], row.ballots
        assert not problem.is_right(row.outcome.winner)
        assert not problem.is_right(acting.answer_to(problem.question, ballot.completion))
