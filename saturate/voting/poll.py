"""Puts proposals before the voters: which view each seat is shown, in which order, until when.

A proposal is a question with its place on a ladder (rung, split, index), unless a model wrote it.
Nothing here reads an answer from the ladder; the audit opens gold later, by the place alone.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableSet, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from saturate.config.run_config import RunConfig
from saturate.config.servers import is_remote
from saturate.ladder import Ladder, Option, View, stable_hash
from saturate.models import Completion, Decoding, Progress, Sampler
from saturate.models.prompting import Prompter, Shown, own_forms
from saturate.voting.choices import choose
from saturate.voting.every_view import next_ballots
from saturate.voting.majority import Ballot, votes_needed
from saturate.voting.playing import play
from saturate.voting.room import have_room
from saturate.voting.views import make_views


@dataclass(frozen=True)
class Proposal:
    """An unlabelled problem. Its gold answer is not at hand, only the place to find it at."""

    rung: int
    index: int
    key: str
    question: str
    by_model: bool = False
    """Whether a model wrote it: no place of the ladder holds it, and its index only counts."""


class VoterModel(NamedTuple):
    """One model that answers."""

    sampler: Sampler
    prompter: Prompter


class _Call(NamedTuple):
    """One model asked for some answers to one view of one proposal."""

    proposal: int
    view: View
    seats: list[int]
    """The seats that its answers take, in order."""


def propose(ladder: Ladder, rung: int, start: int, count: int) -> list[Proposal]:
    """Different problems of the vote split, from an index on."""
    return list(each_proposal(ladder, rung, start, count, set()))


def each_proposal(
    ladder: Ladder, rung: int, start: int, count: int, seen: MutableSet[str]
) -> Iterator[Proposal]:
    """The same one by one, without those whose keys were seen; the others' are added."""
    for index in range(start, start + count):
        problem = ladder.problem(rung, "vote", index)
        if problem.key not in seen:
            seen.add(problem.key)
            yield Proposal(rung, index, problem.key, problem.question)


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
    for member in members:
        views = [_with_room(ladder, member, row, config) for row in views]
    seats = [[s for s in range(voters.seats) if voters.seat(s).view < len(row)] for row in views]
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
        for i, ballot in _poll(ladder, members, views, waiting, config, seed, progress):
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


def _with_room(
    ladder: Ladder, member: VoterModel, views: Sequence[View], config: RunConfig
) -> list[View]:
    """The views that fit into a model's context; none where the problem itself does not."""
    fits = have_room(ladder, *member, views, config.max_new_tokens)
    return [view for view, fit in zip(views, fits, strict=True) if fit] if all(fits[:1]) else []


def _poll(
    ladder: Ladder,
    members: Sequence[VoterModel],
    views: Sequence[Sequence[View]],
    waiting: Sequence[Sequence[int]],
    config: RunConfig,
    seed: int,
    progress: Progress | None,
) -> list[tuple[int, Ballot]]:
    """Ballots of the waiting seats, with the proposal that each is on."""
    found = []
    lineages = [
        None if is_remote(name) else member.prompter
        for name, member in zip(config.model_names, members, strict=True)
    ]
    for number, member in enumerate(members):
        calls = _calls(number, views, waiting, config)
        if ladder.describe().choices:
            found += _chosen(ladder, member, members[0], lineages, calls, progress)
            continue
        decoding = Decoding(
            temperature=config.temperature if config.voters.samples else 0.0,
            seed=seed + number,
            max_new_tokens=config.max_new_tokens,
            stop=ladder.describe().stop,
        )
        if member.prompter.by_turns:
            found += _played(member, lineages, calls, decoding, progress)
            continue
        for n in sorted({len(call.seats) for call in calls}):
            same = [call for call in calls if len(call.seats) == n]
            prompts = [member.prompter.prompt(call.view.question) for call in same]
            answers = member.sampler.complete(prompts, decoding._replace(n=n), progress)
            for call, prompt, completions in zip(same, prompts, answers, strict=True):
                taught = "" if number == 0 else _taught(members[0], prompt, call.view.question)
                for seat, completion in zip(call.seats, completions, strict=True):
                    ballot = _ballot(ladder, call.view, prompt, completion, config, seat)
                    forms = _forms(lineages, taught or prompt, ballot.completion, call.view)
                    ballot = ballot._replace(taught=taught, forms=forms)
                    found.append((call.proposal, ballot))
    return found


