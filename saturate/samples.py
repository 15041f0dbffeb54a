"""Chooses labelled proposals for readers to browse. Opens the sealed gold, as the audit does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from saturate.ladder import Ladder, stable_hash
from saturate.results import Sample, SampleBallot

_MOST = 240
"""Samples of a run."""
_CHARACTERS = 1_500
"""Longest text that is kept of a question, a completion or an answer."""


def round_samples(
    ladder: Ladder,
    rows: Sequence[dict[str, Any]],
    arm: str,
    number: int,
    seed: int,
    reason: str | None = None,
) -> list[tuple[int, Sample]]:
    """Every proposal of one round that may be shown, each with its rank; lower goes first.

    The first two of each outcome on each rung are offered, in an order that a hash of the seed and
    the problem decides, so that nobody picks and the same run shows the same ones.

    Args:
        ladder: Gives the gold answer of a place.
        rows: Labelled proposals as stored.
        arm: The arm that labelled them.
        number: The round.
        seed: Seed of the run.
        reason: Why none of them was trained on, where that is so for all of them.
    """
    if reason is not None:
        rows = [row | {"reason": reason, "trained": []} for row in rows]
    order = sorted(rows, key=lambda row: stable_hash("sample", seed, arm, number, row["key"]))
    seen: dict[tuple[int, str, bool], int] = {}
    found = []
    for row in order:
        gold = ladder.problem(row["rung"], "vote", row["index"]).answer
        outcome = (row["rung"], row["reason"], row["winner"] == gold)
        rank = seen[outcome] = seen.get(outcome, -1) + 1
        if rank < 2:
            found.append((rank, _sample(row, gold, arm, number)))
    return sorted(found, key=lambda one: one[1].rung)


def choose(offered: Iterable[tuple[int, Sample]], seed: int) -> list[Sample]:
    """At most 240 of the samples offered by all rounds, in the order of the run.

    One of each arm, round, rung and outcome comes before the second ones; among equals a hash
    decides.
    """
    listed = list(enumerate(offered))
    listed.sort(key=lambda one: (one[1][0], stable_hash("sample", seed, one[1][1].key, one[0])))
    return [sample for _, (_, sample) in sorted(listed[:_MOST], key=lambda one: one[0])]


def _sample(row: dict[str, Any], gold: str, arm: str, number: int) -> Sample:
    trained = set(row["trained"])
    return Sample(
        arm=arm,
        round=number,
        rung=row["rung"],
        key=row["key"],
        question=row["question"][:_CHARACTERS],
        gold=gold[:_CHARACTERS],
        winner=None if row["winner"] is None else row["winner"][:_CHARACTERS],
        votes=row["votes"],
        reason=row["reason"],
        right=row["winner"] == gold,
        ballots=[
            SampleBallot(
                answer=None if ballot["answer"] is None else ballot["answer"][:_CHARACTERS],
                completion=ballot["completion"][:_CHARACTERS],
                length=len(ballot["completion"]),
                right=ballot["answer"] == gold,
                trained=i in trained,
            )
            for i, ballot in enumerate(row["ballots"])
        ],
    )
