"""Scores rungs as real lm-eval tasks, and keeps lm-eval's per-sample rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from saturate.ladder import Split
from saturate.models import Progress, Sampler
from saturate.scoring.lm_eval_log import quiet_lm_eval
from saturate.storage.layout import task_of_rung
from saturate.task_yamls import folder

STRICT = "strict"
FLEXIBLE = "flexible"


class ItemScore(NamedTuple):
    """One scored item."""

    key: str
    right: bool


class Scored(NamedTuple):
    """What one evaluation gave."""

    strict: dict[str, list[ItemScore]]
    """By task name, every item in the order of the documents."""
    flexible: dict[str, list[ItemScore]]
    """The same items, read by the flexible filter."""
    samples: dict[str, list[dict[str, Any]]]
    """By task name, lm-eval's rows as ``--log_samples`` writes them."""
    tokens: int
    """Tokens generated."""


class RungTask(NamedTuple):
    """A rung to score."""

    ladder: str
    rung: int
    items: int
    instructed: bool
    split: Split = "score"
    seed: int = 0
    """Which of the rung's problems; 0 for those that runs score and that ship as tasks."""
    skip: int = 0
    """Leave out so many problems at the start, where they were asked before."""
    data: str | None = None
    """Folder of published items, for ladders that grow out of them."""

    @property
    def name(self) -> str:
        """The task's name, as lm-eval shows it."""
        return task_of_rung(self.ladder, self.rung)


def score_rungs(
    sampler: Sampler,
    tasks: Sequence[RungTask],
    max_new_tokens: int,
    progress: Progress | None = None,
) -> Scored:
    """Score rungs by ``lm_eval.evaluate``, greedily, all requests in one batch queue."""
    from lm_eval.api.task import ConfigurableTask

    built = {}
    with quiet_lm_eval():
        for task in tasks:
            config = _base_config()
            config["task"] = task.name
            metadata = task._asdict()
            config["metadata"] = {"version": 1, "size": metadata.pop("items"), **metadata}
            built[task.name] = ConfigurableTask(config=config)
    return evaluate(sampler, built, max_new_tokens, progress, (STRICT, FLEXIBLE))


def evaluate(
    sampler: Sampler,
    built: dict[str, Any],
    max_new_tokens: int,
    progress: Progress | None,
    filters: tuple[str, str],
    limit: int | None = None,
) -> Scored:
    """Run lm-eval's evaluator on built tasks.

    Args:
        sampler: The engine with the model.
        built: lm-eval task objects by name.
        max_new_tokens: Upper limit over what the tasks ask for.
        progress: Told of every answered request.
        filters: Names of the tasks' strict and flexible filters.
        limit: Only so many items of each task.
    """
    import lm_eval

    from saturate.scoring.lm import SamplerLM

    lm = SamplerLM(sampler, max_new_tokens, progress)
    with quiet_lm_eval():
        results = lm_eval.evaluate(
            lm,
            {"tasks": built, "groups": {}, "group_map": {}},
            limit=limit,
            bootstrap_iters=1,
            apply_chat_template=sampler.has_chat_template,
        )
    if results is None:
        raise RuntimeError("lm-eval gave no results in this process")
    samples = results["samples"]
    strict, flexible = (
        {
            name: [
                ItemScore(_key(row), bool(row["exact_match"]))
                for row in rows
                if row["filter"] == chosen
            ]
            for name, rows in samples.items()
        }
        for chosen in filters
    )
    return Scored(strict, flexible, samples, lm.tokens)


def _key(row: dict[str, Any]) -> str:
    return str(row["doc"].get("key", row["doc_id"]))


def _base_config() -> dict[str, Any]:
    """The base YAML as a task configuration; read anew each time, as lm-eval changes it."""
    from lm_eval.tasks._yaml_loader import load_yaml

    config = dict(load_yaml(folder() / "_base_yaml", resolve_func=True))
    return config
