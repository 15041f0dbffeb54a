"""Whether a task's published targets are the answers that its scorer wants.

Where a function of the task's own decides what is right, ``doc_to_target`` may be anything: tests
of a program, a constant, the columns of a record. So some targets are scored as if a model had
written them, each by its own item. Stock metrics compare with the target itself and need no such
trial; those that compare nothing item by item are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from saturate.harden.reading import Reading
from saturate.harden.tasks.configs import FunctionRef, TaskFile
from saturate.harden.tasks.facts import facts_of
from saturate.harden.tasks.filters import filtered
from saturate.harden.tasks.golds import is_short
from saturate.harden.tasks.source import Item, Source, Unsound

_TRIED = 50
"""Items whose targets are scored."""
_RIGHT = 0.9
"""Least share of them that have to be right; published data hold some that no scorer reads."""
_LIKELY, _UNLIKELY = -1.0, -1000.0
_NO_TEXT = "its targets are no texts"


def check_climb(source: Source) -> None:
    """See that a model can be taught and judged by a task's targets.

    Raises:
        Unsound: It cannot.
    """
    if why := _objection(source):
        raise unclimbable(source.file, why)


def unclimbable(task: TaskFile, why: str) -> Unsound:
    """The error that says why no ladder of a task can be climbed, whatever the operator."""
    return Unsound(f"No ladder of task {task.name!r} can be climbed: {why}.")


def check_marks(source: Source) -> None:
    """See that the leading metric of a task marks each answer by itself.

    Raises:
        Unsound: It does not.
    """
    metric = Reading(source.task, source.file.config, False).own.metric
    if source.facts.output == "generate_until" and not _has_own(source):
        lower = not source.task.higher_is_better()[metric]
        if lower or _is_passed_on(source.task, metric):
            raise unclimbable(source.file, f"its metric ({metric}) gives an item no mark")


def check_no_program(task: TaskFile) -> None:
    """See that scoring a task executes nothing, before its functions are imported.

    Raises:
        Unsound: It runs what a model writes, which lm-eval does only where it is told to.
    """
    if facts_of(task).code:
        raise unclimbable(task, "its scorer runs what a model writes as a program")


def examples_objection(source: Source, examples: Sequence[Item]) -> str:
    """Why targets cannot be shown as answers; empty where they can, or where nobody can tell."""
    if source.facts.output != "generate_until" or not examples:
        return ""
    if not all(map(_is_text, examples)):
        return _NO_TEXT
    given = source.task.fewshot_cfg.samples is not None
    if given or source.facts.code or not _has_own(source):
        return ""
    return _wrong(source, examples[:_TRIED])


def _objection(source: Source) -> str:
    if source.facts.output != "generate_until":
        return _choices_objection(source)
    items = source.items[:_TRIED]
    reading = Reading(source.task, source.file.config, False)
    try:
        reading.extract(_text(items[0]))
        filtered(source.task._filters, _text(items[0]), items[0].doc)
    except Exception as error:  # whatever a filter raises
        return f"its filters read more than an answer ({type(error).__name__}: {error})"
    if not _has_own(source):
        return ""
    if not all(map(_is_text, items)):
        return _NO_TEXT
    if why := _wrong(source, items):
        return why
    for texts in (items, list(islice(source.few_shots(), _TRIED))):
        read = [reading.extract(_text(item)) for item in texts]
        if 2 * sum(one is not None and is_short(one) for one in read) < len(read):
            return "its filters leave whole solutions, on which no votes agree"
    return ""


def _choices_objection(source: Source) -> str:
    decided = [item for item in source.items if item.choices is not None and item.gold is not None]
    tried = decided[:_TRIED]
    if not _has_own(source) or "acc_mutual_info" in source.facts.metrics:
        return ""  # the latter is told more than the likelihoods of the choices
    right = sum(_is_alone_right(source, item) for item in tried)
    if right >= _RIGHT * len(tried):
        return ""
    return f"its own scorer takes the published choice alone for right in {right} of {len(tried)}"


def _wrong(source: Source, items: Sequence[Item]) -> str:
    right = sum(_is_right(source, item) for item in items)
    if right >= _RIGHT * len(items):
        return ""
    return f"its own scorer takes {right} of {len(items)} published targets for right answers"


def _has_own(source: Source) -> bool:
    """Whether a function of the task's own decides what is right."""
    metrics = source.file.config.get("metric_list") or []
    own_metric = any(isinstance(one.get("metric"), FunctionRef) for one in metrics)
    return source.facts.own_scoring or own_metric


def _is_passed_on(task: Any, metric: str) -> bool:
    """Whether lm-eval hands a metric's gold and answer on, as it is one of all items together."""
    pair = ["", ""]
    try:
        return task._metric_fn_list[metric](pair) in (pair, None)
    except TypeError:  # it is told golds and answers by name
        return False


def _is_right(source: Source, item: Item) -> bool:
    task = source.task
    own = Reading(task, source.file.config, False).own
    try:
        found = filtered(task._filters, _text(item), item.doc, item.text)
        return any(own.is_right(task.process_results(item.doc, [text])) for text in found.values())
    except Exception:  # a text that the task's own function cannot take
        return False


def _is_alone_right(source: Source, item: Item) -> bool:
    """Whether a model scores that finds the published choice likeliest, and with no other one."""
    own = Reading(source.task, source.file.config, False).own
    places = range(len(item.choices or ()))
    try:
        right = [
            own.is_right(source.task.process_results(item.doc, _preferring(place, places)))
            for place in places
        ]
    except Exception:  # choices that the task's own function cannot take
        return False
    return [place for place in places if right[place]] == [item.gold]


def _preferring(one: int, places: Iterable[int]) -> list[tuple[float, bool]]:
    """Log-likelihoods as lm-eval gives them, of which one is by far the highest."""
    return [(_LIKELY if place == one else _UNLIKELY, False) for place in places]


def _is_text(item: Item) -> bool:
    return isinstance(_shown(item), str)


def _text(item: Item) -> str:
    return str(_shown(item))


def _shown(item: Item) -> Any:
    """What an example shows as the answer: lm-eval takes the first of several."""
    return next(iter(item.golds), None)
