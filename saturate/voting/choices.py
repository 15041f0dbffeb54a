"""Ballots on problems whose answer is one of given choices: each view's likeliest choice.

Likelihoods are asked for as lm-eval asks for them, so that a voter answers as the model is scored:
by the sum of log-probabilities, or by their mean over the choice's characters where the task's
``acc_norm`` leads. Where choices are told by contexts of their own, it is the likelihood of what
follows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from saturate.ladder import Ladder, View
from saturate.models import Progress, Sampler
from saturate.models.prompting import Prompter
from saturate.training.replay import Pair


class ChosenAnswer(NamedTuple):
    """What a model takes for likeliest."""

    place: int
    """Which of the view's choices it is."""
    prompt: str
    """What is read before it."""
    written: str
    """What stands behind the prompt, delimiter included."""
    taught: str
    """The prompt that this is trained behind; empty for the one that was read."""
    logprob: float
    """Its log-likelihood, in nats."""
    margin: float
    """How far it lies before the second choice, in nats (by the character for ``acc_norm``)."""


def choose(
    ladder: Ladder, sampler: Sampler, prompter: Prompter, views: Sequence[View]
) -> list[ChosenAnswer]:
    """The likeliest choice of each view.

    Args:
        ladder: Says which metric leads.
        sampler: The model.
        prompter: Makes its prompts.
        views: Each with its choices.
    """
    own = ladder.own_task(ladder.describe().first, [])
    by_length = own is not None and own.reading.metric == "acc_norm"
    asked = [
        [(prompter.prompt(one.read), prompter.delimiter + one.written) for one in view.options()]
        for view in views
    ]
    totals = iter(sampler.log_likelihoods([pair for pairs in asked for pair in pairs]))
    chosen = []
    for view, pairs in zip(views, asked, strict=True):
        found = [next(totals)[0] for _ in pairs]
        texts = [one.read for one in view.contexts] or view.choices  # as the task lists them
        lengths = [len(text) if by_length else 1 for text in texts]
        marks = [total / length for total, length in zip(found, lengths, strict=True)]
        first, second = sorted(range(len(marks)), key=lambda i: -marks[i])[:2]
        taught = view.options()[first].taught
        chosen.append(
            ChosenAnswer(
                first,
                *pairs[first],
                prompter.prompt(taught) if taught else "",
                found[first],
                marks[first] - marks[second],
            )
        )
    return chosen


def likeliest(sampler: Sampler, pairs: Sequence[Pair], progress: Progress) -> list[bool]:
    """Whether each completion is what the model would write behind its prompt, token by token."""
    found = sampler.log_likelihoods([(pair.prompt, pair.completion) for pair in pairs])
    progress(len(found))
    return [greedy for _, greedy in found]
