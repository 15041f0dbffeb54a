"""What scores that are written down say of a round, and what is scored beside its rungs."""

from __future__ import annotations

from pathlib import Path

from saturate.registry import ladder_names
from saturate.scoring.rungs import RungTask
from saturate.stats.intervals import Count
from saturate.storage.files import read_json
from saturate.storage.layout import SUMMARY, Place, StageName, rung_of_task
from saturate.storage.model_facts import ModelFacts

_UNTOUCHED_ITEMS = 100
"""Items of each ladder that a run leaves alone."""


def scored_counts(run: Path, ladder: str, place: Place) -> dict[int, Count]:
    """Right answers and items by rung, as scored; empty where a round was not.

    Args:
        run: The run's folder.
        ladder: The ladder of the rungs.
        place: The round.
    """
    file = run / place.stage(StageName.SCORE) / SUMMARY
    counts = {}
    for task, items in (read_json(file) or {}).get("strict", {}).items():
        of, rung = rung_of_task(task)
        if of == ladder:
            counts[rung] = Count(sum(right for _, right in items), len(items))
    return counts


def untouched_tasks(ladder: str, facts: ModelFacts) -> list[RungTask]:
    """The last rung that a model knows of every ladder but the one that its run climbs."""
    return [
        RungTask(name, facts.known_rungs[name], _UNTOUCHED_ITEMS, not facts.bare_prompts)
        for name in ladder_names()
        if name != ladder and name in facts.known_rungs
    ]
