"""Picks where views come from and makes them."""

from __future__ import annotations

from collections.abc import Sequence

from saturate.config.fields import ViewSource
from saturate.ladder import Ladder, View
from saturate.models import Sampler
from saturate.models.prompting import Prompter
from saturate.voting.views.program import program_view
from saturate.voting.views.rewrites import rewrites
from saturate.voting.views.text import text_views


def make_views(
    ladder: Ladder,
    sampler: Sampler,
    prompter: Prompter,
    questions: Sequence[str],
    count: int,
    source: ViewSource,
    seed: int,
) -> list[list[View]]:
    """Up to ``count`` different views of each question, itself first.

    Args:
        ladder: Declares its own views, or none.
        sampler: The model that rewrites, where the source is the model.
        prompter: How that model is spoken to; one that takes bare prompts rewrites nothing.
        questions: What to rewrite.
        count: Views wanted, the question itself included.
        source: Where views come from.
        seed: Seed of the model's rewrites.
    """
    if source == "program":
        rows = make_views(ladder, sampler, prompter, questions, (count + 1) // 2, "auto", seed)
        both = [[one for view in row for one in (view, program_view(view))] for row in rows]
        return [row[:count] for row in both]
    info = ladder.describe()
    # What acts in the world of its question reads none that another wrote.
    own = source == "ladder" or info.acts or (source == "auto" and info.symmetry)
    if own or (source == "text" and info.choices):  # only the ladder knows its choices
        return [ladder.views(question, count) for question in questions]
    made = [
        _unchanged(ladder, question) if source == "model" else text_views(question, count)
        for question in questions
    ]
    if source != "text" and not prompter.bare:
        made = rewrites(sampler, made, count, seed)
    return made


def _unchanged(ladder: Ladder, question: str) -> list[View]:
    if ladder.describe().choices:
        return ladder.views(question, 1)
    return [View(question, kind="original")]
