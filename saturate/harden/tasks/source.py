"""A task with its documents: every item as the task itself renders it.

Operators work on what the model reads (prompt, options, gold), rendered by lm-eval from the task's
own template or function. So they need to know nothing of its columns, and a hardened item differs
from the original in the one way that the operator states.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from saturate.errors import SaturateError, first_line
from saturate.harden.tasks.configs import Config, FunctionRef, TaskFile
from saturate.harden.tasks.data import check_data, no_data, use_folder
from saturate.harden.tasks.facts import Facts, facts_of
from saturate.harden.tasks.repeatable import repeatable
from saturate.harden.text.blanks import Blank, blank_of
from saturate.harden.text.frame import Frame, frame_of
from saturate.harden.text.questions import Question, Questions, question_of
from saturate.harden.text.words import Vocabulary
from saturate.ladder import stable_hash
from saturate.scoring.lm_eval_log import quiet_lm_eval

_SUBJECTS = ("subject", "category", "topic", "domain", "subdomain", "field", "discipline")


class Unsound(SaturateError):
    """An operator is not sound for a task; the message says why."""


class Item(NamedTuple):
    """One document, rendered."""

    key: str
    """Stable hash of prompt, options and gold."""
    text: str
    """The prompt without examples; empty where each option is a prompt of its own."""
    choices: tuple[str, ...] | None
    target: Any
    """What ``doc_to_target`` gives: an index, a text, a list of accepted ones."""
    gold: int | None
    """Index of the right option of multiple choice; ``None`` where there is not exactly one."""
    subject: str
    doc: Mapping[str, Any]
    """The document's columns after the task's own processing."""
    description: str
    prefix: str
    """What begins the model's answer (``gen_prefix``)."""
    hidden: str
    """Its columns' text, where a function of the task's own reads the gold from them."""

    @property
    def blank(self) -> Blank | None:
        """Where its prompts part, where each option is one of its own."""
        return None if self.text or not self.choices else blank_of(self.choices)

    @property
    def told(self) -> str:
        """Its prompt; where each option is one of its own, all of them in one text."""
        blank = self.blank
        return self.text if blank is None else blank.shown(str(self.target))

    @property
    def golds(self) -> list[Any]:
        """Its right answers, the one that an example shows first: a place stands for its option."""
        if self.choices is not None and self.gold is not None and self.blank is None:
            return [self.choices[self.gold]]
        return list(self.target) if isinstance(self.target, list) else [self.target]

    @property
    def question(self) -> Question:
        """What it asks, for comparison with others."""
        return question_of(self.told, self.choices)

    @property
    def whole(self) -> str:
        """Everything that can be read of it: prompt, options and gold."""
        targets = self.target if isinstance(self.target, list) else [self.target]
        golds = [target for target in targets if isinstance(target, str)]
        return "\n".join([self.told, *(self.choices or ()), *golds, self.hidden])


