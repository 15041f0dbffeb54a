"""Teaches a model the first rungs of a ladder with true labels, so that it has where to climb from.

The method begins with a model that reads the easy problems (Lee et al. 2025, section 3). The model
that is written down names the rungs it was taught, and runs take them as known: they start one
above, and replay these rungs beside what they learn.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from saturate.config.settings import NEWEST
from saturate.ladder import Ladder
from saturate.models.prompting import Prompter
from saturate.training.replay import Batches, seed_pairs, sources

if TYPE_CHECKING:
    from saturate.models.loading import Loaded
    from saturate.training.recipe import Recipe, TrainingSummary


class Lesson(NamedTuple):
    """What is taught."""

    ladder: Ladder
    last: int
    """All rungs up to this one."""
    by_turns: bool = False
    """Whether it is taught turn by turn."""


def teach(
    loaded: Loaded,
    lesson: Lesson,
    recipe: Recipe,
    out: Path,
    step_done: Callable[[], None] | None = None,
) -> TrainingSummary:
    """Train a model on true labels, every rung as often, and save it.

    Args:
        loaded: The model; its weights change.
        lesson: What is taught.
        recipe: How.
        out: Folder for model and tokenizer.
        step_done: Called after every step.
    """
    from saturate.models.transformers import TransformersSampler
    from saturate.storage.model_facts import mark_as_taught
    from saturate.training.sft import train

    sampler = TransformersSampler(loaded)
    prompter = Prompter(lesson.ladder, sampler, loaded.bare_prompts, lesson.by_turns)
    pairs = seed_pairs(lesson.ladder, lesson.last, prompter)
    plan = Batches(sources(pairs, [], {}, NEWEST), recipe.steps, recipe.batch_size, recipe.seed)
    info = lesson.ladder.describe()
    mark_as_taught(loaded.model, info.name, lesson.last)
    return train(loaded, plan, recipe._replace(choices=info.choices), out, step_done)
