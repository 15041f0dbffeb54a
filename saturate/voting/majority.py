"""Ballots and the majority vote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple


class Ballot(NamedTuple):
    """One voter's answer to one proposal."""

    prompt: str
    """What the voter was shown, in full."""
    completion: str
    """What it wrote."""
    answer: str | None
    """Its answer in canonical form, mapped back to the proposal; ``None`` is an abstention."""
    tokens: int
    logprob: float | None
    """Of what it wrote, in nats; ``None`` where its engine does not tell."""
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
    turns: Sequence[tuple[str, str]] = ()
    """What the voter read and wrote, turn by turn, but for what was cut off; empty where it
    answered at once. A turn is a training pair: what came of those before is in its prompt."""
    forms: Sequence[Sequence[tuple[str, str]]] = ()
    """By lineage, the pairs that it is taught, where its model is asked in another form than these;
    empty where all lineages are taught the same."""
    open_seats: int = 0
    """Voters that its proposal has views for; 0 where these are all."""

    @property
    def whole(self) -> bool:
        """Whether it was written to its end; by turns, whether any turn was."""
        return self.finished or bool(self.turns)


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
