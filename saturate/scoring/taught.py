"""What a model reads of a rung that it was taught, or of one beyond."""

from __future__ import annotations

from pathlib import Path

from saturate.config.fields import PlayMode
from saturate.models.loading import Loaded
from saturate.models.transformers import TransformersSampler
from saturate.registry import load_ladder
from saturate.scoring.rungs import RungTask
from saturate.scoring.turns import scorer_of
from saturate.stats.intervals import Count

_ROOM = 2
"""An answer may take so many times the tokens of the longest true solution asked about."""


def reads(
    loaded: Loaded,
    ladder: str,
    rung: int,
    items: int,
    data: Path | None = None,
    mode: PlayMode = "whole",
) -> Count:
    """How many problems of the ``vote`` split a model gets right, scored as a run scores.

    Args:
        loaded: The model.
        ladder: Name of the ladder.
        rung: Its rung.
        items: Problems to ask; fewer where the rung holds fewer.
        data: Folder of published items, for ladders that grow out of them.
        mode: Whether it is asked at once or plays by turns.

    Raises:
        NothingFitsError: None fits into the model's context with its answer.
    """
    family = load_ladder(ladder, data)
    solutions = [family.problem(rung, "vote", index).solution for index in range(items)]
    room = _ROOM * max(map(len, loaded.tokenizer(solutions)["input_ids"])) + 1
    folder = None if data is None else str(data)
    task = RungTask(ladder, rung, items, not loaded.bare_prompts, "vote", data=folder)
    sampler = TransformersSampler(loaded)
    found = scorer_of(mode)(sampler, [task], room, None).strict[task.name]
    return Count(sum(item.right for item in found), len(found))
