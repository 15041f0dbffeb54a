"""What trains a round by the trainer that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from saturate.config.run_config import RunConfig
from saturate.ladder import Ladder
from saturate.models import Decoding
from saturate.models.thoughts import Written, without_thought
from saturate.training.dpo import prefer
from saturate.training.grpo import Exercise, Reward, reinforce
from saturate.training.recipe import Learn
from saturate.training.replay import Batches, Pair, Source
from saturate.training.sft import train


def round_learning(
    config: RunConfig, ladder: Ladder, mixed: Sequence[Source], steps: int, seed: int
) -> Learn:
    """What trains a model on a round's pairs.

    Args:
        config: Names the trainer.
        ladder: Reads labels, and answers that are held against them.
        mixed: All pairs with their shares.
        steps: How many.
        seed: Of the order of the pairs.
    """
    plan = Batches(mixed, steps, config.pairs_of_step, seed)
    if config.trainer == "dpo":
        return partial(prefer, batches=plan)
    if config.trainer == "sft":
        return partial(train, batches=plan)
    pairs = [pair for batch in plan for pair in batch]
    decoding = Decoding(max_new_tokens=config.max_new_tokens, stop=ladder.describe().stop)
    prompts = [pair.prompt for pair in pairs]
    return partial(
        reinforce, exercise=Exercise(prompts, _matches(ladder, pairs), config.group, decoding)
    )


def _matches(ladder: Ladder, pairs: Sequence[Pair]) -> Reward:
    """Rewards the answers that a pair's label gives as well."""
    labels = [ladder.extract(without_thought(pair.completion)) for pair in pairs]

    def reward(number: int, written: Sequence[Written]) -> list[float]:
        given = [ladder.extract(one.answer) if one.finished else None for one in written]
        return [float(one is not None and one == labels[number]) for one in given]

    return reward
