"""Scores rungs as real lm-eval tasks, and keeps lm-eval's per-sample rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from saturate.errors import SaturateError
from saturate.ladder import OwnReading, OwnTask, Split
from saturate.models import Progress, Sampler
from saturate.registry import load_ladder
from saturate.scoring.guessing import task_guesses
from saturate.scoring.lm_eval_log import quiet_lm_eval
from saturate.storage.files import write_json, write_rows
from saturate.storage.layout import SAMPLES, SUMMARY, task_of_rung
from saturate.task_yamls import folder
from saturate.task_yamls.documents import distinct_problems

if TYPE_CHECKING:
    from saturate.scoring.lm import SamplerLM

STRICT = "strict"
FLEXIBLE = "flexible"

_SHOTS_SEED = 1234
"""Of the examples that a task draws; lm-eval's own, so that plain lm_eval shows the same."""
_NOTHING: dict[str, dict[str, Any]] = {"samples": {}, "results": {}, "n-shot": {}}
"""What an evaluation of no task gives."""


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
    metrics: dict[str, dict[str, float]]
    """By task name, every figure that lm-eval gives: ``exact_match,strict-match`` and the like."""
    shots: dict[str, int]
    """By task name, few-shot examples before each question."""
    left_out: dict[str, int]
    """By task name, items that the model's context does not hold, which are not scored."""
    guessed: dict[str, float]
    """By task name, the share of its scored items on which an option drawn blindly is right;
    without tasks of free answers."""

    def holds(self, task: str) -> bool:
        """Whether any item of a task was scored."""
        return bool(self.strict.get(task))


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


def what_helps(rungs: str = "--score-rungs") -> str:
    """What a user can do where prompts do not fit.

    Args:
        rungs: The setting that says which rungs are scored.
    """
    return (
        f"lower {rungs}, fewer few-shot examples, a smaller --max-new-tokens, or a model with a "
        "longer context"
    )


def score_rungs(
    sampler: Sampler,
    tasks: Sequence[RungTask],
    max_new_tokens: int,
    progress: Progress | None = None,
) -> Scored:
    """Score rungs by ``lm_eval.evaluate``, greedily, all requests in one batch queue.

    Raises:
        NothingFitsError: No item of a rung fits into the model's context.
    """
    scored = score_what_fits(sampler, tasks, max_new_tokens, progress)
    if empty := [name for name, left in scored.left_out.items() if left and not scored.holds(name)]:
        raise nothing_fits(", ".join(empty))
    return scored


class NothingFitsError(SaturateError):
    """A model's context holds no item of a rung, or of several."""


def nothing_fits(what: str, rungs: str = "--score-rungs") -> NothingFitsError:
    """The error that says so, and what helps."""
    return NothingFitsError(
        f"No item of {what} fits into the model's context with its answer; what helps: "
        f"{what_helps(rungs)}."
    )


def score_what_fits(
    sampler: Sampler,
    tasks: Sequence[RungTask],
    max_new_tokens: int,
    progress: Progress | None = None,
) -> Scored:
    """The same; a rung of which no item fits is in ``left_out`` alone."""
    from lm_eval.api.task import ConfigurableTask

    built, readings = {}, {}
    with quiet_lm_eval():
        for task in tasks:
            own = _own_task(task)
            config = _base_config(max_new_tokens) if own is None else dict(own.config)
            config["task"] = task.name
            metadata = task._asdict()
            config["metadata"] = {"version": 1, "size": metadata.pop("items"), **metadata}
            if own is not None:
                config["custom_dataset"] = _giving(own.documents)
            built[task.name] = ConfigurableTask(config=config)
            readings[task.name] = OwnReading(STRICT, FLEXIBLE) if own is None else own.reading
    return evaluate(sampler, built, max_new_tokens, progress, readings)


def _own_task(task: RungTask) -> OwnTask | None:
    """The rung as the benchmark's own task, where that scores it."""
    ladder = load_ladder(task.ladder, None if task.data is None else Path(task.data))
    if ladder.own_task(task.rung, []) is None:
        return None
    found = distinct_problems(ladder, task.rung, task.split, task.skip + task.items, task.seed)
    return ladder.own_task(task.rung, found[task.skip :])


