"""Views of natural text that need the text alone, and are made only where that is safe.

A question is taken apart into what may move: the options of a multiple choice, sentences that
state facts about different things, quantities whose unit can be written in a smaller one. Views
are random combinations. Where nothing may move, the question is its only view.
"""

from __future__ import annotations

from collections.abc import Callable

from saturate.ladder import SeededRandom, View, identity
from saturate.voting.views.options import permuted_options
from saturate.voting.views.sentences import permuted_sentences
from saturate.voting.views.units import smaller_units

_TRIES = 8
"""Random combinations tried for one view."""


def text_views(question: str, count: int) -> list[View]:
    """Up to ``count`` different rewrites of a question, itself first."""
    rng = SeededRandom("text views", question)
    views = [View(question, kind="original")]
    for _ in range(_TRIES * count):
        if len(views) >= count:
            break
        view = _combine(question, rng)
        if view.question not in {known.question for known in views}:
            views.append(view)
    return views


def _combine(question: str, rng: SeededRandom) -> View:
    text, kinds = question, []
    restore: Callable[[str], str] = identity
    if (options := permuted_options(text, rng)) is not None:
        text, restore = options
        kinds.append("options")
    if (moved := permuted_sentences(text, rng)) is not None:
        text = moved
        kinds.append("sentences")
    if rng.below(2) and (converted := smaller_units(text)) is not None:
        text = converted
        kinds.append("units")
    return View(text, restore, "+".join(kinds) or "original")
