"""Rungs as lm-eval tasks: documents and a configuration, for use in Python or to be written.

A rung's documents hold what lm-eval would have rendered (prompt, options, gold), so its
configuration needs none of the task's templates. Metrics, filters, few-shot settings and own
scoring functions stay the task's, unless the operator says otherwise. The original columns are
kept where a function of the task's own reads them, or a filter does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from saturate.errors import SaturateError, first_line, nearest
from saturate.harden import portable
from saturate.harden.operators.base import HardItem, Operator
from saturate.harden.operators.compose import Compose
from saturate.harden.operators.distract import Distract
from saturate.harden.operators.options import Options
from saturate.harden.operators.shots import Shots
from saturate.harden.tasks.configs import Config, FunctionRef
from saturate.harden.tasks.facts import OPERATORS, OperatorName
from saturate.harden.tasks.source import Item, Source, resolved
from saturate.scoring.command import safe_name
from saturate.scoring.lm_eval_log import quiet_lm_eval

_OPERATORS: dict[OperatorName, type[Operator]] = {
    "compose": Compose,
    "options": Options,
    "distract": Distract,
    "shots": Shots,
}
_KEPT = (
    "output_type",
    "target_delimiter",
    "fewshot_delimiter",
    "num_fewshot",
    "metric_list",
    "generation_kwargs",
    "repeats",
    "filter_list",
    "process_results",
    "description",
    "gen_prefix",
    "unsafe_code",
)
"""What a rung's configuration takes over from the task's."""
_PARTS = ("fewshot_delimiter", "target_delimiter")
"""What a task may set for its few-shot examples alone; lists bring their own."""
_READERS = ("multi_choice_regex",)
"""lm-eval's own filters that look into the document."""
_VERSION = 3.0
"""Of all rungs; scores of two versions are not compared. 2: stop texts and room of ``compose``.
3: chains are read at their last answer; examples keep their own delimiters and prefix."""
DEFAULT_RUNGS = 6
_MOST_RUNGS = 100
TEXT, TARGET, CHOICES = "hard_text", "hard_target", "hard_choices"
DESCRIPTION, PREFIX = "hard_description", "hard_prefix"


class Rung(NamedTuple):
    """One rung, ready to be scored or written."""

    name: str
    number: int
    items: list[HardItem]
    documents: list[dict[str, Any]]
    shots: list[dict[str, Any]]
    """Few-shot examples, in the columns of the documents."""
    config: Config
    """All but where the documents come from."""
    row: Callable[[HardItem], dict[str, Any]]
    """Makes a document of an item."""


def open_operator(source: Source, operator: str, rungs: int | None) -> Operator:
    """The operator on a task, up to a rung.

    Args:
        source: The task with its documents.
        operator: Its name.
        rungs: Highest rung; ``None`` for six, or all of ``shots``.

    Raises:
        Unsound: The operator does not suit the task.
        SaturateError: There is no such operator, or no rung 1.
    """
    name = check_operator(operator)
    top = rungs
    if top is None:
        top = max(1, source.facts.shots or 0) if name == "shots" else DEFAULT_RUNGS
    if not 1 <= top <= _MOST_RUNGS:
        raise SaturateError(f"--rungs is {top}; rungs go from 1 to at most {_MOST_RUNGS}.")
    return _OPERATORS[name](source, top)


def check_operator(operator: str) -> OperatorName:
    """The operator of that name.

    Raises:
        SaturateError: There is none.
    """
    for name in OPERATORS:
        if name == operator:
            return name
    raise SaturateError(f"There is no operator {operator!r}; {nearest(operator, list(OPERATORS))}")


def make_rung(operator: Operator, number: int, items: int | None = None) -> Rung:
    """Make one rung.

    Args:
        operator: The operator on its task.
        number: The rung.
        items: Only so many items, the same on every rung; all by default.
    """
    hard = [operator.harden(item, number) for item in operator.items[:items]]
    config = _config(operator, number)
    shots = operator.examples(number) if config.get("num_fewshot") else []
    columns = _Columns(operator, config, hard, shots)
    return Rung(
        name=config["task"],
        number=number,
        items=hard,
        documents=[columns.row(one) for one in hard],
        shots=[columns.row(HardItem(item, (item.key,), (), _no_extra(hard))) for item in shots],
        config=_with_columns(config, operator, columns),
        row=columns.row,
    )


