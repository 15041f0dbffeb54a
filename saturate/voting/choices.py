"""Ballots on problems whose answer is one of given choices: each view's likeliest choice.

Likelihoods are asked for as lm-eval asks for them, so that a voter answers as the model is scored:
by the sum of log-probabilities, or by their mean over the choice's characters where the task's
``acc_norm`` leads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from saturate.ladder import Ladder, View
from saturate.models import Progress, Sampler
from saturate.training.replay import Pair


class ChosenAnswer(NamedTuple):
    """What a model takes for likeliest."""

    written: str
    """The choice as it stands behind the prompt, delimiter included."""
    logprob: float
    """Its log-likelihood, in nats."""
    margin: float
    """How far it lies before the second choice, in nats (by the character for ``acc_norm``)."""


def choose(
    ladder: Ladder, sampler: Sampler, prompts: Sequence[str], views: Sequence[View]
) -> list[ChosenAnswer]:
    """The likeliest choice of each view.

    Args:
        ladder: Says how a choice is joined to a prompt, and which metric leads.
        sampler: The model.
        prompts: What it reads, one for each view.
        views: Each with the choices as they would be written.
    """
    own = ladder.own_task(ladder.describe().first, [])
    by_length = own is not None and own.reading.metric == "acc_norm"
    delimiter = "" if sampler.has_chat_template else ladder.describe().delimiter
    pairs = [
        (prompt, delimiter + choice)
        for prompt, view in zip(prompts, views, strict=True)
        for choice in view.choices
    ]
    totals = iter(sampler.log_likelihoods(pairs))
    chosen = []
    for view in views:
        found = [next(totals)[0] for _ in view.choices]
        lengths = [len(choice) if by_length else 1 for choice in view.choices]
        marks = [total / length for total, length in zip(found, lengths, strict=True)]
        first, second = sorted(range(len(marks)), key=lambda i: -marks[i])[:2]
        written = delimiter + view.choices[first]
        chosen.append(ChosenAnswer(written, found[first], marks[first] - marks[second]))
    return chosen


def likeliest(sampler: Sampler, pairs: Sequence[Pair], progress: Progress) -> list[bool]:
    """Whether each completion is what the model would write behind its prompt, token by token."""
    found = sampler.log_likelihoods([(pair.prompt, pair.completion) for pair in pairs])
    progress(len(found))
    return [greedy for _, greedy in found]
