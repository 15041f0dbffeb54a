"""Teaches a model the first rungs of a ladder with true labels, so that it has where to climb from.

The method begins with a model that reads the easy problems (Lee et al. 2025, section 3). The model
that is written down names the rungs it was taught, and runs take them as known: they start one
above, and replay these rungs beside what they learn.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from saturate.ladder import Ladder
from saturate.models.prompting import Prompter
from saturate.stats.intervals import Count
from saturate.training.replay import batches, seed_pairs, sources

if TYPE_CHECKING:
    from saturate.models.loading import Loaded
    from saturate.training.sft import Recipe, TrainingSummary

_ROOM = 2
"""An answer may take so many times the tokens of the longest true solution asked about."""


class Lesson(NamedTuple):
    """What is taught."""

    ladder: Ladder
    last: int
    """All rungs up to this one."""


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
    from saturate.models.loading import mark_as_taught
    from saturate.models.transformers import TransformersSampler
    from saturate.training.sft import train

    prompter = Prompter(lesson.ladder, TransformersSampler(loaded), loaded.bare_prompts)
    pairs = seed_pairs(lesson.ladder, lesson.last, prompter.prompt, prompter.delimiter)
    plan = batches(sources(pairs, [], {}), recipe.steps, recipe.batch_size, recipe.seed)
    mark_as_taught(loaded.model, lesson.ladder.describe().name, lesson.last)
    return train(loaded, plan, recipe, out, step_done)


def reads(loaded: Loaded, ladder: Ladder, rung: int, items: int) -> Count:
    """How many problems of the ``vote`` split a model gets right, greedily."""
    from saturate.models import Decoding
    from saturate.models.transformers import TransformersSampler

    sampler = TransformersSampler(loaded)
    prompter = Prompter(ladder, sampler, loaded.bare_prompts)
    problems = [ladder.problem(rung, "vote", index) for index in range(items)]
    solutions = loaded.tokenizer([problem.solution for problem in problems])["input_ids"]
    room = _ROOM * max(map(len, solutions)) + 1
    decoding = Decoding(max_new_tokens=room, stop=ladder.describe().stop)
    prompts = [prompter.prompt(problem.question) for problem in problems]
    answers = sampler.complete(prompts, decoding)
    right = [
        problem.is_right(ladder.extract(found[0].text))
        for found, problem in zip(answers, problems, strict=True)
    ]
    return Count(sum(right), items)
