"""What a task's configuration alone says, and which operators it rules out.

Nothing here sees a document. An operator that a configuration does not rule out is still checked
on the documents when a rung is made; see the operators for those conditions.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from saturate.harden.tasks.configs import Config, FunctionRef, TaskFile
from saturate.harden.text.labels import labels_of, shows_labels

OperatorName = Literal["compose", "options", "distract", "shots"]
OPERATORS: tuple[OperatorName, ...] = ("compose", "options", "distract", "shots")


class Fit(StrEnum):
    """Whether an operator fits a task, as far as its configuration alone says."""

    PROVEN = "fits"
    """It is sound, whatever the documents hold."""
    CHECKED = "documents"
    """Nothing is against it; the documents are checked when rungs are made."""
    REFUSED = "no"


class Judgement(NamedTuple):
    """What a configuration says of an operator."""

    fit: Fit
    reason: str
    """Why not; empty unless refused."""


class Facts(NamedTuple):
    """A configuration, normalised."""

    name: str
    output: str
    """lm-eval's output type."""
    text: Any
    choices: Any
    own_scoring: bool
    """Whether a function of the task's own scores the answers."""
    metrics: tuple[str, ...]
    shots: int | None
    python: bool
    """Whether the task is a Python class, which has no configuration to read."""
    media: bool
    code: bool
    description: str

    @property
    def fixed_choices(self) -> list[str] | None:
        """The options, where they are the same for every item."""
        if isinstance(self.choices, dict):
            return [str(choice) for choice in self.choices.values()]
        return [str(one) for one in self.choices] if isinstance(self.choices, list) else None


CHOICE_METRICS = {"acc", "acc_norm", "acc_bytes", "acc_mutual_info", "exact_match", "brier_score"}
"""Metrics of multiple choice that ask whether the right option won, whatever its position."""
_ANSWER_METRICS = {"exact_match", "acc", "accuracy", "math_verify", "em", "f1"}
_MULTIPLE, _GENERATE = "multiple_choice", "generate_until"
_ENUMERATED = re.compile(
    r"\bA\b\W{1,4}(?:B\W{1,4}C\b|B\W{1,4}(?:or|and|und|ou|o|oder)\b)"
    r"|\bA\s?(?:-|–|to)\s?[B-J]\b"
    r"|\b(?:two|three|four|five|2|3|4|5)\s+(?:\w+\s+){0,2}(?:options|choices|answers|candidates)\b",
    re.IGNORECASE,
)


def facts_of(task: TaskFile) -> Facts:
    """Read a configuration."""
    config = task.config
    metrics = config.get("metric_list") or []
    return Facts(
        name=task.name,
        output=config.get("output_type") or _GENERATE,
        text=config.get("doc_to_text"),
        choices=config.get("doc_to_choice"),
        own_scoring=config.get("process_results") is not None,
        metrics=tuple(str(m.get("metric")) for m in metrics if isinstance(m, dict)),
        shots=_shots(config),
        python="class" in config,
        media=any(config.get(key) for key in ("doc_to_image", "doc_to_audio")),
        code=bool(config.get("unsafe_code")),
        description=str(config.get("description") or ""),
    )


def names_options(text: str) -> bool:
    """Whether a text lists the options' letters or says how many options there are."""
    return _ENUMERATED.search(text) is not None


def judge(facts: Facts, operator: OperatorName) -> Judgement:
    """What the configuration says of an operator."""
    reason = _general(facts) or _JUDGES[operator](facts)
    if reason:
        return Judgement(Fit.REFUSED, reason)
    return Judgement(Fit.PROVEN if operator == "shots" else Fit.CHECKED, "")


def _general(facts: Facts) -> str:
    if facts.python:
        return "it is written in Python and has no configuration to read"
    if facts.media:
        return "its questions are images or sound"
    if facts.output not in (_MULTIPLE, _GENERATE):
        return f"its output type is {facts.output}: there is no question with an answer"
    return ""


def _shots_reason(facts: Facts) -> str:
    if facts.shots is None:
        return "its configuration sets no num_fewshot; --shots N says how many to start from"
    return "" if facts.shots else "it has no few-shot examples to take away"


def _distract_reason(facts: Facts) -> str:
    if facts.output == _MULTIPLE:
        return "its answers are chosen: a true statement of another item may speak for one"
    if facts.code:
        return "its prompts are programs to continue"
    if facts.text is None or facts.text == "":
        return "its prompt is empty"
    if facts.metrics and not _ANSWER_METRICS & set(facts.metrics):
        return f"its metric ({facts.metrics[0]}) grades a text, so its answers are no numbers"
    return ""


def _options_reason(facts: Facts) -> str:
    fixed = facts.fixed_choices
    if facts.output != _MULTIPLE:
        return "it is not multiple choice"
    if facts.own_scoring:
        return "a function of its own scores the options"
    if facts.metrics and not CHOICE_METRICS & set(facts.metrics):
        return f"its metric ({facts.metrics[0]}) depends on the options' positions"
    if facts.text is None or facts.text == "":
        return "its prompt is empty: the options are judged by themselves"
    if fixed is not None and labels_of(fixed) is None:
        return "its options are the same words for every item"
    if fixed is not None and names_options(facts.description):
        return "its description lists the options' letters"
    if fixed is not None and _is_template(facts.text) and not shows_labels(facts.text, fixed):
        return "its prompt does not show the options that the letters stand for"
    return ""


def _compose_reason(facts: Facts) -> str:
    if facts.output != _GENERATE:
        return "the model does not write an answer"
    if facts.code:
        return "its answers are programs"
    if facts.text is None or facts.text == "":
        return "its prompt is empty"
    if facts.choices is not None:
        return "its answers are options"
    if facts.metrics and not _ANSWER_METRICS & set(facts.metrics):
        return f"its metric ({facts.metrics[0]}) grades a text, not an answer"
    return ""


_JUDGES = {
    "compose": _compose_reason,
    "options": _options_reason,
    "distract": _distract_reason,
    "shots": _shots_reason,
}


def _is_template(text: Any) -> bool:
    return isinstance(text, str) and not isinstance(text, FunctionRef) and "{" in text


def _shots(config: Config) -> int | None:
    shots = config.get("num_fewshot")
    return shots if isinstance(shots, int) else None
