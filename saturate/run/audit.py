"""Opens the sealed gold: pseudo-labels against true answers. Only reports read what it finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from saturate.analysis.sealed_gold import open_gold
from saturate.ladder import Ladder
from saturate.results.labelling import DesignEffects
from saturate.stats.clusters import Clusters, design_effect
from saturate.stats.intervals import Count
from saturate.voting.labelled import LabelledProposal


class RungAudit(NamedTuple):
    """How good the labels of one rung of one round were."""

    labels: Clusters
    """Right labels among those trained on, by the problem or the published item behind it."""
    ballots: Clusters
    """Right ballots among all, which is how good a single voter is; clustered likewise."""
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
        held = found.setdefault(rung, RungAudit(Clusters(), Clusters()))
        problem = open_gold(ladder, one.proposal)
        if problem is None:
            unknown = bool(one.trained) if filtered else len(one.trained)
            found[rung] = held._replace(unknown=held.unknown + unknown)
            continue
        ballots = [problem.is_right(ballot.answer) for ballot in one.ballots]
        if filtered:
            labels = [problem.is_right(one.outcome.winner)] if one.trained else []
        else:
            labels = [ballots[i] for i in one.trained]
        held.labels.add(_count(labels), problem.first_source)
        held.ballots.add(_count(ballots), problem.first_source)
    return found


def design_effects(audits: Sequence[RungAudit]) -> DesignEffects:
    """Those of labels and ballots of several audits together."""
    return DesignEffects(
        design_effect([one.labels for one in audits]),
        design_effect([one.ballots for one in audits]),
    )


def _count(outcomes: Sequence[bool]) -> Count:
    return Count(sum(outcomes), len(outcomes))
