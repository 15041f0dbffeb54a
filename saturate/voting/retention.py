"""What a model still answers after training: as it was taught, and as it voted before.

Rungs that were taught are asked greedily and held against the labels. Of a rung that was never
taught nothing is known but the vote: the voters of before and after are put the same problems of
the vote split, and labels that the one would give and the other would not are counted both ways.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from saturate.config.run_config import RunConfig
from saturate.ladder import Ladder, LadderInfo, SeededRandom, stable_hash
from saturate.models import Decoding, Progress, Sampler
from saturate.models.thoughts import without_thought
from saturate.stats.forgetting import RungChange
from saturate.training.replay import Pair, draw, highest_rungs
from saturate.voting.ballots import VoterModel
from saturate.voting.choices import likeliest
from saturate.voting.label import label
from saturate.voting.labelled import LABELLED
from saturate.voting.poll import ask
from saturate.voting.proposals import propose

_RUNGS = 6
"""Highest rungs that are asked about: those learned last go first."""
PROMPTS = 40
"""Prompts asked on each of them."""
MAX_ASKED = _RUNGS * PROMPTS
"""Most taught prompts that a model is asked."""
_BELOW, _ABOVE = 3, 3
"""Rungs that may be read untaught: so many up to the one an arm stands on, so many beyond."""


class VotedRung(NamedTuple):
    """What a model's voters say of a rung."""

    rung: int
    labels: dict[str, str]
    """The label of each problem that would get one, by the problem's key."""
    read: bool
    """Whether as many would get one as a rung needs to be trained on."""
    tokens: int

    def change(self, after: VotedRung) -> RungChange:
        """From this vote to a later one on the same problems."""
        lost, won = (
            sum(there.labels.get(key) != told for key, told in here.labels.items())
            for here, there in ((self, after), (after, self))
        )
        return RungChange(self.rung, len(self.labels), lost, won)


def taught_prompts(learned: Mapping[int, Sequence[Pair]], seed: int, number: int) -> list[Pair]:
    """What a model is asked of what it was taught: some of each of the highest rungs.

    Args:
        learned: Pairs by rung.
        seed: Of the run.
        number: Of the round; every round asks others.
    """
    rng = SeededRandom("watch", seed, number)
    return [
        pair
        for rung in highest_rungs(learned, _RUNGS)
        for pair in draw(learned[rung], min(PROMPTS, len(learned[rung])), rng)
    ]


def as_taught(
    ladder: Ladder,
    sampler: Sampler,
    asked: Sequence[Pair],
    decoding: Decoding,
    progress: Progress,
    by_turns: bool = False,
) -> tuple[list[bool], int]:
    """Whether a model answers each prompt as its pair says, and the tokens that it wrote.

    Args:
        ladder: Reads answers.
        sampler: The model.
        asked: What it was taught.
        decoding: How it answers.
        progress: Told of every answer.
        by_turns: Whether a pair is a turn of a play, and not an answer.
    """
    if ladder.describe().choices:
        return likeliest(sampler, asked, progress), 0
    answers = sampler.complete([pair.prompt for pair in asked], decoding, progress)
    read = ladder.turn_in if by_turns else ladder.extract
    kept = [
        one.finished and read(one.text) == read(without_thought(pair.completion))
        for pair, (one,) in zip(asked, answers, strict=True)
    ]
    return kept, sum(one.tokens for (one,) in answers)


def untaught_rungs(taught: Collection[int], info: LadderInfo, top: int, beyond: bool) -> list[int]:
    """Rungs that a model may read though it was never taught them, lowest first.

    Args:
        taught: Rungs that it was taught.
        info: Of the ladder.
        top: The rung that an arm stands on.
        beyond: Whether rungs above it count: not where a round has just labelled what it reads.
    """
    last = top + _ABOVE * beyond
    last = last if info.last is None else min(last, info.last)
    return [
        rung for rung in range(max(info.first, top - _BELOW + 1), last + 1) if rung not in taught
    ]


def vote_on(
    ladder: Ladder,
    rung: int,
    voters: Sequence[VoterModel],
    config: RunConfig,
    number: int,
    progress: Progress,
) -> VotedRung:
    """Put problems of a rung to voters, the same ones to whoever is asked in a round.

    Args:
        ladder: The run's ladder.
        rung: Of the problems.
        voters: The models.
        config: Who votes, and what a label needs.
        number: Of the round.
        progress: Told of every ballot.
    """
    start = stable_hash("watch", config.seed, number) % 2**40
    proposals = propose(ladder, rung, start, PROMPTS)
    held = label(rung, proposals, ask(ladder, proposals, voters, config, progress), config)
    labels = {
        one.proposal.key: one.outcome.winner
        for one in held.labelled
        if one.reason in LABELLED and one.outcome.winner is not None
    }
    return VotedRung(rung, labels, held.coverage >= config.coverage_floor, held.tokens)
