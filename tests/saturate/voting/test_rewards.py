"""What answers to one problem are worth, worked out by hand."""

from itertools import islice
from types import SimpleNamespace

import pytest

from saturate.config.run_config import build_config
from saturate.errors import SaturateError
from saturate.models.thoughts import Written
from saturate.registry import load_ladder
from saturate.voting.ballots import VoterModel
from saturate.voting.rewards import Rewards, draw_problems, exercise_problems

LADDER = load_ladder("addition")
PROBLEM = LADDER.problem(3, "train", 0)
GOLD = PROBLEM.answer
WRONG, OTHER = GOLD + "1", GOLD + "2"


def worth(kind, texts, finished=True):
    rows = []
    rewards = Rewards(kind, LADDER, [PROBLEM], rows.append)
    found = rewards(0, [Written("", text, finished) for text in texts])
    (row,) = rows
    return found, row


@pytest.mark.parametrize(
    ("kind", "texts", "expected", "winner"),
    [
        ("vote", [WRONG, WRONG, WRONG, GOLD], [1, 1, 1, 0], WRONG),
        ("vote", [WRONG, WRONG, GOLD, OTHER], [0, 0, 0, 0], None),
        ("vote", [WRONG, WRONG, GOLD, GOLD], [0, 0, 0, 0], None),
        ("vote", ["none", "none", "none", GOLD], [0, 0, 0, 0], None),
        ("answer", [WRONG, WRONG, WRONG, GOLD], [0, 0, 0, 1], WRONG),
        ("answer", [WRONG, OTHER, "none", "none"], [0, 0, 0, 0], None),
        ("format", [WRONG, "none", GOLD, OTHER], [1, 0, 1, 1], None),
    ],
)
def test_each_reward_pays_for_what_it_names(kind, texts, expected, winner):
    found, row = worth(kind, texts)
    assert found == expected
    assert row["winner"] == winner
    assert (row["drawn"], row["rewarded"]) == (4, sum(expected))
    assert (row["rung"], row["index"], row["key"]) == (3, 0, PROBLEM.key)


@pytest.mark.parametrize("kind", ["vote", "answer", "format"])
def test_an_answer_that_does_not_end_is_none(kind):
    found, row = worth(kind, [GOLD] * 4, finished=False)
    assert found == [0, 0, 0, 0]
    assert row["answers"] == []


@pytest.mark.parametrize(
    ("kind", "split"), [("vote", "vote"), ("format", "vote"), ("answer", "train")]
)
def test_true_answers_are_looked_up_in_the_train_split_alone(kind, split):
    problems = list(islice(exercise_problems(LADDER, (3, 5), kind, start=10), 7))
    assert problems == [
        LADDER.problem(rung, split, 10 + i)
        for rung, i in [(3, 0), (4, 0), (5, 0), (3, 1), (4, 1), (5, 1), (3, 2)]
    ]


def drawn(characters: int, count: int):
    """Problems of rungs 3 and 9 for a model whose context holds so many characters."""
    fits = SimpleNamespace(fits=lambda prompts, _: [len(one) <= characters for one in prompts])
    voter = VoterModel(fits, SimpleNamespace(prompt=lambda question: question))
    config = build_config(
        benchmark="addition", stages="rl:1", rl_rungs="3:9", reward="answer", max_new_tokens=8
    )
    config = config.model_copy(update={"rl_rungs": (3, 9)})
    return draw_problems(LADDER, config, voter, start=10, count=count)


def test_problems_that_leave_no_room_are_left_out_and_others_take_their_place():
    assert drawn(1_000, 14) == (
        list(islice(exercise_problems(LADDER, (3, 9), "answer", 10), 14)),
        0,
    )
    held = max(len(LADDER.problem(5, "train", i).question) for i in range(10, 20))
    problems, left_out = drawn(held, 14)
    assert [one.rung for one in problems] == [3, 4, 5, 3, 4, 5, 3, 4, 5, 3, 4, 5, 3, 4]
    assert len({one.key for one in problems}) == 14
    # what came of rungs 6 to 9 by the time the fourteenth was found
    assert left_out == 16


def test_few_that_fit_are_asked_again_and_none_is_refused():
    with pytest.raises(SaturateError, match="No problem of rungs 3 to 9 fits into the context"):
        drawn(3, 14)
