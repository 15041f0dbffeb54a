"""The lm-eval tasks of a frozen benchmark."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from saturate.config.model_options import ANSWER_TOKENS
from saturate.ladder import AnswerPattern, Ladder
from saturate.numbers import NO_ANSWER
from saturate.storage.lm_eval_yaml import FunctionName, write_yaml

_BASE_FILE = "_base_yaml"
_BASE = {
    "output_type": "generate_until",
    "custom_dataset": FunctionName("frozen.build"),
    "test_split": "test",
    "doc_to_text": "{{message}}",
    "doc_to_target": "{{answer}}",
    "target_delimiter": "",
    "num_fewshot": 0,
    "generation_kwargs": {"until": [], "do_sample": False, "max_gen_toks": ANSWER_TOKENS},
    "metric_list": [{"metric": "exact_match", "aggregation": "mean", "higher_is_better": True}],
}


def write_tasks(
    path: Path, ladder: Ladder, name: str, version: int, files: Mapping[int, str]
) -> None:
    """Write a task a rung, the base that they include, and their group.

    Args:
        path: The benchmark's folder.
        ladder: Whose rungs they are.
        name: The benchmark's name, and its group's.
        version: Version of the documents.
        files: Data files by rung.
    """
    pattern, info = ladder.pattern(), ladder.describe()
    filters = [] if pattern is None else [_filter("strict", *_by_pattern(pattern))]
    last = last_number_filter(ladder)
    if last is not None:
        filters.append(_filter("flexible", _custom(last)))
    elif pattern is not None:
        filters.append(_filter("flexible", *_by_pattern(pattern)))
    write_yaml(path / _BASE_FILE, _BASE | {"filter_list": filters})
    for rung, file in files.items():
        task = {
            "include": _BASE_FILE,
            "task": f"{name}_rung_{rung}",
            "dataset_kwargs": {"file": file, "instruction": info.instruction},
            "metadata": {"version": version, "ladder": info.name, "rung": rung},
        }
        write_yaml(path / f"rung_{rung:02d}.yaml", task)
    mean = {
        "metric": "exact_match",
        "filter_list": [each["name"] for each in filters],
        "weight_by_size": False,
    }
    group = {
        "group": name,
        "task": [f"{name}_rung_{rung}" for rung in files],
        "aggregate_metric_list": [mean],
        "metadata": {"version": version},
    }
    write_yaml(path / "group.yaml", group)


def last_number_filter(ladder: Ladder) -> str | None:
    """The function of the module of numbers that reads the last one of an answer.

    ``None`` where answers are no numbers and have a pattern, which is their flexible reading too.
    """
    info = ladder.describe()
    if not info.numeric and ladder.pattern() is not None:
        return None
    return "last_numbers" if info.answer == "integer" else "last_digits"


def _by_pattern(pattern: AnswerPattern) -> list[dict[str, Any]]:
    """The steps that read an answer in the ladder's own format."""
    read = {
        "function": "regex",
        "regex_pattern": pattern.regex,
        "group_select": pattern.match,
        "fallback": NO_ANSWER,
    }
    return [read, *([_custom("integers")] if pattern.integer else [])]


def _filter(name: str, *steps: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "filter": [*steps, {"function": "take_first"}]}


def _custom(function: str) -> dict[str, Any]:
    """A step that calls a function of the module of numbers that lies beside the tasks."""
    return {"function": "custom", "filter_fn": FunctionName(f"numbers.{function}")}
