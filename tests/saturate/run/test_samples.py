from saturate.registry import load_ladder
from saturate.run.samples import choose, round_samples, with_pictures
from saturate.voting.labelled import LabelledProposal

LADDER = load_ladder("addition")


def row(index, winner=None, reason="kept", rung=3):
    problem = LADDER.problem(rung, "vote", index)
    ballots = [
        {"prompt": "", "completion": "x" * 5_000, "answer": answer, "tokens": 1, "logprob": -1.0,
         "finished": True}
        for answer in (problem.answer, "0", None)
    ]  # fmt: skip
    winner = problem.answer if winner is None else winner
    return LabelledProposal.from_row({
        "rung": rung, "index": index, "key": problem.key, "question": problem.question,
        "winner": winner, "votes": 2, "reason": reason, "trained": [0], "ballots": ballots,
    })  # fmt: skip


def test_samples_hold_gold_and_bounded_text():
    ((_, sample),) = round_samples(LADDER, [row(0)], "voted", 1, seed=0)
    assert sample.gold == sample.winner
    assert sample.right
    assert [one.right for one in sample.ballots] == [True, False, False]
    assert [one.trained for one in sample.ballots] == [True, False, False]
    assert {len(one.completion) for one in sample.ballots} == {1_500}
    assert {one.length for one in sample.ballots} == {5_000}


def test_every_outcome_is_offered_twice_and_hash_decides():
    rows = [row(i) for i in range(9)] + [row(i, "0") for i in range(9, 18)]
    rows += [row(i, reason="no agreement") for i in range(18, 27)]
    offered = round_samples(LADDER, rows, "voted", 1, seed=0)
    outcomes = [(one.reason, one.right) for _, one in offered]
    assert len(outcomes) == 6
    assert {outcomes.count(one) for one in set(outcomes)} == {2}
    assert offered == round_samples(LADDER, rows[::-1], "voted", 1, seed=0)
    assert offered != round_samples(LADDER, rows, "voted", 1, seed=1)


def test_rungs_held_back_say_so():
    ((_, sample),) = round_samples(LADDER, [row(0)], "voted", 1, 0, "rung held back")
    assert sample.reason == "rung held back"
    assert not any(one.trained for one in sample.ballots)


def test_the_bound_takes_first_ones_of_all_rounds_first():
    offered = []
    for number in range(1, 201):
        offered += round_samples(LADDER, [row(0), row(1)], "voted", number, 0)
    chosen = [one.sample for one in choose(offered)]
    assert len(chosen) == 240
    assert {one.round for one in chosen} == set(range(1, 201))
    assert [one.round for one in chosen] == sorted(one.round for one in chosen)


def test_what_was_chosen_of_some_rounds_stands_for_all_that_they_offered():
    offered = [
        one
        for number in range(1, 151)
        for one in round_samples(LADDER, [row(0), row(1)], "voted", number, 0)
    ]
    step_by_step = []
    for start in range(0, len(offered), 7):
        step_by_step = choose([*step_by_step, *offered[start : start + 7]])
    assert len(offered) == 300
    assert step_by_step == choose(offered)


MAZES = load_ladder("maze-hops")


def maze_row(index, rung, winner, answers):
    problem = MAZES.problem(rung, "vote", index)
    ballots = [
        {"prompt": "", "completion": "", "answer": answer, "tokens": 1, "logprob": -1.0,
         "finished": True}
        for answer in answers
    ]  # fmt: skip
    return LabelledProposal.from_row({
        "rung": rung, "index": index, "key": problem.key, "question": problem.question,
        "winner": winner, "votes": 1, "reason": "kept", "trained": [], "ballots": ballots,
    })  # fmt: skip


def test_four_samples_of_an_arms_last_rounds_and_top_rungs_are_drawn():
    offered = []
    for arm in ("voted", "unfiltered"):
        for number in (1, 2):
            rows = [maze_row(number, rung, "1 2", ["1 2"]) for rung in (3, 4, 5)]
            offered += round_samples(MAZES, rows, arm, number, 0)
    samples = [one.sample for one in choose(offered)]
    drawn = with_pictures(MAZES, samples)
    assert [one.model_copy(update={"picture": None}) for one in drawn] == samples
    places = [(one.arm, one.round, one.rung) for one in drawn if one.picture]
    wanted = [(1, 5), (2, 3), (2, 4), (2, 5)]
    assert places == [(arm, *one) for arm in ("voted", "unfiltered") for one in wanted]


def test_a_picture_holds_the_winner_or_else_the_first_ballot_that_answers():
    gold = MAZES.problem(3, "vote", 0).answer
    for winner, answers, says in (
        (gold, ["1 2"], "the way is right: 3 hops"),
        (None, [None, "?7 1", gold], "a place that is not there"),
        (None, [None], "no answer"),
    ):
        offered = round_samples(MAZES, [maze_row(0, 3, winner, answers)], "voted", 1, 0)
        (one,) = with_pictures(MAZES, [one.sample for one in offered])
        assert one.picture.says.endswith(says)


def test_a_ladder_without_pictures_gives_none():
    (_, sample), *_ = round_samples(LADDER, [row(0)], "voted", 1, seed=0)
    assert [one.picture for one in with_pictures(LADDER, [sample])] == [None]