def build(rung: Rung) -> Any:
    """The rung as an lm-eval task in this process."""
    from datasets import Dataset
    from lm_eval.api.task import ConfigurableTask

    splits = {"test": Dataset.from_list(rung.documents)}
    if rung.shots:
        splits["shots"] = Dataset.from_list(rung.shots)
    config = resolved(rung.config) | {"custom_dataset": lambda **_: splits}
    with quiet_lm_eval():
        return ConfigurableTask(config=config)


def _config(operator: Operator, number: int) -> Config:
    task = operator.source.file
    config = {key: task.config[key] for key in _KEPT if task.config.get(key) is not None}
    if operator.asks_in_order:
        config["process_results"] = portable.in_order
    config |= operator.overrides(number)
    config = {key: value for key, value in config.items() if value is not None}
    config["task"] = f"{hard_name(task.name, operator.name)}_{number}"
    config["metadata"] = {"version": _VERSION}
    return config


def hard_name(task: str, operator: OperatorName) -> str:
    """Name of the ladder's group, with which those of its rungs begin."""
    return f"hard_{safe_name(task)}_{operator}"


class _Columns:
    """Which columns the documents of a rung have."""

    def __init__(
        self, operator: Operator, config: Config, hard: Sequence[HardItem], shots: Sequence[Item]
    ) -> None:
        original = operator.source.file.config
        readers = [*_steps(config.get("filter_list")), config.get("process_results")]
        self._original = any(isinstance(one, FunctionRef) or one in _READERS for one in readers)
        self.choices = any(one.item.choices is not None for one in hard)
        self.description = "{" in str(original.get("description") or "")
        self.prefix = any(one.item.prefix for one in hard) and "gen_prefix" in config
        self.begun_examples = self.prefix or any(item.prefix for item in shots)
        targets = [one.item.target for one in hard]
        self._listed = any(isinstance(t, list) for t in targets) and not self.choices
        self.multiple_input = bool(operator.source.task.multiple_input)

    def row(self, hard: HardItem) -> dict[str, Any]:
        item = hard.item
        row: dict[str, Any] = _json_columns(item) if self._original else {}
        row[TEXT] = item.gold if self.multiple_input else item.text
        row[TARGET] = self._target(item)
        if self.choices:
            row[CHOICES] = list(item.choices or ())
        if self.description:
            row[DESCRIPTION] = item.description
        if self.begun_examples:
            row[PREFIX] = item.prefix
        row |= {key: json.dumps(value, sort_keys=True) for key, value in (hard.extra or {}).items()}
        return row | {"key": item.key, "sources": list(hard.sources)}

    def _target(self, item: Item) -> Any:
        if item.choices is not None and item.gold is not None and not self.multiple_input:
            return item.gold
        if self._listed and not isinstance(item.target, list):
            return [item.target]
        return item.target


def _with_columns(config: Config, operator: Operator, columns: _Columns) -> Config:
    config |= {"test_split": "test", "doc_to_text": TEXT, "doc_to_target": TARGET}
    if columns.choices:
        config["doc_to_choice"] = CHOICES
    if columns.description:
        config["description"] = DESCRIPTION
    if columns.prefix:
        config["gen_prefix"] = PREFIX
    else:
        config.pop("gen_prefix", None)
    if config.get("num_fewshot"):
        own = operator.source.file.config.get("fewshot_config") or {}
        kept = {} if operator.asks_in_order else {key: own[key] for key in _PARTS if key in own}
        begun = {"gen_prefix": PREFIX} if columns.begun_examples else {}
        sampler = own.get("sampler", "default")
        config["fewshot_config"] = {"sampler": sampler, "split": "shots"} | kept | begun
    else:
        config["num_fewshot"] = 0
    return config


def _json_columns(item: Item) -> dict[str, Any]:
    """The original columns.

    Raises:
        SaturateError: One cannot be written as JSON.
    """
    try:
        columns = json.loads(json.dumps(dict(item.doc)))
    except (TypeError, ValueError) as error:
        raise SaturateError(
            f"The documents have a column that JSON cannot hold: {first_line(error)}."
        ) from error
    return dict(columns)


def _steps(filters: Any) -> Iterable[Any]:
    for chain in filters or []:
        for step in chain.get("filter", []):
            yield from step.values()


def _no_extra(hard: Sequence[HardItem]) -> dict[str, Any] | None:
    """Examples are not scored, but have the same columns."""
    extra = hard[0].extra if hard else None
    return None if extra is None else dict.fromkeys(extra)
