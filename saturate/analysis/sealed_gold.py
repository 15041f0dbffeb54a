"""Opens the sealed gold of a proposal, for what is computed after the rounds."""

from __future__ import annotations

from saturate.errors import SaturateError
from saturate.ladder import Ladder, Problem
from saturate.voting.proposals import Proposal


def open_gold(ladder: Ladder, proposal: Proposal) -> Problem | None:
    """A proposal with its true answer: from its place, or by the ladder's solver.

    The solver, which never votes, answers what a model wrote, where the ladder reads such problems.

    Returns:
        ``None`` where the true answer is not known.

    Raises:
        SaturateError: Another problem is at its place by now.
    """
    if not proposal.by_model:
        problem = ladder.problem(proposal.rung, "vote", proposal.index)
        check_unchanged(problem, proposal.key)
        return problem
    if not ladder.describe().reads:
        return None
    return Problem(
        ladder.describe().name,
        proposal.rung,
        "vote",
        proposal.index,
        proposal.question,
        ladder.solve(proposal.question),
        solution="",
        key=proposal.key,
    )


def check_unchanged(problem: Problem, key: str) -> None:
    """See that a place of a ladder holds the problem that a run found there.

    Raises:
        SaturateError: It holds another one.
    """
    if problem.key != key:
        raise SaturateError(
            f"Ladder {problem.ladder} no longer draws the problems of this run (rung "
            f"{problem.rung}, index {problem.index}): its data or saturate's version changed. "
            "Restore them, or begin anew in another folder."
        )
