"""Scores the original benchmark by its own lm-eval task, from the hub or from a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saturate.benchmark_data import ask_hub, data_folder, load_items
from saturate.config.run_config import RunConfig
from saturate.errors import first_line
from saturate.ladder import OriginalTask, OwnReading
from saturate.models import Progress, Sampler
from saturate.registry import load_ladder
from saturate.scoring.lm_eval_log import quiet_lm_eval
from saturate.scoring.other_shots import other_shots
from saturate.scoring.rungs import Scored, evaluate
from saturate.storage.hub_check import HubError

if TYPE_CHECKING:
    from datasets import Dataset

FILTERS = {"gsm8k": OwnReading("strict-match", "flexible-extract")}
"""By benchmark, the names of its task's strict and flexible filters."""


class NotScored(Exception):
    """The original benchmark cannot be scored here; the message says why."""


def original_task(
    benchmark: str, data: Path | None, items: Sequence[Mapping[str, str]] | None = None
) -> Any:
    """The benchmark's own lm-eval task.

    Args:
        benchmark: Its name in lm-eval.
        data: Folder with ``train.jsonl`` and ``test.jsonl`` as published; the hub where ``None``.
        items: Other test items than the published ones; prompt, shots and filters stay.

    Raises:
        NotScored: lm-eval has no such task, or the hub does not answer.
        SaturateError: The folder lacks a file, or a line of it cannot be read.
    """
    if benchmark not in FILTERS:
        raise NotScored(f"lm-eval has no task {benchmark!r}; the ladder stands for itself")
    data = data_folder(benchmark, data)
    rows: dict[str, Sequence[Mapping[str, str]]] = {}
    if data is not None or items is not None:
        published = load_items(benchmark, data)
        rows = {
            "train": [item._asdict() for item in published.train],
            "test": [item._asdict() for item in published.test],
        }
    else:
        try:
            ask_hub(benchmark)
        except HubError as reason:
            raise NotScored(f"{reason}; --benchmark-data names a folder") from reason

    import lm_eval
    from lm_eval.api.task import ConfigurableTask
    from lm_eval.tasks._yaml_loader import load_yaml

    file = Path(lm_eval.__file__).parent / "tasks" / benchmark / f"{benchmark}.yaml"
    config = dict(load_yaml(file, resolve_func=True))
    if items is not None:
        rows["test"] = items
    if rows:
        config["custom_dataset"] = _documents(rows)
    try:
        with quiet_lm_eval():
            return ConfigurableTask(config=config)
    except Exception as error:  # whatever the hub, its cache or the reader raised
        raise NotScored(f"its data could not be loaded: {first_line(error)}") from error


def score_original(
    sampler: Sampler, config: RunConfig, total: Callable[[int], None], progress: Progress
) -> Scored:
    """Score the original benchmark with the loaded model, zero-shot and with examples.

    Raises:
        NotScored: See :func:`original_task`.
        SaturateError: See :func:`original_task`.
    """
    own = load_ladder(config.ladder, config.benchmark_data).original()
    if own is None:
        task = original_task(config.benchmark, config.benchmark_data)
        own = OriginalTask(task, FILTERS[config.benchmark], None)
    name = str(own.task.config.task)
    tasks = {name: own.task}
    if (beside := other_shots(name, own.task)) is not None:
        tasks[beside.name] = beside.task
    places = list(range(len(own.task.eval_docs))) if own.asked is None else own.asked
    asked = dict.fromkeys(tasks, places[: config.original_items])
    total(sum(map(len, asked.values())))
    readings = dict.fromkeys(tasks, own.reading)
    return whole(name, evaluate(sampler, tasks, config.max_new_tokens, progress, readings, asked))


def whole(task: str, scored: Scored) -> Scored:
    """The same, where any item of a task was scored.

    Raises:
        NotScored: None fits into the model's context.
    """
    if scored.left_out[task] and not scored.holds(task):
        raise NotScored("none of its items fits into the model's context with its answer")
    return scored


def _documents(
    rows: Mapping[str, Sequence[Mapping[str, str]]],
) -> Callable[..., dict[str, Dataset]]:
    def build(**_: Any) -> dict[str, Dataset]:
        from datasets import Dataset

        return {split: Dataset.from_list(list(items)) for split, items in rows.items()}

    return build
