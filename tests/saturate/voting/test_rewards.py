"""What answers to one problem are worth, worked out by hand."""

import pytest

from saturate.models.thoughts import Written
from saturate.registry import load_ladder
from saturate.voting.rewards import Rewards, exercise_problems

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
    problems = exercise_problems(LADDER, (3, 5), kind, start=10, count=7)
    assert problems == [
        LADDER.problem(rung, split, 10 + i)
        for rung, i in [(3, 0), (4, 0), (5, 0), (3, 1), (4, 1), (5, 1), (3, 2)]
    ]
