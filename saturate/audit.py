"""Opens the sealed gold: pseudo-labels against true answers. Only reports read what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from saturate.ladder import Ladder
from saturate.stats import Count


class RungAudit(NamedTuple):
    """How good the labels of one rung of one round were."""

    labels: Count
    """Right labels among those trained on."""
    ballots: Count
    """Right ballots among all, which is how good a single voter is."""


def audit(ladder: Ladder, rows: Sequence[dict[str, Any]], filtered: bool) -> dict[int, RungAudit]:
    """Compare the labels of a round with gold, by rung.

    Args:
        ladder: Gives the gold answer of a place.
        rows: Labelled proposals as stored.
        filtered: Whether a proposal has one label, its winner; otherwise every ballot is a label.
    """
    found: dict[int, RungAudit] = {}
    for row in rows:
        rung = row["rung"]
        gold = ladder.problem(rung, "vote", row["index"]).answer
        ballots = [ballot["answer"] == gold for ballot in row["ballots"]]
        if filtered:
            labels = [row["winner"] == gold] if row["trained"] else []
        else:
            labels = [ballots[i] for i in row["trained"]]
        before = found.get(rung, RungAudit(Count(0, 0), Count(0, 0)))
        found[rung] = RungAudit(_add(before.labels, labels), _add(before.ballots, ballots))
    return found


def _add(count: Count, outcomes: list[bool]) -> Count:
    return Count(count.right + sum(outcomes), count.total + len(outcomes))
