"""Opens the sealed gold: pseudo-labels against true answers. Only reports read what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from saturate.ladder import Ladder
from saturate.stats.intervals import Count
from saturate.voting.label import LabelledProposal


class RungAudit(NamedTuple):
    """How good the labels of one rung of one round were."""

    labels: Count
    """Right labels among those trained on."""
    ballots: Count
    """Right ballots among all, which is how good a single voter is."""


def audit(
    ladder: Ladder, labelled: Sequence[LabelledProposal], filtered: bool
) -> dict[int, RungAudit]:
    """Compare the labels of a round with gold, by rung.

    Args:
        ladder: Gives the gold answer of a place.
        labelled: What the voters answered.
        filtered: Whether a proposal has one label, its winner; otherwise every ballot is a label.
    """
    found: dict[int, RungAudit] = {}
    for one in labelled:
        rung = one.proposal.rung
        problem = ladder.problem(rung, "vote", one.proposal.index)
        ballots = [problem.is_right(ballot.answer) for ballot in one.ballots]
        if filtered:
            labels = [problem.is_right(one.outcome.winner)] if one.trained else []
        else:
            labels = [ballots[i] for i in one.trained]
        before = found.get(rung, RungAudit(Count(0, 0), Count(0, 0)))
        found[rung] = RungAudit(_add(before.labels, labels), _add(before.ballots, ballots))
    return found


def _add(count: Count, outcomes: list[bool]) -> Count:
    return Count(count.right + sum(outcomes), count.total + len(outcomes))
