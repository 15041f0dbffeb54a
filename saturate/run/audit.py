"""Opens the sealed gold: pseudo-labels against true answers. Only reports read what it finds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from saturate.analysis.sealed_gold import open_gold
from saturate.ladder import Ladder
from saturate.stats.intervals import Count
from saturate.voting.labelled import LabelledProposal


class RungAudit(NamedTuple):
    """How good the labels of one rung of one round were."""

    labels: Count
    """Right labels among those trained on."""
    ballots: Count
    """Right ballots among all, which is how good a single voter is."""
    unknown: int = 0
    """Labels trained on whose true answer is not known; neither count holds them."""


def audit(
    ladder: Ladder, labelled: Iterable[LabelledProposal], filtered: bool
) -> dict[int, RungAudit]:
    """Compare the labels of a round with gold, by rung.

    Args:
        ladder: Gives the gold answer of a place, or solves what a model wrote.
        labelled: What the voters answered; none of it is held.
        filtered: Whether a proposal has one label, its winner; otherwise every ballot is a label.
    """
    found: dict[int, RungAudit] = {}
    for one in labelled:
        rung = one.proposal.rung
        before = found.get(rung, RungAudit(Count(0, 0), Count(0, 0)))
        problem = open_gold(ladder, one.proposal)
        if problem is None:
            unknown = bool(one.trained) if filtered else len(one.trained)
            found[rung] = before._replace(unknown=before.unknown + unknown)
            continue
        ballots = [problem.is_right(ballot.answer) for ballot in one.ballots]
        if filtered:
            labels = [problem.is_right(one.outcome.winner)] if one.trained else []
        else:
            labels = [ballots[i] for i in one.trained]
        found[rung] = before._replace(
            labels=_add(before.labels, labels), ballots=_add(before.ballots, ballots)
        )
    return found


def _add(count: Count, outcomes: list[bool]) -> Count:
    return Count(count.right + sum(outcomes), count.total + len(outcomes))
