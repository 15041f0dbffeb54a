"""Training pairs of the control arms: made from true labels, at no sampling cost.

A control works on the rungs that ``voted`` labelled in the same round (or one rung up each round,
where ``voted`` is not run), with as many pairs as ``voted`` has ballots, and differs in the labels
alone. Prompts are never touched: a wrong label is the worked solution of another problem of the
same rung, so that it is well-formed and of the right length. Controls open the gold answers; that
is what they are for, and nothing of them reaches the voted arm.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from saturate.arms import Arm, ArmKind
from saturate.config import RunConfig
from saturate.ladder import Dice, Ladder, Problem


def control_rungs(
    arm: Arm, number: int, config: RunConfig, ladder: Ladder, voted: list[int] | None
) -> list[int]:
    """The rungs of a control's round.

    Args:
        arm: Which control.
        number: The round.
        config: Where the climb starts.
        ladder: Where it ends.
        voted: What ``voted`` trained on in the same round, none once it has stopped; ``None``
            where it is not run, and a control goes one rung up each round.
    """
    start, last = config.start_rung, ladder.describe().last
    one_up = start + number - 1 if last is None else min(start + number - 1, last)
    rungs = [one_up] if voted is None else voted
    if arm.kind is ArmKind.FORMAT:
        return [start - 1] if rungs else []
    return rungs


def control_rows(
    ladder: Ladder,
    prompt: Callable[[str], str],
    rung: int,
    start: int,
    count: int,
    arm: Arm,
    seed: int,
) -> list[dict[str, Any]]:
    """Labelled problems of one rung, in the form in which votes are stored.

    Args:
        ladder: Gives problems and their solutions.
        prompt: Turns a question into what the model reads.
        rung: Rung of the problems.
        start: First index in the vote split.
        count: How many.
        arm: ``gold``, ``format``, ``noise`` or ``random-label``.
        seed: Decides which labels are wrong.
    """
    problems = [ladder.problem(rung, "vote", index) for index in range(start, start + count)]
    dice = Dice("controls", seed, str(arm), rung, start)
    delimiter = ladder.describe().delimiter
    rows = []
    for problem in problems:
        wrong = dice.below(1_000_000) < arm.spoilt * 1_000_000
        label = _another(problem, problems, dice) if wrong else problem
        rows.append(
            {
                "rung": rung,
                "index": problem.index,
                "key": problem.key,
                "question": problem.question,
                "winner": label.answer,
                "votes": 1,
                "reason": "kept",
                "trained": [0],
                "ballots": [
                    {
                        "prompt": prompt(problem.question),
                        "completion": delimiter + label.solution,
                        "answer": label.answer,
                        "tokens": 0,
                        "logprob": 0.0,
                        "finished": True,
                    }
                ],
            }
        )
    return rows


_TRIES = 20


def _another(problem: Problem, problems: Sequence[Problem], dice: Dice) -> Problem:
    """A problem with another answer, where a few draws find one."""
    for _ in range(_TRIES):
        other = dice.pick(problems)
        if other.answer != problem.answer:
            break
    return other
