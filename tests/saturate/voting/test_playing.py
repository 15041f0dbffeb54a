"""Voting by turns: a seat plays its view to the end, and each of its turns is a training pair."""

import pytest
from support.players import Player

from saturate.config.run_config import RunConfig
from saturate.config.voters import Voters
from saturate.generators.tools.turns import MAX_TURNS
from saturate.models import Completion, Decoding
from saturate.models.prompting import Prompter
from saturate.registry import load_ladder
from saturate.voting.ballots import VoterModel
from saturate.voting.label import label
from saturate.voting.labelled import LabelledProposal, pairs_by_rung, pairs_of
from saturate.voting.playing import play
from saturate.voting.poll import ask
from saturate.voting.proposals import propose

LADDER = load_ladder("tools")


VIEWS = Voters(views=5)


def asked(player, voters=VIEWS, rung=3, count=12):
    config = RunConfig(ladder="tools", voters=voters, play="turns", filters=("vote",))
    member = VoterModel(player, Prompter(LADDER, player, bare=True, by_turns=True))
    proposals = propose(LADDER, rung, 0, count)
    done = []
    rows = ask(LADDER, proposals, [member], config, done.append)
    assert sum(done) == len(proposals) * voters.seats
    return label(rung, proposals, rows, config, declared=True)


def test_the_end_of_a_play_is_its_ballot_mapped_back_from_the_view():
    labels = asked(Player())
    for one in labels.labelled:
        gold = LADDER.problem(3, "vote", one.proposal.index).answer
        assert [ballot.answer for ballot in one.ballots] == [gold] * 5
        assert one.kept and len(one.trained) == 5
        assert all(ballot.finished and len(ballot.turns) == 4 for ballot in one.ballots)
    assert labels.tokens == sum(b.tokens for one in labels.labelled for b in one.ballots)


def test_who_gives_up_abstains_and_is_not_trained_on():
    labels = asked(Player(gives_up=0.3), rung=2, count=40)
    kept = [one for one in labels.labelled if one.kept]
    assert 0 < len(kept) < len(labels.labelled)
    for one in kept:
        gave_up = [i for i, ballot in enumerate(one.ballots) if ballot.completion == "done"]
        assert not set(gave_up) & set(one.trained)
        assert all(one.ballots[i].answer is None for i in gave_up)


def test_turns_are_taught_in_the_form_of_each_lineage():
    class Chats(Player):
        has_chat_template = True

        def chat(self, message):
            return f"<user>{message}<model>"

        def complete(self, prompts, decoding, progress=None):
            shown = [one.removeprefix("<user>").removesuffix("<model>") + "\n" for one in prompts]
            return super().complete(shown, decoding, progress)

    config = RunConfig(
        ladder="tools", voters=Voters(models=2), play="turns", filters=("vote",), model="a,b"
    )
    members = [
        VoterModel(one, Prompter(LADDER, one, bare=True, by_turns=True))
        for one in (Player(), Chats())
    ]
    (row,) = ask(LADDER, propose(LADDER, 3, 0, 1), members, config)
    for ballot in row:
        assert len(ballot.turns) == 4
        plain, chat = ([pair.of(lineage) for pair in pairs_of(ballot)] for lineage in (0, 1))
        assert [pair.prompt for pair in chat] == [
            f"<user>{pair.prompt.removesuffix(chr(10))}<model>" for pair in plain
        ]
        assert [pair.completion for pair in plain] == [pair.completion for pair in chat]


def test_a_turn_is_a_pair_whose_prompt_holds_what_came_of_the_turns_before():
    (one,) = asked(Player(), Voters(samples=1), count=1).labelled
    again = LabelledProposal.from_row(one.to_row())
    pairs = pairs_by_rung([again])[3]
    assert [pair.completion for pair in pairs] == one.ballots[0].completion.splitlines()
    assert pairs[-1].completion == "done"
    for turn, pair in enumerate(pairs):
        assert pair.prompt.count("\n-> ") == turn
        assert pair.prompt.endswith("\nNext call:\n")


def test_true_labels_are_shown_as_a_right_player_would_play_them():
    problem = LADDER.problem(3, "train", 0)
    player = Player()
    prompter = Prompter(LADDER, player, bare=True, by_turns=True)
    (played,) = play(player, prompter, [problem.question], Decoding())
    assert prompter.shown(problem.question, problem.solution) == played.whole_turns
    assert played.answer == problem.answer
    games = load_ladder("game:lights-out")
    lights = games.problem(2, "train", 0)
    by_turns = Prompter(games, player, bare=True, by_turns=True)
    shown = by_turns.shown(lights.question, lights.solution)
    assert [text for _, text in shown] == lights.solution.splitlines()


class Babbler(Player):
    """Never ends: walks on, and every second turn is cut off."""

    def _turn(self, prompt):
        self.count = getattr(self, "count", 0) + 1
        return Completion("go barn", 2, -1.0, finished=self.count % 2 == 0)


def test_a_play_that_nobody_ends_is_no_ballot_and_cut_turns_are_no_pairs():
    (one,) = asked(Babbler(), Voters(samples=1), count=1).labelled
    (ballot,) = one.ballots
    assert (ballot.answer, ballot.finished, ballot.tokens) == (None, False, 2 * MAX_TURNS)
    assert len(ballot.turns) == MAX_TURNS // 2 and not one.kept


def test_every_turn_of_a_sample_is_drawn_by_another_seed():
    seeds = []

    class Seeded(Player):
        def complete(self, prompts, decoding, progress=None):
            seeds.append(decoding.seed)
            return super().complete(prompts, decoding, progress)

    player = Seeded()
    prompter = Prompter(LADDER, player, bare=True, by_turns=True)
    question = LADDER.problem(2, "vote", 0).question
    plays = play(player, prompter, [question] * 3, Decoding(temperature=1.0, seed=5))
    assert len(plays) == 3 and len(set(seeds)) == len(seeds) == 3


def test_a_ladder_that_is_not_played_is_a_mistake_of_the_caller():
    gsm8k = load_ladder("gsm8k")
    prompter = Prompter(gsm8k, Player(), bare=True, by_turns=True)
    with pytest.raises(TypeError, match="not played turn by turn"):
        prompter.prompt("2 apples")
