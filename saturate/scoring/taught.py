"""What a model reads of a rung that it was taught, or of one beyond."""

from __future__ import annotations

from pathlib import Path

from saturate.models.loading import Loaded
from saturate.models.transformers import TransformersSampler
from saturate.registry import load_ladder
from saturate.scoring.rungs import RungTask, score_rungs
from saturate.stats.intervals import Count

_ROOM = 2
"""An answer may take so many times the tokens of the longest true solution asked about."""


def reads(loaded: Loaded, ladder: str, rung: int, items: int, data: Path | None = None) -> Count:
    """How many problems of the ``vote`` split a model gets right, scored as a run scores.

    Args:
        loaded: The model.
        ladder: Name of the ladder.
        rung: Its rung.
        items: Problems to ask; fewer where the rung holds fewer.
        data: Folder of published items, for ladders that grow out of them.
    """
    family = load_ladder(ladder, data)
    solutions = [family.problem(rung, "vote", index).solution for index in range(items)]
    room = _ROOM * max(map(len, loaded.tokenizer(solutions)["input_ids"])) + 1
    folder = None if data is None else str(data)
    task = RungTask(ladder, rung, items, not loaded.bare_prompts, "vote", data=folder)
    found = score_rungs(TransformersSampler(loaded), [task], room).strict[task.name]
    return Count(sum(item.right for item in found), len(found))
