"""Puts proposals before the voters: which view each seat is shown, in which order, until when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from saturate.config.run_config import RunConfig
from saturate.ladder import Ladder, View, stable_hash
from saturate.models import Progress
from saturate.voting.ballots import Call, VoterModel, cast
from saturate.voting.every_view import next_ballots
from saturate.voting.majority import Ballot, votes_needed
from saturate.voting.proposals import Proposal
from saturate.voting.room import answer_room, have_room
from saturate.voting.views import make_views


class _Shown(NamedTuple):
    """How a proposal may be shown."""

    views: Sequence[View]
    room: int
    """Tokens of the longest answer."""


def ask(
    ladder: Ladder,
    proposals: Sequence[Proposal],
    members: Sequence[VoterModel],
    config: RunConfig,
    progress: Progress | None = None,
    everyone: bool = False,
) -> list[list[Ballot]]:
    """The ballots on each proposal, in the order of the seats.

    Where a problem has fewer views than voters want, or the models' context does not hold them, the
    seats of the missing views stay empty; nobody is asked a problem that is too long itself.

    Args:
        ladder: Reads answers, and makes views where it has any.
        proposals: What to ask.
        members: The models, one for each that the voters name.
        config: Who votes, and when a vote may stop.
        progress: Told of every ballot, and of those that were not needed.
        everyone: Ask all voters, whatever the rule for stopping.
    """
    voters, rule = config.voters, "never" if everyone else config.stopping
    needed = votes_needed(voters.seats, config.agreement)
    views = make_views(
        ladder,
        *members[0],
        [proposal.question for proposal in proposals],
        max(1, voters.views),
        config.view_source,
        config.seed,
    )
    rungs = {proposal.rung for proposal in proposals}
    longest = {rung: answer_room(ladder, rung, config.max_new_tokens) for rung in rungs}
    shown = [
        _Shown(row, longest[proposal.rung]) for row, proposal in zip(views, proposals, strict=True)
    ]
    for member in members:
        shown = [_with_room(ladder, member, one) for one in shown]
    seats = [
        [s for s in range(voters.seats) if voters.seat(s).view < len(one.views)] for one in shown
    ]
    rows: list[list[Ballot]] = [[] for _ in proposals]
    wave = 0
    while True:
        waiting = []
        for row, open_seats in zip(rows, seats, strict=True):
            answers = [ballot.answer for ballot in row]
            asked = [voters.seat(seat).view for seat in open_seats]
            more = next_ballots(rule, answers, asked, needed, config.every_view)
            waiting.append(open_seats[len(row) : len(row) + more])
        if not any(waiting):
            break
        seed = stable_hash(config.seed, wave, *(p.key for p in proposals)) % 2**31
        for i, ballot in _poll(ladder, members, shown, waiting, config, seed, progress):
            rows[i].append(ballot)
        wave += 1
    if progress is not None:
        progress(len(rows) * voters.seats - sum(len(row) for row in rows))
    return [
        [
            ballot._replace(open_seats=len(held) if len(held) < voters.seats else 0)
            for ballot in sorted(row, key=lambda ballot: ballot.seat)
        ]
        for row, held in zip(rows, seats, strict=True)
    ]


def _with_room(ladder: Ladder, member: VoterModel, shown: _Shown) -> _Shown:
    """The views that fit into a model's context; none where the problem itself does not."""
    fits = have_room(ladder, *member, *shown)
    kept = [view for view, fit in zip(shown.views, fits, strict=True) if fit]
    return shown._replace(views=kept if all(fits[:1]) else [])


def _poll(
    ladder: Ladder,
    members: Sequence[VoterModel],
    shown: Sequence[_Shown],
    waiting: Sequence[Sequence[int]],
    config: RunConfig,
    seed: int,
    progress: Progress | None,
) -> list[tuple[int, Ballot]]:
    """Ballots of the waiting seats, with the proposal that each is on."""
    found = []
    for number in range(len(members)):
        calls = _calls(number, shown, waiting, config)
        found += cast(ladder, members, number, calls, config, seed + number, progress)
    return found


def _calls(
    member: int,
    shown: Sequence[_Shown],
    waiting: Sequence[Sequence[int]],
    config: RunConfig,
) -> list[Call]:
    """What one model is asked: a call for each view, with as many answers as seats wait for it."""
    calls = []
    for i, seats in enumerate(waiting):
        by_view: dict[int, list[int]] = {}
        for seat in seats:
            place = config.voters.seat(seat)
            if place.model == member:
                by_view.setdefault(place.view, []).append(seat)
        calls += [
            Call(i, shown[i].views[view], taken, shown[i].room) for view, taken in by_view.items()
        ]
    return calls
