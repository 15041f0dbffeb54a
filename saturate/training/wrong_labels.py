"""Labels that are wrong on purpose, well-formed and of the right length.

Of a free answer it is the worked solution of another problem of the same rung, and what that comes
to where answers are tried in their problem; where the answer is one of given choices, one of the
problem's own wrong ones, written as a model would write it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from saturate.ladder import Ladder, Problem, SeededRandom

_MAX_TRIES = 20
"""Draws that look for a problem with another answer."""


def with_wrong_label(
    ladder: Ladder, problem: Problem, others: Sequence[Problem], rng: SeededRandom
) -> Problem | None:
    """A problem with a wrong answer and solution; ``None`` where no other's is wrong for it.

    Args:
        ladder: What it is of.
        problem: The problem.
        others: Problems of the same rung, with whose answers free ones are exchanged.
        rng: Decides which.
    """
    if problem.choices:
        view = ladder.views(problem.question, 1)[0]
        answers = [view.restore(choice.strip()) for choice in view.choices]
        wrong = [place for place, one in enumerate(answers) if not problem.is_right(one)]
        place = rng.pick(wrong)
        told = view.options()[place]
        context = told.read if view.contexts else ""
        return replace(problem, solution=told.written, answer=answers[place], context=context)
    acts = ladder.describe().acts
    for _ in range(_MAX_TRIES):
        other = rng.pick(others)
        answer = other.answer
        if acts:  # a plan that cannot be carried out comes to nothing
            answer = ladder.answer_to(problem.question, other.solution) or ""
        if not problem.is_right(answer):
            return replace(other, answer=answer)
    return None