def _giving(rows: list[dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    def build(**_: Any) -> dict[str, Any]:
        from datasets import Dataset

        return {"test": Dataset.from_list(rows)}

    return build


def evaluate(
    sampler: Sampler,
    built: dict[str, Any],
    max_new_tokens: int,
    progress: Progress | None,
    readings: Mapping[str, OwnReading],
    asked: dict[str, list[int]] | None = None,
) -> Scored:
    """Run lm-eval's evaluator on built tasks, without items that the model's context cannot hold.

    A task of which it can hold none is in ``left_out`` alone.

    Args:
        sampler: The engine with the model.
        built: lm-eval task objects by name.
        max_new_tokens: Upper limit over what the tasks ask for.
        progress: Told of every answered request.
        readings: By task name, which filters and which metric count.
        asked: By task name, places of the documents to score; all by default.
    """
    from saturate.scoring.lm import NoRoomError, SamplerLM

    places = dict(asked or {})
    left_out = dict.fromkeys(built, 0)
    while True:
        held = {name: task for name, task in built.items() if places.get(name) != []}
        lm = SamplerLM(sampler, max_new_tokens, progress)
        try:
            results = _evaluated(lm, held, places) if held else _NOTHING
            break
        except NoRoomError as found:
            for name in {task for task, _ in found.documents}:
                now = places.get(name) or range(len(built[name].eval_docs))
                kept = [doc for i, doc in enumerate(now) if (name, i) not in found.documents]
                left_out[name] += len(now) - len(kept)
                places[name] = kept
    samples = results["samples"]
    strict, flexible = (
        {
            name: [
                ItemScore(_key(row), readings[name].is_right(row))
                for row in rows
                if row["filter"] == getattr(readings[name], kind)
            ]
            for name, rows in samples.items()
        }
        for kind in ("strict", "flexible")
    )
    figures, shots = _figures(results["results"]), dict(results["n-shot"])
    guessed = {
        name: task_guesses(held[name], rows)
        for name, rows in samples.items()
        if rows and held[name].OUTPUT_TYPE == "multiple_choice"
    }
    return Scored(strict, flexible, samples, lm.tokens, figures, shots, left_out, guessed)


def _evaluated(lm: SamplerLM, built: dict[str, Any], places: dict[str, list[int]]) -> Any:
    """What lm-eval gives for the documents at some places, or for all of a task's.

    Raises:
        NoRoomError: Some of them do not fit into the model's context.
    """
    import lm_eval

    for task in built.values():
        task.set_fewshot_seed(_SHOTS_SEED)  # or every evaluation would show other examples
    with quiet_lm_eval():
        return lm_eval.evaluate(
            lm,
            {"tasks": built, "groups": {}, "group_map": {}},
            samples={name: held for name, held in places.items() if name in built} or None,
            bootstrap_iters=0,
            apply_chat_template=bool(lm.chat_template()),
        )


def _figures(results: dict[str, dict[str, Any]]) -> dict[str, dict[str, float]]:
    """The metrics by task, without standard errors and names."""
    return {
        name: {
            metric: float(value)
            for metric, value in figures.items()
            if "," in metric and "_stderr" not in metric and isinstance(value, int | float)
        }
        for name, figures in results.items()
    }


def write_scores(out: Path, scored: Scored) -> None:
    """Write what one evaluation gave, as :mod:`saturate.run.read_round` reads it."""
    from lm_eval.utils import handle_non_serializable

    rows = ({"task": name, **row} for name, rows in scored.samples.items() for row in rows)
    write_rows(out / SAMPLES, rows, default=handle_non_serializable)
    kept = scored._asdict()
    for field in ("samples", "tokens"):
        del kept[field]
    write_json(out / SUMMARY, kept)


def _key(row: dict[str, Any]) -> str:
    return str(row["doc"].get("key", row["doc_id"]))


def _base_config(max_new_tokens: int) -> dict[str, Any]:
    """The base YAML as a task configuration, with the room for an answer that voters have.

    It is read anew each time, as lm-eval changes it.
    """
    from lm_eval.tasks._yaml_loader import load_yaml

    config = dict(load_yaml(folder() / "_base_yaml", resolve_func=True))
    config["generation_kwargs"] |= {"max_gen_toks": max_new_tokens}
    return config
