"""The original benchmark with examples where its task shows none, and without where it does.

How much of a score is knowing the form of an answer shows in the difference of the two.
"""

from __future__ import annotations

from copy import copy
from typing import Any, NamedTuple

from saturate.ladder import FEW
from saturate.storage.layout import task_with_shots


class OtherShots(NamedTuple):
    """A task with another number of examples."""

    name: str
    """By which its scores are stored, beside those of the task as it is."""
    task: Any


def other_shots(name: str, task: Any) -> OtherShots | None:
    """The task zero-shot where it shows examples, else with ``FEW`` of them.

    ``None`` where it shows none and has no training split to take them from, or one with targets
    that lm-eval cannot show.

    Args:
        name: The task's name.
        task: lm-eval's object.
    """
    shots = 0 if shots_of(task) else FEW
    if shots and not (task.has_training_docs() and len(task.sampler.df) > FEW):
        return None
    if shots and not all(_can_be_shown(task, doc) for doc in task.sampler.fewshot_docs()):
        return None
    changed = copy(task)
    changed._config = copy(task.config)
    changed._config.task = task_with_shots(name, shots)
    changed._config.num_fewshot = shots
    return OtherShots(changed._config.task, changed)


def shots_of(task: Any) -> int:
    """Few-shot examples that a task shows."""
    return int(task.config.num_fewshot or 0)


def _can_be_shown(task: Any, doc: Any) -> bool:
    """Whether lm-eval writes a document's target behind an example: a text, or a choice's place."""
    target = task.doc_to_target(doc, task.fewshot_cfg.doc_to_target)
    if isinstance(target, int):
        return bool(task.fewshot_cfg.doc_to_choice) and not task.multiple_input
    return isinstance(next(iter(target), "") if isinstance(target, list) else target, str)
