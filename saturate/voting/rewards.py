"""What reinforcement rewards in a group of answers to one problem.

``vote``: saying what more than half of the group say (test-time reinforcement learning, Zuo et al.
2025, arXiv 2504.16084); a problem without such a majority teaches nothing, as all of its answers
are worth the same (arXiv 2511.04902). ``answer``: being right, by the true answer; this is
supervised. ``format``: having an answer that the ladder can read. An answer that does not come to
its end is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import count as naturals
from itertools import cycle, islice
from typing import Any, NamedTuple

from saturate.config.reinforcement import Reward
from saturate.config.run_config import RunConfig
from saturate.errors import SaturateError
from saturate.ladder import Ladder, Problem
from saturate.ladder.problem import Split
from saturate.models.thoughts import Written
from saturate.voting.ballots import VoterModel
from saturate.voting.majority import vote
from saturate.voting.room import with_room

_MAJORITY = 0.5
"""Share of a group that a winner must exceed."""
_MOST_DRAWN = 4
"""Problems are drawn up to so many times as many as are wanted, for those that fit."""


def reward_split(reward: Reward) -> Split:
    """Where problems come from: true answers are looked up in the train split alone."""
    return "train" if reward == "answer" else "vote"


class Rewards:
    """Rewards groups of answers, and keeps what was rewarded.

    Args:
        kind: What is rewarded.
        ladder: Reads the answers.
        problems: By number.
        keep: Takes a row for each problem that was answered: its place, the answers with how many
            gave them, the one that won, how many were rewarded.
    """

    def __init__(
        self,
        kind: Reward,
        ladder: Ladder,
        problems: Sequence[Problem],
        keep: Callable[[dict[str, Any]], None],
    ) -> None:
        self._kind = kind
        self._ladder = ladder
        self._problems = problems
        self._keep = keep

    def __call__(self, number: int, written: Sequence[Written]) -> list[float]:
        """What each answer to the problem of a number is worth: 1 or 0."""
        problem = self._problems[number]
        answers = [
            self._ladder.answer_to(problem.question, one.answer) if one.finished else None
            for one in written
        ]
        outcome = vote(answers)
        winner = outcome.winner if outcome.agreement > _MAJORITY else None
        if self._kind == "vote":
            worth = [winner is not None and answer == winner for answer in answers]
        elif self._kind == "answer":
            worth = [problem.is_right(answer) for answer in answers]
        else:
            worth = [answer is not None for answer in answers]
        counts = Counter(answer for answer in answers if answer is not None)
        self._keep(
            {
                "rung": problem.rung,
                "index": problem.index,
                "key": problem.key,
                "answers": counts.most_common(),
                "drawn": len(answers),
                "winner": winner,
                "rewarded": sum(worth),
            }
        )
        return [float(one) for one in worth]


class Drawn(NamedTuple):
    """Problems to reinforce on."""

    problems: list[Problem]
    left_out: int
    """Problems that were drawn and that the model's context does not hold with an answer."""


def draw_problems(
    ladder: Ladder, config: RunConfig, voter: VoterModel, start: int, count: int
) -> Drawn:
    """Problems to reinforce on that leave an answer room, the rungs by turns.

    Where four times as many hold too few of them, they are asked again.

    Args:
        ladder: Whose problems.
        config: Names the rungs and the reward, which decides the split.
        voter: The model that is to answer.
        start: Place of the first problem in its split.
        count: How many.

    Raises:
        SaturateError: Not one fits.
    """
    source = exercise_problems(ladder, config.rl_rungs, config.reward, start)
    kept: list[Problem] = []
    drawn = 0
    while len(kept) < count and drawn < _MOST_DRAWN * count:
        found = list(islice(source, count - len(kept)))
        drawn += len(found)
        kept += with_room(ladder, voter, found, config.max_new_tokens)
    if not kept:
        low, high = config.rl_rungs
        rungs = f"rung {low}" if low == high else f"rungs {low} to {high}"
        raise SaturateError(
            f"No problem of {rungs} fits into the context of model {config.model} with its answer, "
            "so there is nothing to reinforce. What helps: lower --rl-rungs, a smaller "
            "--max-new-tokens, or a model with a longer context."
        )
    return Drawn(list(islice(cycle(kept), count)), drawn - len(kept))


def exercise_problems(
    ladder: Ladder, rungs: tuple[int, int], reward: Reward, start: int
) -> Iterator[Problem]:
    """Problems of some rungs by turns, without end.

    Args:
        ladder: Whose problems.
        rungs: First and last of the rungs.
        reward: What is rewarded; it decides the split.
        start: Place of the first problem in its split.
    """
    low, high = rungs
    for index in naturals(start):
        for rung in range(low, high + 1):
            yield ladder.problem(rung, reward_split(reward), index)
