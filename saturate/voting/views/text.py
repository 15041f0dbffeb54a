"""Views of natural text that need the text alone, and are made only where that is safe.

A question is taken apart into what may change: the order of a multiple choice's options, of
sentences that state facts about different things, the unit or the size of amounts. Views are
random combinations. Where nothing may change, the question is its only view. Of a prompt with
examples and labels (``Question:``, ``Answer:``) the last story changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from saturate.ladder import SeededRandom, View, identity
from saturate.voting.views.options import permuted_options
from saturate.voting.views.scaling import FACTORS, scaled
from saturate.voting.views.sentences import permuted_sentences
from saturate.voting.views.units import smaller_units

_TRIES = 8
"""Random combinations tried for one view."""
_HEAD = re.compile(r"(?:.*\n)?\s*(?:Question|Problem|Q)\s*:\s*", re.DOTALL)
_TAIL = re.compile(r"\s*\n\s*(?:Answer|Solution|Response|A)\s*:\s*\Z")


class _Told(NamedTuple):
    """A rewrite in the making."""

    text: str
    restore: Callable[[str], str] = identity
    kinds: tuple[str, ...] = ()


def text_views(question: str, count: int) -> list[View]:
    """Up to ``count`` different rewrites of a question, itself first."""
    rng = SeededRandom("text views", question)
    _, story, _ = _framed(question)
    views = [View(question, kind="original", wording=story)]
    factors = rng.sample(FACTORS, len(FACTORS))
    for number in range(_TRIES * count):
        if len(views) >= count:
            break
        view = _combine(question, factors[number % len(factors)], rng)
        if view.question not in {known.question for known in views}:
            views.append(view)
    return views


def _combine(question: str, factor: int, rng: SeededRandom) -> View:
    if (options := permuted_options(question, rng)) is not None:
        return View(*options, "options")
    head, story, tail = _framed(question)
    told = _Told(story)
    if (moved := permuted_sentences(told.text, rng)) is not None:
        told = _Told(moved, identity, ("sentences",))
    told = _other_amounts(told, factor, rng)
    return View(f"{head}{told.text}{tail}", told.restore, "+".join(told.kinds) or "original")


def _other_amounts(told: _Told, factor: int, rng: SeededRandom) -> _Told:
    """Amounts times a factor or in a smaller unit, or as they were."""
    if rng.below(4) and (grown := scaled(told.text, factor)) is not None:
        return _Told(*grown, (*told.kinds, "scaling"))
    if rng.below(2) and (converted := smaller_units(told.text)) is not None:
        return _Told(converted, told.restore, (*told.kinds, "units"))
    return told


def _framed(question: str) -> tuple[str, str, str]:
    """A question as what stands before its last story, the story, and what stands behind."""
    tail = _TAIL.search(question)
    end = tail.start() if tail else len(question)
    head = _HEAD.match(question, 0, end)
    start = head.end() if head else 0
    return question[:start], question[start:end], question[end:]
