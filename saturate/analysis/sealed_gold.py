"""Opens the sealed gold of a proposal, for what is computed after the rounds."""

from __future__ import annotations

from saturate.ladder import Ladder, Problem
from saturate.voting.poll import Proposal


def open_gold(ladder: Ladder, proposal: Proposal) -> Problem | None:
    """A proposal with its true answer: from its place, or by the ladder's solver.

    The solver, which never votes, answers what a model wrote, where the ladder reads such problems.

    Returns:
        ``None`` where the true answer is not known.
    """
    if not proposal.by_model:
        return ladder.problem(proposal.rung, "vote", proposal.index)
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
