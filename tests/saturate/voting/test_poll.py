"""Asking voters and labelling what they said; models are stand-ins with a script."""

import json

import pytest
from support.stand_ins import StandIn

from saturate.config.fields import parse_filters
from saturate.config.run_config import RunConfig
from saturate.config.voters import Voters
from saturate.errors import SaturateError
from saturate.ladder import stable_hash
from saturate.models import Completion
from saturate.models.prompting import Prompter
from saturate.registry import load_ladder
from saturate.training.replay import of_lineage
from saturate.voting import poll
from saturate.voting.ballots import VoterModel
from saturate.voting.label import label
from saturate.voting.labelled import LabelledProposal, Reason, pairs_by_rung
from saturate.voting.length_filter import LengthTrend
from saturate.voting.poll import ask
from saturate.voting.proposals import propose
from saturate.voting.views import make_views

LADDER = load_ladder("addition")


class Scripted(StandIn):
    """Answers a prompt rightly with a chance that its text decides; counts what it was asked."""

    def __init__(self, name: str, right: float, tokens: int = 4) -> None:
        self.name, self.right, self.tokens = name, right, tokens
        self.asked: list[str] = []

    def complete(self, prompts, decoding, progress=None):
        self.asked += [prompt for prompt in prompts for _ in range(decoding.n)]
        if progress is not None:
            progress(len(prompts) * decoding.n)
        return [
            [self._answer(prompt, draw) for draw in range(decoding.n)]
            for prompt in prompts
        ]  # fmt: skip

    def _answer(self, prompt: str, draw: int) -> Completion:
        chance = stable_hash(self.name, prompt, draw) % 1000 / 1000
        text = LADDER.solve(prompt) if chance < self.right else str(int(chance * 1e6))
        return Completion(text, self.tokens, -1.0, True)


def config(voters: Voters, **settings) -> RunConfig:
    return RunConfig(
        ladder="addition", start_rung=6, score_rungs=(1, 2), voters=voters,
        model=",".join(["m"] * voters.members), **settings,
    )  # fmt: skip


def members(*models: Scripted) -> list[VoterModel]:
    return [VoterModel(model, Prompter(LADDER, model, bare=True)) for model in models]


PROPOSALS = propose(LADDER, 4, 0, 60)


def test_every_model_answers_every_view():
    models = [Scripted(name, 0.9) for name in "abc"]
    rows = ask(LADDER, PROPOSALS[:5], members(*models), config(Voters(models=3, views=4)))
    assert [len(row) for row in rows] == [12] * 5
    assert [ballot.seat for ballot in rows[0]] == list(range(12))
    assert models[0].asked == models[1].asked == models[2].asked
    assert len({ballot.prompt for ballot in rows[0]}) == 4


class Chatting(Scripted):
    """Answers as rightly, but has a chat template."""

    has_chat_template = True

    def chat(self, message):
        return f"<user>{message}<model>"

    def _answer(self, prompt, draw):
        return super()._answer(prompt.removeprefix("<user>").removesuffix("<model>"), draw)


@pytest.mark.parametrize("contrasted", [False, True])
def test_each_lineage_is_taught_in_the_form_in_which_it_is_asked(contrasted):
    models = [Scripted("a", 0.8), Chatting("b", 0.8), Chatting("c", 0.8)]
    settings = config(Voters(models=3), agreement=0.5)
    rows = ask(LADDER, PROPOSALS, members(*models), settings)
    found = label(4, PROPOSALS, rows, settings, filtered=True).labelled
    stored = [LabelledProposal.from_row(json.loads(json.dumps(one.to_row()))) for one in found]
    plain, chat, third = (
        of_lineage(pairs_by_rung(stored, contrasted), lineage)[4] for lineage in range(3)
    )
    assert len(plain) > len(PROPOSALS) / 2
    assert {pair.prompt for pair in plain} <= set(models[0].asked)
    assert {pair.prompt for pair in chat} <= set(models[1].asked)
    assert list(chat) == list(third) == chat[:]
    assert [(f"<user>{one.prompt}<model>", *one[1:3]) for one in plain] == [one[:3] for one in chat]
    assert any(pair.rejected for pair in chat) == contrasted


def test_lineages_of_one_form_are_taught_the_same():
    models = [Chatting("a", 0.8), Chatting("b", 0.8)]
    rows = ask(LADDER, PROPOSALS[:4], members(*models), config(Voters(models=2)))
    assert [ballot.forms for row in rows for ballot in row if ballot.forms] == []


def test_samples_of_each_view():
    model = Scripted("a", 0.5)
    settings = config(Voters(views=3, samples=2))
    told: list[int] = []
    (row,) = ask(LADDER, PROPOSALS[:1], members(model), settings, told.append)
    assert len(row) == 6
    assert [ballot.prompt for ballot in row[:3]] == [ballot.prompt for ballot in row[3:]]
    assert len(set(model.asked)) == 3
    assert sum(told) == 6


