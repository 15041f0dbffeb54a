"""Labels one rung: count the ballots on its proposals, vote, filter. Gold stays sealed.

The two filters work with or without each other: the vote keeps problems on which enough voters
agree, the length filter keeps ballots of the usual length. What is usual is known once all ballots
were seen, so they are gone through twice; neither time more than one proposal is held.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from saturate.config.run_config import RunConfig
from saturate.config.voters import Voters
from saturate.voting.asked import Asked
from saturate.voting.early_stopping import carries, standing
from saturate.voting.every_view import MIN_VIEWS, wins_in_every_view
from saturate.voting.labelled import LABELLED, LabelledProposal, Reason, RungLabels
from saturate.voting.length_filter import LengthBand, LengthBands, LengthCounts, Trend
from saturate.voting.majority import Ballot, Outcome, vote, votes_needed
from saturate.voting.precision import MIN_LABELS, Estimate, Tally, Vote
from saturate.voting.proposals import Proposal

_WAYS = ((Reason.KEPT,), LABELLED)
"""Labels whose precision may be asked for, by their fates: those inside the band, and all."""


class Rule(NamedTuple):
    """How ballots become labels, beside the configuration."""

    filtered: bool = True
    """Whether any filter is applied."""
    trend: Trend | None = None
    """Lengths that the rungs below let expect, if they are known."""
    declared: bool = False
    """Whether voters differ by a symmetry that the ladder declares."""


def label(
    rung: int,
    proposals: Sequence[Proposal],
    rows: Sequence[Sequence[Ballot]],
    config: RunConfig,
    filtered: bool = True,
    trend: Trend | None = None,
    declared: bool = False,
) -> RungLabels:
    """Label proposals that are few enough to hold, by :func:`judge`.

    Args:
        rung: The rung that all proposals are of.
        proposals: What was asked.
        rows: The ballots on each proposal.
        config: The filters and what they need.
        filtered: As in :class:`Rule`, as are those that follow.
        trend: Lengths to expect.
        declared: How voters differ.
    """
    asked = [Asked(one, list(ballots)) for one, ballots in zip(proposals, rows, strict=True)]
    labelled: list[LabelledProposal] = []
    rule = Rule(filtered, trend, declared)
    found = judge(rung, asked, config, rule, labelled.append)
    return replace(found, labelled=labelled)


def judge(
    rung: int,
    asked: Iterable[Asked],
    config: RunConfig,
    rule: Rule,
    keep: Callable[[LabelledProposal], None],
) -> RungLabels:
    """Filter the ballots on every proposal by the configured filters.

    With the vote, every ballot that agrees with the winner is a training pair, if it passes the
    length filter; without it, every ballot that holds an answer. Unfiltered, every ballot is one,
    whatever it says, unless it was cut off: it would be taught to end there.

    Args:
        rung: The rung that all proposals are of.
        asked: The proposals with their ballots; gone through twice.
        config: The filters and what they need.
        rule: What else decides.
        keep: Takes each proposal with what became of it.
    """
    judging = _Judging(config, rule, _lengths(asked, config, rule))
    for proposal, ballots in asked:
        keep(judging.judge(proposal, ballots))
    return RungLabels(rung, judging.fates, judging.off_trend, judging.tokens, judging.estimate)


def _lengths(asked: Iterable[Asked], config: RunConfig, rule: Rule) -> _Lengths:
    """What lengths pass, by all ballots."""
    if "length" not in config.filters:
        return _Lengths(LengthBands(LengthBand(0.0, math.inf)), None)
    usual = LengthCounts()
    for _, ballots in asked:
        for ballot in ballots:
            if ballot.finished and ballot.scored_form:
                usual.add(ballot.prompt, ballot.tokens)
    return _Lengths(usual.bands(), rule.trend)


class _Judging:
    """Judges the proposals of a rung one by one, and counts what becomes of them."""

    def __init__(self, config: RunConfig, rule: Rule, lengths: _Lengths) -> None:
        self.fates: Counter[Reason] = Counter()
        self.tokens = 0
        self._config, self._rule, self._lengths = config, rule, lengths
        self._votes = Tally(len(_WAYS))
        self._agreed = self._off_trend = 0

    def judge(self, proposal: Proposal, ballots: list[Ballot]) -> LabelledProposal:
        """What becomes of one proposal."""
        config, filtered = self._config, self._rule.filtered
        empty = [None] * (config.voters.seats - len(ballots))
        outcome = vote([*(ballot.answer for ballot in ballots), *empty])
        reason, trained = self._reason(ballots, outcome)
        outside = config.band is not None and not config.band.holds(outcome.agreement)
        if filtered and reason is Reason.KEPT and outside:
            reason, trained = Reason.BAND, []
        if filtered and config.traces == "shortest":
            trained = sorted(trained, key=lambda i: ballots[i].tokens)[:1]
        one = LabelledProposal(proposal, ballots, outcome, reason, trained)
        self.fates[reason] += 1
        self.tokens += sum(ballot.tokens + ballot.rewriting for ballot in ballots)
        counted = _vote(self._counted(ballots), outcome, config.voters)
        self._votes.add(counted, [reason in way for way in _WAYS])
        return one

    def _counted(self, ballots: list[Ballot]) -> list[Ballot]:
        """The ballots that tell how good labels are: where nothing is voted on, what may be one."""
        if not self._rule.filtered:
            return [ballot for ballot in ballots if ballot.whole]
        if "vote" not in self._config.filters:
            return [ballot for ballot in ballots if ballot.answer is not None]
        return ballots

    def _reason(self, ballots: list[Ballot], outcome: Outcome) -> tuple[Reason, list[int]]:
        """Why a proposal is kept or not, and which ballots are trained on, whatever the band."""
        config, lengths = self._config, self._lengths
        if not self._rule.filtered:
            # One trace is a draw like any other: the first, as nothing is chosen by here.
            whole = [i for i, ballot in enumerate(ballots) if ballot.whole]
            drawn = [i for i in whole if ballots[i].scored_form]
            if not drawn:
                return Reason.FORM if whole else Reason.NO_ANSWER, []
            return Reason.KEPT, drawn[: 1 if config.traces == "shortest" else None]
        if "vote" not in config.filters:
            return _by_length(ballots, lengths)
        winner = _winner(ballots, outcome, config)
        if winner is not None:
            self._agreed += 1
            cast = [b for b in ballots if b.answer == winner and b.scored_form]
            self._off_trend += bool(cast) and all(map(lengths.off_trend, cast))
        elif _few_views(ballots, config):
            return Reason.FEW_VIEWS, []
        return _judge(ballots, winner, lengths)

    @property
    def off_trend(self) -> float:
        """Share of the agreed answers that are off the trend of lengths."""
        return self._off_trend / self._agreed if self._agreed else 0.0

    def estimate(self) -> Estimate:
        """Share of right labels, as all ballots have it."""
        if self._rule.filtered and "vote" in self._config.filters:
            # Where the band keeps too few to tell, all labels say whether the rung is known.
            way = 0 if self.fates[Reason.KEPT] >= MIN_LABELS else 1
            return self._votes.precisions([way], self._rule.declared)[0]
        return self._votes.accuracy(self._rule.declared)  # every ballot counted is a label


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
    held = next((ballot.open_seats for ballot in ballots), 0) or seats
    decided = carries(config.stopping, standing(answers), held, needed)
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


def _vote(ballots: Sequence[Ballot], outcome: Outcome, voters: Voters) -> Vote:
    """A proposal's ballots with what they are draws of."""
    drawn = [(voters.seat(ballot.seat).source, ballot.answer) for ballot in ballots]
    return Vote(drawn, outcome.winner)


def votes_trained_on(config: RunConfig) -> list[int]:
    """How many equal votes make a label that is trained on."""
    seats, band = config.voters.seats, config.band
    votes = range(votes_needed(seats, config.agreement), seats + 1)
    return [n for n in votes if band is None or band.holds(n / seats)]
