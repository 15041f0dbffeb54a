"""Chooses labelled proposals for readers to browse. Opens the sealed gold, as the audit does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from saturate.analysis.sealed_gold import open_gold
from saturate.ladder import Ladder, Problem, stable_hash
from saturate.results.samples import Sample, SampleBallot
from saturate.voting.labelled import LabelledProposal

_MAX_SAMPLES = 240
"""Samples of a run."""
_PICTURES = 4
"""Samples of an arm that are drawn."""
_MAX_CHARACTERS = 1_500
"""Longest text that is kept of a question, a completion or an answer."""


def round_samples(
    ladder: Ladder,
    labelled: Sequence[LabelledProposal],
    arm: str,
    number: int,
    seed: int,
    reason: str | None = None,
) -> list[tuple[int, Sample]]:
    """Every proposal of one round that may be shown, each with its rank; lower goes first.

    The first two of each outcome on each rung are offered, in an order that a hash of the seed and
    the problem decides, so that nobody picks and the same run shows the same ones.

    Args:
        ladder: Gives the gold answer of a place, or solves what a model wrote.
        labelled: What the voters answered.
        arm: The arm that labelled them.
        number: The round.
        seed: Seed of the run.
        reason: Why none of them was trained on, where that is so for all of them.
    """

    def order(one: LabelledProposal) -> int:
        return stable_hash("sample", seed, arm, number, one.proposal.key)

    seen: dict[tuple[int, str, bool | None], int] = {}
    found = []
    for one in sorted(labelled, key=order):
        place, why = one.proposal, reason or str(one.reason)
        problem = open_gold(ladder, place)
        right = _right(problem, one.outcome.winner)
        outcome = (place.rung, why, right)
        rank = seen[outcome] = seen.get(outcome, -1) + 1
        if rank < 2:
            trained = set() if reason else set(one.trained)
            shown = Sample(
                arm=arm,
                round=number,
                rung=place.rung,
                key=place.key,
                question=place.question[:_MAX_CHARACTERS],
                gold=None if problem is None else problem.answer[:_MAX_CHARACTERS],
                winner=_cut(one.outcome.winner),
                votes=one.outcome.votes,
                reason=why,
                right=right,
                by_model=place.by_model,
                ballots=[
                    SampleBallot(
                        answer=_cut(ballot.answer),
                        completion=ballot.completion[:_MAX_CHARACTERS],
                        length=len(ballot.completion),
                        right=_right(problem, ballot.answer),
                        trained=i in trained,
                    )
                    for i, ballot in enumerate(one.ballots)
                ],
            )
            found.append((rank, shown))
    return sorted(found, key=lambda one: one[1].rung)


def _right(problem: Problem | None, answer: str | None) -> bool | None:
    """Whether an answer is right; ``None`` where that is not known."""
    return None if problem is None else problem.is_right(answer)


def _cut(text: str | None) -> str | None:
    return None if text is None else text[:_MAX_CHARACTERS]


def choose(offered: Iterable[tuple[int, Sample]], seed: int) -> list[Sample]:
    """At most 240 of the samples offered by all rounds, in the order of the run.

    One of each arm, round, rung and outcome comes before the second ones; among equals a hash
    decides.
    """
    listed = list(enumerate(offered))
    listed.sort(key=lambda one: (one[1][0], stable_hash("sample", seed, one[1][1].key, one[0])))
    return [sample for _, (_, sample) in sorted(listed[:_MAX_SAMPLES], key=lambda one: one[0])]


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