def _forms(
    lineages: Sequence[Prompter | None], prompt: str, written: str, view: View
) -> list[Shown]:
    """An answer to a view as each lineage is taught it."""
    return own_forms(
        lineages,
        [(prompt, written)],
        lambda prompter: [(prompter.prompt(view.question), written)],
    )


def _played(
    member: VoterModel,
    lineages: Sequence[Prompter | None],
    calls: Sequence[_Call],
    decoding: Decoding,
    progress: Progress | None,
) -> list[tuple[int, Ballot]]:
    """Ballots by turns: every seat plays its view to the end, which is its answer.

    A play that was stopped or cut off is an abstention, as an answer that was cut off is.
    """
    seats = [(call, seat) for call in calls for seat in call.seats]
    plays = play(*member, [call.view.question for call, _ in seats], decoding, progress)
    found = []
    for (call, seat), one in zip(seats, plays, strict=True):
        ended = one.answer if one.finished else None
        ballot = Ballot(
            one.prompts[0],
            "\n".join(one.said),
            None if ended is None else call.view.restore(ended),
            one.tokens,
            one.logprob,
            one.finished,
            seat=seat,
            turns=one.whole_turns,
            forms=own_forms(
                lineages, one.whole_turns, partial(one.turns_of, question=call.view.question)
            ),
        )
        found.append((call.proposal, ballot))
    return found


def _chosen(
    ladder: Ladder,
    member: VoterModel,
    first: VoterModel,
    lineages: Sequence[Prompter | None],
    calls: Sequence[_Call],
    progress: Progress | None,
) -> list[tuple[int, Ballot]]:
    """Ballots by log-likelihood: one a view, as a model has one opinion of it."""
    answers = choose(ladder, *member, [call.view for call in calls])
    found = []
    for call, one in zip(calls, answers, strict=True):
        answer = call.view.restore(call.view.choices[one.place].strip())
        taught, option = one.taught, call.view.options()[one.place]
        question = option.taught or option.read
        if member is not first:
            taught = _taught(first, one.prompt, question)
        forms = own_forms(
            lineages, [(taught or one.prompt, one.written)], partial(_option, question, option)
        )
        found += [
            (
                call.proposal,
                Ballot(
                    one.prompt, one.written, answer, 1, one.logprob, True, seat, call.view.kind,
                    margin=one.margin, taught=taught, forms=forms,
                ),
            )
            for seat in call.seats
        ]  # fmt: skip
    if progress is not None:
        progress(len(found))
    return found


def _option(question: str, option: Option, prompter: Prompter) -> Shown:
    """An option as a model is taught it."""
    return [(prompter.prompt(question), prompter.delimiter + option.written)]


def _taught(first: VoterModel, shown: str, question: str) -> str:
    """What an answer is trained behind, where that is not the prompt that was shown.

    Voters may have other chat templates than the first model, or be behind a server.
    """
    own = first.prompter.prompt(question)
    return "" if own == shown else own


def _calls(
    member: int,
    views: Sequence[Sequence[View]],
    waiting: Sequence[Sequence[int]],
    config: RunConfig,
) -> list[_Call]:
    """What one model is asked: a call for each view, with as many answers as seats wait for it."""
    calls = []
    for i, seats in enumerate(waiting):
        by_view: dict[int, list[int]] = {}
        for seat in seats:
            place = config.voters.seat(seat)
            if place.model == member:
                by_view.setdefault(place.view, []).append(seat)
        calls += [_Call(i, views[i][view], taken) for view, taken in by_view.items()]
    return calls


def _ballot(
    ladder: Ladder, view: View, prompt: str, completion: Completion, config: RunConfig, seat: int
) -> Ballot:
    answer = None
    if completion.finished:
        text, read = completion.text, view.read
        found = read(text) if read else ladder.answer_to(view.question, text)
        answer = None if found is None else view.restore(found)
    first = config.voters.seat(seat)._replace(view=0) == (0, 0, 0)
    return Ballot(
        prompt,
        completion.thought + completion.text,
        answer,
        completion.tokens,
        completion.logprob,
        completion.finished,
        seat=seat,
        rewrite=view.kind,
        rewriting=view.cost if first else 0,
        scored_form=view.read is None,
    )
