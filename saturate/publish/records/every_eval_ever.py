"""Writes evaluations as records of Every Eval Ever, schema 0.3.0 (evaleval/every_eval_ever).

A record is ``data/COLLECTION/DEVELOPER/MODEL/UUID.json``, with a result for each task, metric and
filter; ``UUID_samples.jsonl`` beside it has a line for each item of each result. The UUID is a hash
of model and items, so that a run's files have the same names whenever its results were written.
"""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from saturate.publish.records.evaluations import Evaluation, Model, TaskScores, portable
from saturate.publish.records.items import SCHEMA, item_of
from saturate.results.schema import Results
from saturate.stats.intervals import wilson
from saturate.storage.files import write_json, write_rows
from saturate.storage.layout import ladder_of_task

_SHARES = {"exact_match", "acc", "acc_norm", "f1"}
"""Metrics between 0 and 1, the larger the better."""


def write_every_eval_ever(
    evaluation: Evaluation, results: Results, organization: str, out: Path
) -> None:
    """Write one model's record and its items.

    Args:
        evaluation: What was scored.
        results: The run's public results.
        organization: Who ran it.
        out: Where the folder ``data`` goes.
    """
    model = evaluation.model
    collection = portable(f"saturate-{results.ladder.name}")
    begun = str(int(datetime.fromisoformat(results.created).timestamp()))
    name = f"{collection}/{model.id}/{begun}"
    found = [row for task in evaluation.tasks for row in _items(task, model)]
    own = uuid.UUID(bytes=_digest(collection, found), version=4)
    place = f"data/{collection}/{portable(model.developer)}/{model.name}"
    (out / place).mkdir(parents=True)
    items = out / place / f"{own}_samples.jsonl"
    rows = [row | {"evaluation_id": name} for row in found]
    write_rows(items, rows)
    record = {
        "schema_version": SCHEMA,
        "evaluation_id": name,
        "evaluation_timestamp": begun,
        "retrieved_timestamp": str(int(time.time())),
        "source_metadata": {
            "source_name": "saturate",
            "source_type": "evaluation_run",
            "source_organization_name": organization,
            "evaluator_relationship": "first_party" if model.base else "third_party",
        },
        "eval_library": {
            "name": "lm_eval",
            "version": results.versions.get("lm-eval", "unknown"),
            "additional_details": {"saturate": results.versions.get("lm-saturate", "unknown")},
        },
        "model_info": _model_info(evaluation, results),
        "evaluation_results": [
            one for task in evaluation.tasks for one in _results(task, results, begun)
        ],
        "detailed_evaluation_results": {
            "format": "jsonl",
            "file_path": f"{place}/{items.name}",
            "hash_algorithm": "sha256",
            "checksum": hashlib.sha256(items.read_bytes()).hexdigest(),
            "total_rows": len(rows),
        },
    }
    write_json(out / place / f"{own}.json", record)


def _model_info(evaluation: Evaluation, results: Results) -> dict[str, Any]:
    model = evaluation.model
    details = {
        "deployment_type": "self_deployed",
        "model_availability": "open_weights" if model.is_open else "unknown",
        "num_parameters": str(results.model.parameters),
    }
    if model.digest:
        details["digest"] = model.digest
    if model.base:
        arm, number = evaluation.place
        details |= {"base_model": model.base, "arm": arm, "round": str(number)}
    engine = str(results.config.get("engine", "transformers"))
    return {
        "name": model.name,
        "id": model.id,
        "developer": model.developer,
        "inference_engine": {"name": engine, "version": results.versions.get(engine, "unknown")},
        "additional_details": details,
    }


def _results(task: TaskScores, results: Results, begun: str) -> Iterator[dict[str, Any]]:
    for metric, reading in _read(task):
        values = [row[metric] for row in _rows(task, metric, reading)]
        told: dict[str, Any] = {"num_samples": len(values)}
        if all(value in (0, 1) for value in values):
            interval = wilson(int(sum(values)), len(values))
            told["confidence_interval"] = {
                "lower": interval.low,
                "upper": interval.high,
                "confidence_level": 0.95,
                "method": "Wilson",
            }
        yield {
            "evaluation_result_id": _result_id(task, metric, reading),
            "evaluation_name": f"{task.name}/{reading}",
            "evaluation_timestamp": begun,
            "source_data": _source_data(task, results),
            "metric_config": {
                "evaluation_description": f"{task.name}, {_read_by(task, reading)}",
                "metric_id": metric,
                "metric_name": metric,
                "metric_unit": "proportion",
                "lower_is_better": False,
                "score_type": "continuous",
                "min_score": 0,
                "max_score": 1,
            },
            "score_details": {
                "score": task.metrics[f"{metric},{reading}"],
                "uncertainty": told,
            },
            "generation_config": _generation(task, results),
        }


def _source_data(task: TaskScores, results: Results) -> dict[str, Any]:
    """Where the items of a task come from: rungs of this ladder, of another, or the benchmark."""
    ladder = results.ladder
    details = {"lm_eval_task": task.name}
    name = ladder_of_task(task.name)
    if name == ladder.name:
        details |= {
            "axis": ladder.axis,
            "benchmark": ladder.benchmark,
            "licence": ladder.licence,
            "source": ladder.source,
        }
    dataset = task.name if name is None else f"saturate-{name}"
    return {"dataset_name": dataset, "source_type": "other", "additional_details": details}


def _generation(task: TaskScores, results: Results) -> dict[str, Any]:
    details = {} if task.shots is None else {"num_fewshot": str(task.shots)}
    if results.ladder.choices:
        return {"additional_details": details | {"answers": "by log-likelihood"}}
    if task.played:
        details |= {"play": "turn by turn, by saturate and not by lm_eval; tokens are of a turn"}
    arguments: dict[str, Any] = {"temperature": 0.0}
    if (most := results.config.get("max_new_tokens")) is not None:
        arguments["max_tokens"] = most
    return {"generation_args": arguments, "additional_details": details}


def _digest(collection: str, items: Iterable[Mapping[str, Any]]) -> bytes:
    """Sixteen bytes that follow from what was asked and answered."""
    digest = hashlib.sha256(collection.encode())
    for row in items:
        digest.update(json.dumps(row, sort_keys=True).encode())
    return digest.digest()[:16]


def _items(task: TaskScores, model: Model) -> Iterator[dict[str, Any]]:
    for metric, reading in _read(task):
        for row in _rows(task, metric, reading):
            yield item_of(row, metric) | {
                "model_id": model.id,
                "evaluation_name": f"{task.name}/{reading}",
                "evaluation_result_id": _result_id(task, metric, reading),
            }


def _read(task: TaskScores) -> list[tuple[str, str]]:
    """Metrics of which every item has a figure and whose range is known, with their filters."""
    pairs = [(metric, reading) for metric, _, reading in (m.partition(",") for m in task.metrics)]
    return [(metric, r) for metric, r in pairs if metric in _SHARES and _rows(task, metric, r)]


def _rows(task: TaskScores, metric: str, reading: str) -> list[dict[str, Any]]:
    return [row for row in task.rows if row["filter"] == reading and metric in row]


def _read_by(task: TaskScores, reading: str) -> str:
    if task.played:
        return "played turn by turn"
    return f"answers read by the filter {reading}"


def _result_id(task: TaskScores, metric: str, reading: str) -> str:
    return f"{task.name}/{metric},{reading}"
