"""The lm-eval tasks of a frozen benchmark."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from saturate.ladder import Ladder
from saturate.numbers import NO_ANSWER

# YAML's double-quoted strings take JSON's escapes, so json.dumps writes them.
_BASE = """\
output_type: generate_until
custom_dataset: !function frozen.build
test_split: test
doc_to_text: "{{{{message}}}}"
doc_to_target: "{{{{answer}}}}"
target_delimiter: ""
num_fewshot: 0
generation_kwargs:
  until: []
  do_sample: false
  max_gen_toks: 512
metric_list:
  - metric: exact_match
    aggregation: mean
    higher_is_better: true
filter_list:
{strict}\
  - name: flexible
    filter:
      - function: custom
        filter_fn: !function numbers.{last}
      - function: take_first
"""
_STRICT = """\
  - name: strict
    filter:
      - function: regex
        regex_pattern: {regex}
        group_select: {match}
        fallback: "{none}"
{canonical}\
      - function: take_first
"""
_CANONICAL = """\
      - function: custom
        filter_fn: !function numbers.integers
"""
_TASK = """\
include: _base_yaml
task: {name}_rung_{rung}
dataset_kwargs: {kwargs}
metadata:
  version: {version}
"""
_GROUP = """\
group: {name}
task:
{members}aggregate_metric_list:
  - metric: exact_match
    filter_list: [{filters}]
    weight_by_size: false
metadata:
  version: {version}
"""


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
    names = ["flexible"] if pattern is None else ["strict", "flexible"]
    strict = ""
    if pattern is not None:
        strict = _STRICT.format(
            regex=json.dumps(pattern.regex),
            match=pattern.match,
            none=NO_ANSWER,
            canonical=_CANONICAL if pattern.integer else "",
        )
    last = "last_numbers" if info.answer == "integer" else "last_digits"
    (path / "_base_yaml").write_text(_BASE.format(strict=strict, last=last), "utf-8")
    for rung, file in files.items():
        kwargs = {"file": file, "instruction": info.instruction}
        text = _TASK.format(name=name, rung=rung, kwargs=json.dumps(kwargs), version=version)
        (path / f"rung_{rung:02d}.yaml").write_text(
            f"{text}  ladder: {json.dumps(info.name)}\n  rung: {rung}\n", "utf-8"
        )
    members = "".join(f"  - {name}_rung_{rung}\n" for rung in files)
    group = _GROUP.format(name=name, members=members, filters=", ".join(names), version=version)
    (path / "group.yaml").write_text(group, "utf-8")
