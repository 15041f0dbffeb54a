"""Reinforces an arm's models before its rounds: rewards in the place of labels, see :mod:`.train`.

The steps are parted into rounds of their own, so that each is checked for collapse, scored, and
found again by a call that goes on. They are the same in every arm.
"""

from __future__ import annotations

from functools import partial

from saturate.models import Decoding
from saturate.rounds.context import RunContext, StageWork
from saturate.rounds.label import first_index
from saturate.rounds.state import ArmState, ModelRef
from saturate.rounds.train import trained_models
from saturate.storage.files import append_row, write_json
from saturate.storage.layout import ASKED, REWARDS, Place, StageName
from saturate.training.grpo import Exercise, reinforce
from saturate.training.recipe import Learn
from saturate.voting.rewards import Rewards, draw_problems


def reinforce_round(context: RunContext, place: Place, state: ArmState, steps: int) -> ArmState:
    """What an arm is after one more round of reinforcement: no label is learned, nor a rung."""
    config, ladder = context.config, context.ladder

    def learning(stage: StageWork, model: ModelRef, *_: int) -> tuple[int, Learn]:
        voter, count = context.voter(model), steps * config.batch_size // config.group
        problems, left_out = draw_problems(ladder, config, voter, first_index(config, place), count)
        write_json(stage.out / ASKED, {"left_out": left_out})
        keep = partial(append_row, stage.out / REWARDS)
        rewards = Rewards(config.reward, ladder, problems, keep)
        decoding = Decoding(max_new_tokens=config.max_new_tokens, stop=ladder.describe().stop)
        prompts = [voter.prompter.prompt(problem.question) for problem in problems]
        exercise = Exercise(prompts, rewards, config.group, decoding)
        return steps, partial(reinforce, exercise=exercise)

    models = trained_models(context, place, StageName.REINFORCE, state, learning)
    return state._replace(models=models)
