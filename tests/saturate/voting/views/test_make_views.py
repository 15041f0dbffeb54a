"""A program among the views: where it stands, how it is read, and what it is not for."""

from support.stand_ins import StandIn

from saturate.config.run_config import RunConfig
from saturate.config.voters import Voters
from saturate.models import Completion
from saturate.models.prompting import Prompter
from saturate.registry import load_ladder
from saturate.voting.ballots import VoterModel
from saturate.voting.poll import ask
from saturate.voting.proposals import propose
from saturate.voting.views import make_views
from saturate.voting.views.program import TASK

LADDER = load_ladder("gsm8k")


class Programmer(StandIn):
    """Writes the right program where it is asked for one, and a wrong answer elsewhere."""

    def complete(self, prompts, decoding, progress=None):
        return [
            [
                Completion(f"{LADDER.solve(story(prompt))} * 2 / 2", 9, -1.0, True)
                if TASK in prompt
                else Completion("so\n#### -1", 9, -1.0, True)
            ]
            for prompt in prompts
        ]


def story(prompt: str) -> str:
    return prompt.removeprefix(f"{LADDER.describe().instruction}\n\n").partition(f"\n{TASK}")[0]


def test_every_second_voter_writes_a_program_and_is_not_trained_on():
    config = RunConfig(
        ladder="gsm8k", start_rung=2, score_rungs=(1, 2), voters=Voters(views=4), model="m",
        view_source="program",
    )  # fmt: skip
    proposals = propose(LADDER, 2, 0, 5)
    model = Programmer()
    member = VoterModel(model, Prompter(LADDER, model, bare=False))
    for proposal, row in zip(proposals, ask(LADDER, proposals, [member], config), strict=True):
        assert [ballot.rewrite.endswith("program") for ballot in row] == [False, True] * 2
        assert [ballot.scored_form for ballot in row] == [True, False] * 2
        gold = LADDER.problem(2, "vote", proposal.index).answer
        assert [ballot.answer for ballot in row[1::2]] == [gold, gold]


def test_a_lone_view_is_the_question():
    question = LADDER.problem(2, "vote", 0).question
    (row,) = make_views(LADDER, Programmer(), None, [question], 1, "program", 0)
    assert [view.question for view in row] == [question]