class Source:
    """A task, its items and its few-shot examples."""

    def __init__(self, task: TaskFile, data: Path | None) -> None:
        """Load it.

        Args:
            task: The task as configured.
            data: Folder with its documents; the hub where ``None``.

        Raises:
            SaturateError: The data cannot be had, or the task cannot render it.
        """
        self.file = task
        self.facts: Facts = facts_of(task)
        self.notes: list[str] = []
        """What was left out, for people."""
        self.task = _build(task, data)
        self.items = self._distinct(self.render(self.task.eval_docs))
        if not self.items:
            raise SaturateError(f"Task {task.name!r} has no items that can be used.")

    @property
    def name(self) -> str:
        """The task's name."""
        return self.file.name

    @cached_property
    def training(self) -> list[Item]:
        """Items of the training split that ask nothing that is scored."""
        if not self.task.has_training_docs():
            return []
        asked = Questions(item.question for item in self.items)
        items = self._distinct(self.render(self.task.training_docs()))
        return [item for item in items if item.question not in asked]

    def few_shots(self) -> Iterator[Item]:
        """What the task takes few-shot examples from, in its order, whatever is asked."""
        config = self.task.fewshot_cfg
        with quiet_lm_eval():
            docs = self.task.fewshot_docs()
        return iter(()) if docs is None else (self._render(doc, config) for doc in docs)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Which words are common in this task."""
        return Vocabulary([item.told for item in self.items])

    @cached_property
    def frame(self) -> Frame:
        """The common beginning and end of the prompts, cut at a label's or a line's end."""
        return frame_of([item.text for item in self.items])

    def render(self, docs: Iterable[Mapping[str, Any]], config: Any = None) -> list[Item]:
        """Documents as the task shows them.

        Args:
            docs: Documents after the task's own processing.
            config: How few-shot examples are rendered, where that differs.

        Raises:
            SaturateError: The task cannot render one.
        """
        return [self._render(doc, config) for doc in docs]

    def _render(self, doc: Mapping[str, Any], config: Any) -> Item:
        task = self.task
        try:
            text = task.doc_to_text(doc, config and config.doc_to_text)
            target = task.doc_to_target(doc, config and config.doc_to_target)
            chosen = (config and config.doc_to_choice) or task.config.doc_to_choice
            choices = None if chosen is None else tuple(map(str, task.doc_to_choice(doc, chosen)))
            begun = config and task.resolve_field(doc, config.gen_prefix)
            prefix = (begun if config else task.doc_to_prefix(doc)) or ""
            description = task.resolve_field(doc, task.config.description) or ""
        except Exception as error:  # whatever the task's template or function raised
            raise _unreadable(self.name, doc, error) from error
        if isinstance(target, list) and target and choices is None and not task.multiple_target:
            # lm-eval compares it as a text where the first document has one, and shows its first
            target = str(target) if config is None else target[0]
        gold: Any = target
        places: list[Any] = []
        if isinstance(text, int):
            gold, text, places = text, "", [target, text]
        elif isinstance(target, str) and choices is not None:
            gold = choices.index(target) if target in choices else None
        if type(gold) is not int or choices is None or not 0 <= gold < len(choices):
            gold = None
        subject = next((str(doc[name]) for name in _SUBJECTS if isinstance(doc.get(name), str)), "")
        key = f"{stable_hash(text, *(choices or ()), *(places or [target])):016x}"
        hidden = "\n".join(_texts(doc)) if self.facts.own_scoring else ""
        return Item(
            key, text, choices, target, gold, subject, dict(doc), description, prefix, hidden
        )

    def _distinct(self, items: Sequence[Item]) -> list[Item]:
        """Without empty items and repeated ones."""
        distinct: dict[str, Item] = {}
        empty = 0
        for item in items:
            if not item.text.strip() and not self.task.multiple_input:
                empty += 1
            else:
                distinct.setdefault(item.key, item)
        repeated = len(items) - empty - len(distinct)
        for count, kind in ((empty, "empty"), (repeated, "repeated")):
            if count:
                self.notes.append(f"{count} of {len(items)} items left out, as they are {kind}")
        return list(distinct.values())


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str | int | float):
        yield str(value)


def most_common(values: Iterable[str]) -> str:
    """The value that comes most often."""
    return Counter(values).most_common(1)[0][0]


def resolved(value: Any) -> Any:
    """A configuration's value with its function references imported."""
    if isinstance(value, FunctionRef):
        return value.load()
    if isinstance(value, dict):
        return {key: resolved(one) for key, one in value.items()}
    if isinstance(value, list):
        return [resolved(one) for one in value]
    return value


def _build(task: TaskFile, data: Path | None) -> Any:
    """The lm-eval task on its data."""
    facts = facts_of(task)
    if facts.python:
        raise Unsound(
            f"Task {task.name!r} is written in Python and has no configuration to read, so no "
            "operator fits it."
        )
    if data is None:
        check_data(task.config)
    from datasets import disable_progress_bars
    from lm_eval.api.task import ConfigurableTask

    disable_progress_bars()
    config: Config = deepcopy(task.config)
    for key in ("tag", "group", "task_list"):
        config.pop(key, None)
    if data is not None:
        config = use_folder(config, data)
    try:
        ready = repeatable(resolved(config))
    except Exception as error:  # whatever a task's module raises when it is imported
        raise SaturateError(
            f"Task {task.name!r} needs what is not installed here: {first_line(error).rstrip('.')}."
        ) from error
    try:
        with quiet_lm_eval():
            return ConfigurableTask(config=ready)
    except SaturateError:
        raise
    except Exception as error:  # the hub's, the reader's, or the task's own functions' errors
        if data is None:
            raise no_data(config, error) from error
        raise SaturateError(
            f"Task {task.name!r} cannot read the data in {str(data)!r}: {_what(error)}."
        ) from error


def _unreadable(name: str, doc: Mapping[str, Any], error: Exception) -> SaturateError:
    columns = ", ".join(sorted(doc))
    return SaturateError(
        f"Task {name!r} cannot show an item: {_what(error)}; its columns are {columns}."
    )


def _what(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"column or key {first_line(error)} is missing"
    return f"{type(error).__name__}: {first_line(error)}"
