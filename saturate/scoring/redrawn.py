"""Scores the original benchmark's items told otherwise: new names and numbers, or other orders.

Stories are redrawn, the options of multiple choice change places. A model that has seen the
published items does better on them than on these. Prompt, shots and filters are the benchmark's
own; each goes under the key of its source item, so that the two are compared item by item.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from saturate.config.run_config import RunConfig
from saturate.errors import SaturateError
from saturate.models import Progress, Sampler
from saturate.registry import load_ladder
from saturate.scoring.original import FILTERS, NotScored, original_task, whole
from saturate.scoring.rungs import Scored, evaluate

_LADDERS = {"gsm8k": "gsm8k-redraw"}
"""By benchmark, the ladder whose last rung redraws its test items."""
_DRAWS = 1_000
"""Redraws made; items that come up again are drawn once, and some do not come up."""


@cache  # both ends of every arm ask for the same ones
def redrawn_items(
    benchmark: str, data: Path | None, within: int | None = None
) -> list[dict[str, str]]:
    """One redraw each of many test items, by growing place of the source.

    Args:
        benchmark: Its name.
        data: Folder with its items as published; the hub where ``None``.
        within: Only of so many first items.

    Raises:
        NotScored: It has no redraws, or none of the items can be redrawn.
    """
    if benchmark not in _LADDERS:
        raise NotScored(f"no ladder redraws the items of {benchmark!r}")
    ladder = load_ladder(_LADDERS[benchmark], data)
    last = ladder.describe().last or 1
    redraws: dict[int, dict[str, str]] = {}
    try:
        for index in range(_DRAWS):
            problem = ladder.problem(last, "score", index)
            source_place = int(problem.source.rpartition("-")[2])
            item = {
                "key": str(source_place),
                "question": problem.question,
                "answer": problem.solution,
            }
            if within is None or source_place < within:
                redraws.setdefault(source_place, item)
    except (SaturateError, ValueError) as reason:
        raise NotScored(str(reason).rstrip(".")) from reason
    if not redraws:
        raise NotScored("none of the items scored can be redrawn")
    return [redraws[source_place] for source_place in sorted(redraws)]


def score_redrawn(
    sampler: Sampler, config: RunConfig, total: Callable[[int], None], progress: Progress
) -> Scored:
    """Score redraws of the original items with the loaded model.

    Raises:
        NotScored: There are none, or the original benchmark cannot be had.
    """
    name = config.benchmark
    ladder = load_ladder(config.ladder, config.benchmark_data)
    if (own := ladder.redrawn(config.original_items)) is not None:
        task = str(own.task.config.task)
        total(len(own.task.eval_docs))
        readings, room = {task: own.reading}, config.max_new_tokens
        return whole(task, evaluate(sampler, {task: own.task}, room, progress, readings))
    if ladder.describe().choices:
        raise NotScored(f"no options of {name!r} can change places, as its prompts show none")
    items = redrawn_items(name, config.benchmark_data, config.original_items)
    task = original_task(name, config.benchmark_data, items)
    total(len(items))
    redrawn = f"{name}_redrawn"
    readings = {redrawn: FILTERS[name]}
    scored = evaluate(sampler, {redrawn: task}, config.max_new_tokens, progress, readings)
    return whole(redrawn, scored)
