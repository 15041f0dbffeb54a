"""Ballots: what models answer to the views they are shown, written, chosen or played by turns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from saturate.config.run_config import RunConfig
from saturate.config.servers import is_remote
from saturate.ladder import Ladder, Option, View
from saturate.models import Completion, Decoding, Progress, Sampler
from saturate.models.prompting import Prompter, Shown, own_forms
from saturate.voting.choices import choose
from saturate.voting.majority import Ballot
from saturate.voting.playing import play


class VoterModel(NamedTuple):
    """One model that answers."""

    sampler: Sampler
    prompter: Prompter


class Call(NamedTuple):
    """One model asked for some answers to one view of one proposal."""

    proposal: int
    view: View
    seats: list[int]
    """The seats that its answers take, in order."""
    room: int
    """Tokens of the longest answer."""


class _Asked(NamedTuple):
    """Who answers, and how answers are read."""

    ladder: Ladder
    member: VoterModel
    first: VoterModel
    """The model whose prompts labels are trained behind."""
    config: RunConfig
    lineages: Sequence[Prompter | None]
    """The prompter of each model that is trained; ``None`` for one behind a server."""
    progress: Progress | None


def cast(
    ladder: Ladder,
    members: Sequence[VoterModel],
    number: int,
    calls: Sequence[Call],
    config: RunConfig,
    seed: int,
    progress: Progress | None,
) -> list[tuple[int, Ballot]]:
    """Ballots of one model, with the number of the proposal that each is on.

    Args:
        ladder: Reads answers.
        members: The models, one for each that the voters name.
        number: Which of them is asked.
        calls: What it is asked.
        config: How it answers.
        seed: Of drawn answers.
        progress: Told of every ballot.
    """
    lineages = [
        None if is_remote(name) else member.prompter
        for name, member in zip(config.model_names, members, strict=True)
    ]
    asked = _Asked(ladder, members[number], members[0], config, lineages, progress)
    info = ladder.describe()
    if info.choices:
        return _chosen(asked, calls)
    decoding = Decoding(
        temperature=config.temperature if config.voters.samples else 0.0,
        seed=seed,
        max_new_tokens=config.max_new_tokens,
        stop=info.stop,
    )
    by_turns = asked.member.prompter.by_turns
    return (_played if by_turns else _written)(asked, calls, decoding)


def _written(asked: _Asked, calls: Sequence[Call], decoding: Decoding) -> list[tuple[int, Ballot]]:
    """Ballots by text: as many answers to a view as seats wait for it."""
    found = []
    member, first = asked.member, asked.first
    for n, room in sorted({(len(call.seats), call.room) for call in calls}):
        same = [call for call in calls if (len(call.seats), call.room) == (n, room)]
        prompts = [member.prompter.prompt(call.view.question) for call in same]
        drawn = decoding._replace(n=n, max_new_tokens=room)
        answers = member.sampler.complete(prompts, drawn, asked.progress)
        for call, prompt, completions in zip(same, prompts, answers, strict=True):
            taught = "" if member is first else _taught(first, prompt, call.view.question)
            for seat, completion in zip(call.seats, completions, strict=True):
                ballot = _ballot(asked, call.view, prompt, completion, seat)
                forms = _forms(asked.lineages, taught or prompt, ballot.completion, call.view)
                found.append((call.proposal, ballot._replace(taught=taught, forms=forms)))
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


def _played(asked: _Asked, calls: Sequence[Call], decoding: Decoding) -> list[tuple[int, Ballot]]:
    """Ballots by turns: every seat plays its view to the end, which is its answer.

    A play that was stopped or cut off is an abstention, as an answer that was cut off is.
    """
    seats = [(call, seat) for call in calls for seat in call.seats]
    plays = play(*asked.member, [call.view.question for call, _ in seats], decoding, asked.progress)
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
                asked.lineages, one.whole_turns, partial(one.turns_of, question=call.view.question)
            ),
        )
        found.append((call.proposal, ballot))
    return found


def _chosen(asked: _Asked, calls: Sequence[Call]) -> list[tuple[int, Ballot]]:
    """Ballots by log-likelihood: one a view, as a model has one opinion of it."""
    answers = choose(asked.ladder, *asked.member, [call.view for call in calls])
    found = []
    for call, one in zip(calls, answers, strict=True):
        answer = call.view.restore(call.view.choices[one.place].strip())
        taught, option = one.taught, call.view.options()[one.place]
        question = option.taught or option.read
        if asked.member is not asked.first:
            taught = _taught(asked.first, one.prompt, question)
        forms = own_forms(
            asked.lineages,
            [(taught or one.prompt, one.written)],
            partial(_option, question, option),
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
    if asked.progress is not None:
        asked.progress(len(found))
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


def _ballot(asked: _Asked, view: View, prompt: str, completion: Completion, seat: int) -> Ballot:
    answer = None
    if completion.finished:
        text, read = completion.text, view.read
        found = read(text) if read else asked.ladder.answer_to(view.question, text)
        answer = None if found is None else view.restore(found)
    first = asked.config.voters.seat(seat)._replace(view=0) == (0, 0, 0)
    return Ballot(
        prompt,
        completion.written,
        answer,
        completion.tokens,
        completion.logprob,
        completion.finished,
        seat=seat,
        rewrite=view.kind,
        rewriting=view.cost if first else 0,
        scored_form=view.read is None,
    )
