"""Labels one rung: count the ballots on its proposals, vote, filter. Gold stays sealed.

The two filters work with or without each other: the vote keeps problems on which enough voters
agree, the length filter keeps ballots of the usual length.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from saturate.config.run_config import RunConfig
from saturate.config.voters import Voters
from saturate.voting.early_stopping import carries, standing
from saturate.voting.every_view import MIN_VIEWS, wins_in_every_view
from saturate.voting.labelled import LabelledProposal, Reason, RungLabels, RungStats
from saturate.voting.length_filter import LengthBand, LengthBands, Trend, length_bands
from saturate.voting.majority import Ballot, Outcome, vote, votes_needed
from saturate.voting.poll import Proposal
from saturate.voting.precision import Vote, estimated_accuracy, estimated_precision


def label(
    rung: int,
    proposals: Sequence[Proposal],
    rows: Sequence[Sequence[Ballot]],
    config: RunConfig,
    filtered: bool = True,
    trend: Trend | None = None,
    declared: bool = False,
) -> RungLabels:
    """Filter the ballots on every proposal by the configured filters.

    With the vote, every ballot that agrees with the winner is a training pair, if it passes the
    length filter; without it, every ballot that holds an answer. Unfiltered, every ballot is one,
    whatever it says: the same prompts, the same sampling cost.

    Args:
        rung: The rung that all proposals are of.
        proposals: What was asked.
        rows: The ballots on each proposal.
        config: The filters and what they need.
        filtered: Whether any filter is applied.
        trend: Lengths that the rungs below let expect, if they are known.
        declared: Whether views follow a symmetry that the ladder declares.
    """
    seats = config.voters.seats
    lengths = _Lengths(LengthBands(LengthBand(0.0, math.inf)), None)
    if "length" in config.filters:
        usual = [(b.prompt, b.tokens) for row in rows for b in row if b.finished and b.scored_form]
        lengths = _Lengths(length_bands(usual), trend)
    labelled = []
    agreed = off_trend = 0
    for proposal, ballots in zip(proposals, rows, strict=True):
        answers: list[str | None] = [ballot.answer for ballot in ballots]
        outcome = vote(answers + [None] * (seats - len(answers)))
        if not filtered:
            # One trace is a draw like any other: the first, as nothing is chosen by here.
            reason = Reason.KEPT
            drawn = [i for i, ballot in enumerate(ballots) if ballot.scored_form]
            trained = drawn[: 1 if config.traces == "shortest" else None]
        elif "vote" not in config.filters:
            reason, trained = _by_length(ballots, lengths)
        else:
            winner = _winner(ballots, outcome, config)
            reason, trained = _judge(ballots, winner, lengths)
            if winner is None and _few_views(ballots, config):
                reason = Reason.FEW_VIEWS
            if winner is not None:
                agreed += 1
                cast = [b for b in ballots if b.answer == winner and b.scored_form]
                off_trend += bool(cast) and all(map(lengths.off_trend, cast))
        outside = config.band is not None and not config.band.holds(outcome.agreement)
        if filtered and reason is Reason.KEPT and outside:
            reason, trained = Reason.BAND, []
        if filtered and config.traces == "shortest":
            trained = sorted(trained, key=lambda i: ballots[i].tokens)[:1]
        labelled.append(LabelledProposal(proposal, list(ballots), outcome, reason, trained))
    # A label outside the band is one: what is too easy to teach anything holds up no climb.
    known = sum(one.reason in (Reason.KEPT, Reason.BAND) for one in labelled)
    coverage = known / len(labelled) if labelled else 0.0
    votes = [_vote(one, config.voters) for one in labelled]
    if filtered and "vote" in config.filters:
        # Where the band keeps none, those outside say whether the rung is known.
        asked = Reason.KEPT if any(one.kept for one in labelled) else Reason.BAND
        judged = [one.reason is asked for one in labelled]
        estimate = estimated_precision(votes, judged, declared)
    else:  # every ballot is a label
        estimate = estimated_accuracy(votes, declared)
    return RungLabels(
        rung,
        labelled,
        RungStats(
            coverage,
            estimate.value,
            off_trend / agreed if agreed else 0.0,
            estimate.why_unknown,
        ),
        sum(ballot.tokens + ballot.rewriting for row in rows for ballot in row),
    )


class _Lengths(NamedTuple):
    """The two measures of the length filter."""

    bands: LengthBands
    trend: Trend | None

    def off_trend(self, ballot: Ballot) -> bool:
        return self.trend is not None and not self.trend.passes(
            ballot.taught or ballot.prompt, ballot.completion
        )

    def passes(self, ballot: Ballot) -> bool:
        return self.bands.passes(ballot.prompt, ballot.tokens) and not self.off_trend(ballot)


def _winner(ballots: Sequence[Ballot], outcome: Outcome, config: RunConfig) -> str | None:
    """The answer that carries a label by vote."""
    seats, answers = config.voters.seats, [ballot.answer for ballot in ballots]
    needed = votes_needed(seats, config.agreement)
    decided = carries(config.stopping, standing(answers), seats, needed)
    enough = outcome.votes >= needed if decided is None else decided
    if not enough or outcome.winner is None:
        return None
    views = [config.voters.seat(ballot.seat).view for ballot in ballots]
    everywhere = not config.every_view or wins_in_every_view(outcome.winner, answers, views)
    return outcome.winner if everywhere else None


def _few_views(ballots: Sequence[Ballot], config: RunConfig) -> bool:
    """Whether a problem without a label had too few views to get one.

    Where votes stop early such a problem is put to nobody; otherwise its few voters are asked.
    """
    if config.stopping != "never":
        return not ballots
    views = {config.voters.seat(ballot.seat).view for ballot in ballots}
    needed = votes_needed(config.voters.seats, config.agreement)
    return len(ballots) < needed or (config.every_view and len(views) < MIN_VIEWS)


def _judge(
    ballots: Sequence[Ballot], winner: str | None, lengths: _Lengths
) -> tuple[Reason, list[int]]:
    """Why a proposal is kept or not, and which ballots are trained on."""
    if all(ballot.answer is None for ballot in ballots):
        return Reason.NO_ANSWER, []
    if winner is None:
        return Reason.NO_AGREEMENT, []
    cast = [b if b.answer == winner else b._replace(answer=None) for b in ballots]
    return _by_length(cast, lengths)


def _by_length(ballots: Sequence[Ballot], lengths: _Lengths) -> tuple[Reason, list[int]]:
    """The ballots that hold an answer and are of the usual length."""
    held = [i for i, ballot in enumerate(ballots) if ballot.answer is not None]
    if not held:
        return Reason.NO_ANSWER, []
    formed = [i for i in held if ballots[i].scored_form]
    if not formed:
        return Reason.FORM, []
    kept = [i for i in formed if lengths.passes(ballots[i])]
    return (Reason.KEPT, kept) if kept else (Reason.LENGTH, [])


def _vote(one: LabelledProposal, voters: Voters) -> Vote:
    """A proposal's ballots with what they are draws of."""
    ballots = [(voters.seat(ballot.seat).source, ballot.answer) for ballot in one.ballots]
    return Vote(ballots, one.outcome.winner)


def votes_trained_on(config: RunConfig) -> list[int]:
    """How many equal votes make a label that is trained on."""
    seats, band = config.voters.seats, config.band
    votes = range(votes_needed(seats, config.agreement), seats + 1)
    return [n for n in votes if band is None or band.holds(n / seats)]
