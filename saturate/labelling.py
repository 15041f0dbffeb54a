"""Labels one rung: propose, let voters answer, vote, filter. Gold stays sealed.

A proposal is a place on a ladder (rung, split, index) and its question. Nothing here reads an
answer from the ladder; the audit opens gold later, by the place alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from saturate.config import RunConfig, VoterKind
from saturate.curriculum import RungReading
from saturate.filters import LengthBand, length_band
from saturate.ladder import Ladder, View, identity, stable_hash
from saturate.prompting import Prompter
from saturate.sampling import Completion, Decoding, Sampler
from saturate.sampling.base import Progress
from saturate.voting import Ballot, Outcome, estimated_precision, vote, votes_needed


@dataclass(frozen=True)
class Proposal:
    """An unlabelled problem. Its gold answer is not at hand, only the place to find it at."""

    rung: int
    index: int
    key: str
    question: str


class Member(NamedTuple):
    """One model that answers."""

    sampler: Sampler
    prompter: Prompter


class Reason(StrEnum):
    """Why a proposal was kept or not."""

    KEPT = "kept"
    NO_AGREEMENT = "no agreement"
    NO_ANSWER = "no answer"
    LENGTH = "length"


class Labelled(NamedTuple):
    """A proposal with its ballots and what became of it."""

    proposal: Proposal
    ballots: list[Ballot]
    outcome: Outcome
    reason: Reason
    trained: list[int]
    """Which ballots became training pairs."""

    @property
    def kept(self) -> bool:
        """Whether it is trained on."""
        return self.reason is Reason.KEPT


class RungLabels(NamedTuple):
    """What labelling one rung gave."""

    rung: int
    labelled: list[Labelled]
    reading: RungReading
    """What agreement alone says of them."""
    tokens: int
    """Tokens that the voters generated."""


def propose(ladder: Ladder, rung: int, start: int, count: int) -> list[Proposal]:
    """Different problems of the vote split, from an index on."""
    found: dict[str, Proposal] = {}
    for index in range(start, start + count):
        problem = ladder.problem(rung, "vote", index)
        found.setdefault(problem.key, Proposal(rung, index, problem.key, problem.question))
    return list(found.values())


def ask(
    ladder: Ladder,
    proposals: Sequence[Proposal],
    members: Sequence[Member],
    config: RunConfig,
    progress: Progress | None = None,
) -> list[list[Ballot]]:
    """The ballots on each proposal, by the configured kind of voters."""
    kind, count = config.voters
    if kind is VoterKind.VIEWS:
        views = [ladder.views(p.question, count) for p in proposals]
        return _ask_one(ladder, members[0], views, Decoding(), config, progress)
    same = [[View(p.question, identity)] for p in proposals]
    if kind is VoterKind.SAMPLES:
        seed = stable_hash(config.seed, *(p.key for p in proposals)) % 2**31
        decoding = Decoding(n=count, temperature=config.temperature, seed=seed)
        return _ask_one(ladder, members[0], same, decoding, config, progress)
    by_member = [_ask_one(ladder, m, same, Decoding(), config, progress) for m in members]
    return [[ballots[0] for ballots in row] for row in zip(*by_member, strict=True)]


def _ask_one(
    ladder: Ladder,
    member: Member,
    views: Sequence[Sequence[View]],
    decoding: Decoding,
    config: RunConfig,
    progress: Progress | None,
) -> list[list[Ballot]]:
    prompts = [member.prompter.prompt(view.question) for row in views for view in row]
    decoding = decoding._replace(max_new_tokens=config.max_new_tokens)
    answers = iter(member.sampler.complete(prompts, decoding, progress))
    asked = iter(prompts)
    rows = []
    for row in views:
        ballots = []
        for view in row:
            prompt = next(asked)
            ballots += [_ballot(ladder, view, prompt, one) for one in next(answers)]
        rows.append(ballots)
    return rows


def _ballot(ladder: Ladder, view: View, prompt: str, completion: Completion) -> Ballot:
    found = ladder.extract(completion.text) if completion.finished else None
    answer = None if found is None else view.restore(found)
    return Ballot(prompt, completion.text, answer, *completion[1:])


def label(
    rung: int,
    proposals: Sequence[Proposal],
    rows: Sequence[Sequence[Ballot]],
    config: RunConfig,
    filtered: bool = True,
) -> RungLabels:
    """Vote on every proposal and filter by length.

    Every ballot that agrees with the winner and passes the length filter is a training pair.
    Unfiltered, every ballot is one, whatever it says: the same prompts, the same sampling cost.
    """
    seats = config.voters.seats
    needed = votes_needed(seats, config.agreement)
    band = length_band([b.tokens for row in rows for b in row if b.finished])
    labelled = []
    for proposal, ballots in zip(proposals, rows, strict=True):
        answers: list[str | None] = [ballot.answer for ballot in ballots]
        outcome = vote(answers + [None] * (seats - len(answers)))
        if filtered:
            reason, trained = _judge(ballots, outcome, needed, band)
        else:
            reason, trained = Reason.KEPT, list(range(len(ballots)))
        labelled.append(Labelled(proposal, list(ballots), outcome, reason, trained))
    return RungLabels(
        rung,
        labelled,
        RungReading(
            sum(one.kept for one in labelled) / len(labelled) if labelled else 0.0,
            estimated_precision([[b.answer for b in row] for row in rows], needed),
        ),
        sum(ballot.tokens for row in rows for ballot in row),
    )


def _judge(
    ballots: Sequence[Ballot], outcome: Outcome, needed: int, band: LengthBand
) -> tuple[Reason, list[int]]:
    """Why a proposal is kept or not, and which ballots are trained on."""
    if all(ballot.answer is None for ballot in ballots):
        return Reason.NO_ANSWER, []
    if outcome.winner is None or outcome.votes < needed:
        return Reason.NO_AGREEMENT, []
    trained = [
        i
        for i, ballot in enumerate(ballots)
        if ballot.answer == outcome.winner and band.passes(ballot.tokens)
    ]
    return (Reason.KEPT, trained) if trained else (Reason.LENGTH, [])


def to_row(one: Labelled) -> dict[str, Any]:
    """A labelled proposal as JSON."""
    return {
        **asdict(one.proposal),
        "winner": one.outcome.winner,
        "votes": one.outcome.votes,
        "reason": one.reason,
        "trained": one.trained,
        "ballots": [ballot._asdict() for ballot in one.ballots],
    }
