"""Chooses labelled proposals for readers to browse. Opens the sealed gold, as the audit does."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from saturate.analysis.sealed_gold import open_gold
from saturate.ladder import Ladder, Problem, stable_hash
from saturate.results.samples import Sample, SampleBallot
from saturate.storage.files import each_row
from saturate.storage.layout import HELD_BACK, LABELS, Place
from saturate.voting.labelled import LabelledProposal

_MAX_SAMPLES = 240
"""Samples of a run."""
_PICTURES = 4
"""Samples of an arm that are drawn."""
_MAX_CHARACTERS = 1_500
"""Longest text that is kept of a question, a completion or an answer."""
_OFFERED = 2
"""Samples that are offered of one outcome on one rung of one round."""


class Offered(NamedTuple):
    """A sample that may be shown."""

    order: tuple[int, int]
    """Its rank among those of its outcome, rung and round, and a hash; lower goes first."""
    sample: Sample


class _Offer(NamedTuple):
    """A proposal that may be shown."""

    rank: int
    """A hash that decides among those of one outcome; lower goes first."""
    place: int
    """Where it stood, for equal hashes."""
    one: LabelledProposal
    problem: Problem | None
    """It with its true answer; ``None`` where that is not known."""


def stage_samples(stage: Path, ladder: Ladder, place: Place, seed: int) -> list[Offered]:
    """What :func:`round_samples` offers of a label stage, rungs that were held back among it.

    Args:
        stage: Folder of the stage.
        ladder: The run's.
        place: The round.
        seed: Seed of the run.
    """
    found: list[Offered] = []
    for file, reason in ((LABELS, None), (HELD_BACK, "rung held back")):
        if (stage / file).exists():
            labelled = map(LabelledProposal.from_row, each_row(stage / file))
            found += round_samples(ladder, labelled, place.arm, place.number, seed, reason)
    return found


def round_samples(
    ladder: Ladder,
    labelled: Iterable[LabelledProposal],
    arm: str,
    number: int,
    seed: int,
    reason: str | None = None,
) -> list[Offered]:
    """Every proposal of one round that may be shown.

    The first two of each outcome on each rung are offered, in an order that a hash of the seed and
    the problem decides, so that nobody picks and the same run shows the same ones.

    Args:
        ladder: Gives the gold answer of a place, or solves what a model wrote.
        labelled: What the voters answered; no more of it is held than is offered.
        arm: The arm that labelled them.
        number: The round.
        seed: Seed of the run.
        reason: Why none of them was trained on, where that is so for all of them.
    """

    found: dict[tuple[int, str, bool | None], list[_Offer]] = {}
    for place, one in enumerate(labelled):
        problem = open_gold(ladder, one.proposal)
        why = reason or str(one.reason)
        outcome = one.proposal.rung, why, _right(problem, one.outcome.winner)
        rank = stable_hash("sample", seed, arm, number, one.proposal.key)
        same = found.setdefault(outcome, [])
        insort(same, _Offer(rank, place, one, problem), key=lambda offer: offer[:2])
        del same[_OFFERED:]
    offers = [
        (offer.one.proposal.rung, *offer[:2], rank, offer, outcome)
        for outcome, same in found.items()
        for rank, offer in enumerate(same)
    ]
    offers.sort(key=lambda one: one[:3])
    return [
        Offered((rank, offer.rank), _sample(offer, arm, number, why, trained=reason is None))
        for *_, rank, offer, (_, why, _) in offers
    ]


def _sample(offer: _Offer, arm: str, number: int, reason: str, trained: bool) -> Sample:
    one, problem = offer.one, offer.problem
    return Sample(
        arm=arm,
        round=number,
        rung=one.proposal.rung,
        key=one.proposal.key,
        question=one.proposal.question[:_MAX_CHARACTERS],
        gold=None if problem is None else problem.answer[:_MAX_CHARACTERS],
        winner=_cut(one.outcome.winner),
        votes=one.outcome.votes,
        reason=reason,
        right=_right(problem, one.outcome.winner),
        by_model=one.proposal.by_model,
        ballots=[
            SampleBallot(
                answer=_cut(ballot.answer),
                completion=ballot.completion[:_MAX_CHARACTERS],
                length=len(ballot.completion),
                right=_right(problem, ballot.answer),
                trained=trained and i in one.trained,
            )
            for i, ballot in enumerate(one.ballots)
        ],
    )


def _right(problem: Problem | None, answer: str | None) -> bool | None:
    """Whether an answer is right; ``None`` where that is not known."""
    return None if problem is None else problem.is_right(answer)


def _cut(text: str | None) -> str | None:
    return None if text is None else text[:_MAX_CHARACTERS]


def choose(offered: Iterable[Offered]) -> list[Offered]:
    """At most 240 of those offered by several rounds, in their order.

    One of each arm, round, rung and outcome comes before the second ones; among equals a hash
    decides. So what was chosen of the rounds so far can stand for all that they offered.
    """
    held = list(offered)
    first = nsmallest(_MAX_SAMPLES, range(len(held)), key=lambda place: held[place].order)
    return [held[place] for place in sorted(first)]


def with_pictures(ladder: Ladder, samples: Sequence[Sample]) -> list[Sample]:
    """The samples, four of each arm with a picture: of its last rounds and its top rungs there.

    Args:
        ladder: Draws them, or none.
        samples: Those of an arm stand together.
    """
    found: list[Sample] = []
    for _, group in groupby(samples, key=lambda one: one.arm):
        held = list(group)
        whole = [
            n
            for n, one in enumerate(held)
            if len(one.question) < _MAX_CHARACTERS and not one.by_model
        ]
        whole.sort(key=lambda n: (-held[n].round, -held[n].rung, n))
        for n in whole[:_PICTURES]:
            picture = ladder.picture(held[n].question, _shown_answer(held[n]))
            held[n] = held[n].model_copy(update={"picture": picture})
        found += held
    return found


def _shown_answer(sample: Sample) -> str | None:
    answers = [sample.winner, *(ballot.answer for ballot in sample.ballots)]
    return next((answer for answer in answers if answer is not None), None)
