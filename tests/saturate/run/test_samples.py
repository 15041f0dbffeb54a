from saturate.registry import load_ladder
from saturate.run.samples import choose, round_samples
from saturate.voting.label import LabelledProposal

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
    chosen = choose(offered, 0)
    assert len(chosen) == 240
    assert {one.round for one in chosen} == set(range(1, 201))
    assert [one.round for one in chosen] == sorted(one.round for one in chosen)
