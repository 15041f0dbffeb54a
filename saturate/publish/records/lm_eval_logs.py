"""Writes evaluations as ``lm_eval --output_path OUT --log_samples`` does.

``OUT/MODEL/results_DATE.json`` is an ``EvalResults`` of ``lm_eval.result_schema``, without what a
run does not keep (the configuration of tasks, the environment); each line of
``samples_TASK_DATE.jsonl`` is a ``SampleResult``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from saturate.publish.records.evaluations import Evaluation, TaskScores
from saturate.results.schema import Results
from saturate.storage.files import write_json, write_rows


def write_lm_eval_logs(evaluation: Evaluation, results: Results, out: Path) -> None:
    """Write one model's evaluation.

    Args:
        evaluation: What was scored.
        results: The run's public results.
        out: What ``--output_path`` would name.
    """
    from lm_eval.utils import sanitize_model_name

    name = sanitize_model_name(evaluation.model.id)
    folder = out / name
    folder.mkdir(parents=True)
    created = datetime.fromisoformat(results.created)
    date = created.replace(tzinfo=None).isoformat().replace(":", "-")
    for task in evaluation.tasks:
        file = folder / f"samples_{sanitize_model_name(task.name)}_{date}.jsonl"
        write_rows(file, (_logged(row) for row in task.rows))
    told = _results(evaluation, results) | {"model_name_sanitized": name}
    write_json(folder / f"results_{date}.json", told | {"date": created.timestamp()})


def _logged(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as lm-eval writes it: arguments by name, answers as texts."""
    from lm_eval.utils import sanitize_list

    arguments = {
        f"gen_args_{i}": {f"arg_{j}": part for j, part in enumerate(one)}
        for i, one in enumerate(row["arguments"])
    }
    texts = {name: sanitize_list(row[name]) for name in ("resps", "filtered_resps")}
    return {**row, **texts, "arguments": arguments, "target": str(row["target"])}


def _results(evaluation: Evaluation, results: Results) -> dict[str, Any]:
    tasks = evaluation.tasks
    config, versions = results.config, results.versions
    return {
        "results": {task.name: _figures(task) for task in tasks},
        "group_subtasks": {task.name: [] for task in tasks},
        "n-shot": {task.name: task.shots for task in tasks if task.shots is not None},
        "n-samples": {
            task.name: {"original": task.items + task.left_out, "effective": task.items}
            for task in tasks
        },
        "config": {
            "model": config.get("engine", "transformers"),
            "model_args": f"pretrained={evaluation.model.id}",
            "model_num_parameters": results.model.parameters,
            "model_sha": evaluation.model.digest,
        },
        "model_source": "saturate",
        "model_name": evaluation.model.id,
        "lm_eval_version": versions.get("lm-eval", ""),
        "transformers_version": versions.get("transformers", ""),
        "task_hashes": {task.name: _task_hash(task) for task in tasks},
        "total_evaluation_time_seconds": str(evaluation.seconds),
    }


def _figures(task: TaskScores) -> dict[str, Any]:
    return {"name": task.name, "alias": task.name, "sample_len": task.items, **task.metrics}


def _task_hash(task: TaskScores) -> str:
    from lm_eval.utils import hash_string

    parts = ("doc_hash", "prompt_hash", "target_hash")
    return str(hash_string("".join(str(row[part]) for row in task.rows for part in parts)))