@pytest.mark.parametrize("rule", ["lost", "certain"])
@pytest.mark.parametrize("voters", [Voters(views=7), Voters(models=2, views=3)])
def test_stopping_gives_the_labels_of_full_voting_for_fewer_ballots(rule, voters):
    labels, asked = [], []
    for stop in ("never", rule):
        models = [Scripted(name, 0.6) for name in range(voters.members)]
        settings = config(voters, stop_voting=stop)
        rows = ask(LADDER, PROPOSALS, members(*models), settings)
        found = label(4, PROPOSALS, rows, settings)
        labels.append(
            [(one.kept, one.outcome.winner if one.kept else None) for one in found.labelled]
        )
        asked.append(sum(len(model.asked) for model in models))
        if rule == "lost" and stop != "never":
            lost = [one for one in found.labelled if len(one.ballots) < voters.seats]
            assert lost
            assert not any(one.kept for one in lost)
    assert labels[0] == labels[1]
    assert asked[1] < asked[0]


def test_a_vote_that_has_asked_all_it_can_needs_its_votes(monkeypatch):
    """Of five views four are there: ten of fifteen votes have to come from twelve seats."""
    whole = ask(LADDER, PROPOSALS[:2], members(Scripted("a", 0.9)), config(Voters(views=5)))
    assert {ballot.open_seats for row in whole for ballot in row} == {0}
    monkeypatch.setattr(poll, "make_views", lambda *told: [row[:4] for row in make_views(*told)])
    settings = config(Voters(views=5, samples=3), agreement=0.65, stop_voting="likely")
    rows = ask(LADDER, PROPOSALS, members(Scripted("a", 0.8)), settings)
    assert {ballot.open_seats for row in rows for ballot in row} == {12}
    found = label(4, PROPOSALS, rows, settings).labelled
    close = [one for one in found if (len(one.ballots), one.outcome.votes) == (12, 9)]
    assert close and not any(one.kept for one in close)
    assert any(one.kept for one in found)


def test_the_estimate_of_a_stopped_vote_is_that_of_a_full_one():
    settings = config(Voters(views=7), stop_voting="certain")
    rows = ask(LADDER, PROPOSALS, members(Scripted("a", 0.8)), settings)
    full = ask(LADDER, PROPOSALS, members(Scripted("a", 0.8)), config(Voters(views=7)))
    stopped = label(4, PROPOSALS, rows, settings, declared=True).stats
    whole = label(4, PROPOSALS, full, config(Voters(views=7)), declared=True).stats
    assert sum(map(len, rows)) < sum(map(len, full))
    assert stopped.precision == pytest.approx(whole.precision, abs=0.05)
    everyone = ask(LADDER, PROPOSALS, members(Scripted("a", 0.8)), settings, everyone=True)
    assert [len(row) for row in everyone] == [len(row) for row in full]


def test_each_filter_works_without_the_other():
    voters = Voters(models=3)
    models = [Scripted("a", 0.8), Scripted("b", 0.8), Scripted("c", 0.8, tokens=40)]

    def labelled(filters):
        settings = config(voters, filters=filters)
        rows = ask(LADDER, PROPOSALS, members(*models), settings)
        return label(4, PROPOSALS, rows, settings).labelled

    both, vote_only = labelled(("vote", "length")), labelled(("vote",))
    assert {i for one in both for i in one.trained} == {0, 1}
    assert {i for one in vote_only for i in one.trained} == {0, 1, 2}
    assert [one.outcome for one in both] == [one.outcome for one in vote_only]
    length_only = labelled(("length",))
    assert all(one.trained == [0, 1] and one.kept for one in length_only)
    assert any(one.outcome.winner is None for one in length_only)
    assert all(one.trained == [0, 1, 2] for one in labelled(()))


def test_a_length_that_all_ballots_share_can_be_off_the_trend():
    settings = config(Voters(views=3))
    rows = ask(LADDER, PROPOSALS, members(Scripted("a", 1.0)), settings)
    usual = label(4, PROPOSALS, rows, settings, trend=LengthTrend(0.0, 0.0, 1e9))
    assert usual.stats.off_trend == 0
    assert all(one.kept for one in usual.labelled)
    longer = label(4, PROPOSALS, rows, settings, trend=LengthTrend(0.0, 1e8, 1e9))
    assert longer.stats.off_trend == 1
    assert {one.reason for one in longer.labelled} == {Reason.LENGTH}
    without = config(Voters(views=3), filters=("vote",))
    assert label(4, PROPOSALS, rows, without, trend=LengthTrend(0.0, 1e8, 1e9)).stats.coverage


def test_silence_is_no_answer_and_odd_lengths_are_said():
    model = Scripted("a", 1.0)
    model._answer = lambda prompt, draw: Completion("none", 4, -1.0, True)
    settings = config(Voters(views=3))
    (row,) = ask(LADDER, PROPOSALS[:1], members(model), settings)
    assert label(4, PROPOSALS[:1], [row], settings).labelled[0].reason is Reason.NO_ANSWER


def test_filters_read():
    assert parse_filters("length,vote") == ("vote", "length")
    assert parse_filters("length") == ("length",)
    assert parse_filters("none") == ()
    with pytest.raises(SaturateError, match="did you mean 'vote'"):
        parse_filters("votes")


class Led(Scripted):
    """Its tokenizer leaves out a space before its answers."""

    def _answer(self, prompt: str, draw: int) -> Completion:
        return super()._answer(prompt, draw)._replace(lead=" ")


def test_a_ballot_holds_all_that_was_written():
    (row,) = ask(LADDER, PROPOSALS[:1], members(Led("a", 1.0)), config(Voters(views=2)))
    (answer,) = {ballot.answer for ballot in row}
    assert {ballot.completion for ballot in row} == {f" {LADDER.solve(b.prompt)}" for b in row}
    assert not answer.startswith(" ")
