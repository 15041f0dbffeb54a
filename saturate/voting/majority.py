"""Ballots, the majority vote, and what agreement alone says about label precision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import comb
from typing import NamedTuple

COINCIDENCE_FLOOR = 0.05
"""Wrong answers are taken to coincide at least this often, however rarely they were seen to."""


class Ballot(NamedTuple):
    """One voter's answer to one proposal."""

    prompt: str
    """What the voter was shown, in full."""
    completion: str
    """What it wrote."""
    answer: str | None
    """Its answer in canonical form, mapped back to the proposal; ``None`` is an abstention."""
    tokens: int
    logprob: float
    finished: bool
    seat: int = 0
    """Which voter it was, by :meth:`saturate.config.voters.Voters.seat`."""
    rewrite: str = ""
    """What kind of view it answered, where the view's maker tells."""
    rewriting: int = 0
    """Tokens that a model spent on making the view."""
    margin: float | None = None
    """How far its choice lies before the second, in nats; ``None`` where the answer is free."""
    taught: str = ""
    """The prompt that its completion is trained behind; empty for the one it was shown."""
    scored_form: bool = True
    """Whether it is written as scored answers are; else it votes, and nothing is trained on it."""


class Outcome(NamedTuple):
    """What the ballots on one proposal came to."""

    winner: str | None
    """The answer with the most ballots; ``None`` for a tie or when all abstain."""
    votes: int
    """Ballots for the winner."""
    ballots: int
    """All ballots, abstentions too."""

    @property
    def agreement(self) -> float:
        """Share of all ballots that the winner got."""
        return self.votes / self.ballots if self.ballots else 0.0


def vote(answers: Sequence[str | None]) -> Outcome:
    """Count canonical answers; an abstention is no candidate, a tie has no winner."""
    ranked = Counter(answer for answer in answers if answer is not None).most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return Outcome(None, ranked[0][1] if ranked else 0, len(answers))
    return Outcome(ranked[0][0], ranked[0][1], len(answers))


def votes_needed(ballots: int, agreement: float) -> int:
    """Fewest votes that carry a label: more than the share, or all of them at 1.0."""
    return min(ballots, int(agreement * ballots + 1e-9) + 1)


def estimated_precision(
    answers: Sequence[Sequence[str | None]],
    needed: int,
    seats: int | None = None,
    most: int | None = None,
) -> float:
    """Share of right labels among those with ``needed`` to ``most`` votes, estimated without gold.

    A one-coin model (Dawid and Skene 1979, with one accuracy for all voters): every ballot is right
    with probability p, and two wrong ballots coincide with probability q. Both come from the
    ballots: q from pairs of losing ballots, p from the share of pairs that agree,
    ``a = p^2 + (1-p)^2 q``. Then the chance of ``needed`` votes for the right answer is weighed
    against that of as many for one wrong answer, at the worst that q allows: all coincidences are
    one tempting mistake, made by a share ``sqrt(q)`` of the wrong ballots. Abstentions count as
    wrong ballots that coincide with nothing.

    It is optimistic where problems differ much in difficulty or voters share their mistakes; the
    audit shows by how much.

    Args:
        answers: For each proposal, each voter's canonical answer.
        needed: Votes that carry a label.
        seats: Voters in all, where ``answers`` holds those of the first ones alone.
        most: Votes beyond which a label is not asked about; all by default.
    """
    if not answers or len(answers[0]) < 2:
        return 0.0
    p, q = _one_coin(answers)
    k = seats or len(answers[0])
    votes = range(needed, (most or k) + 1)
    right, wrong = _chance(votes, k, p), _chance(votes, k, (1 - p) * q**0.5)
    return right / (right + wrong) if right + wrong > 0 else 0.0


def estimated_accuracy(answers: Sequence[Sequence[str | None]]) -> float:
    """Share of right ballots, by the model of :func:`estimated_precision`; 0 for a lone voter."""
    return _one_coin(answers)[0] if answers and len(answers[0]) > 1 else 0.0


def _one_coin(answers: Sequence[Sequence[str | None]]) -> tuple[float, float]:
    """How often a ballot is right, and how often two wrong ones coincide."""
    agreeing = pairs = losing_agreeing = losing_pairs = 0
    for ballots in answers:
        counts = Counter(answer for answer in ballots if answer is not None)
        pairs += comb(len(ballots), 2)
        agreeing += sum(comb(n, 2) for n in counts.values())
        top = max(counts.values(), default=0)
        losing_pairs += comb(len(ballots) - top, 2)
        losing_agreeing += sum(comb(n, 2) for n in counts.values()) - comb(top, 2)
    q = max(COINCIDENCE_FLOOR, losing_agreeing / losing_pairs if losing_pairs else 0.0)
    return _accuracy(agreeing / pairs, q), q


def _chance(votes: Sequence[int], ballots: int, share: float) -> float:
    """Chance that so many of the ballots fall on an answer of that share."""
    return sum(comb(ballots, m) * share**m * (1 - share) ** (ballots - m) for m in votes)


def _accuracy(agreeing: float, q: float) -> float:
    """The larger root p of ``p^2 + (1-p)^2 q = agreeing``; 0 where there is none."""
    inside = q * q - (1 + q) * (q - agreeing)
    return min(1.0, (q + inside**0.5) / (1 + q)) if inside > 0 else 0.0
