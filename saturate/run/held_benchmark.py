"""A run goes on with the benchmark that it began with, or not at all.

Otherwise its rounds would be scored on other items than the base model, or by other answers, and
compared with it all the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from saturate.benchmark_data import data_folder
from saturate.config.held_settings import ASKED_CONTENT
from saturate.config.run_config import RunConfig
from saturate.errors import SaturateError
from saturate.ladder import Ladder, NoProblem, Split
from saturate.storage.files import read_json
from saturate.storage.item_files import items_digest
from saturate.storage.layout import RUN
from saturate.task_yamls.documents import distinct_problems

_PROBLEMS = 20
"""Looked at of a rung: prompt, examples and draws are the same for all."""
_DIGITS = 16
"""Of the hash."""


def asked_digest(config: RunConfig, ladder: Ladder) -> str:
    """A hash over what a run asks: its benchmark's items, how they are shown, read and drawn.

    Raises:
        SaturateError: The ladder's data cannot be read.
    """
    digest = hashlib.sha256()
    for part in _asked(config, ladder):
        digest.update(json.dumps(part, sort_keys=True, default=_name).encode() + b"\n")
    return digest.hexdigest()[:_DIGITS]


def check_benchmark(folder: Path, asked: str) -> None:
    """See that a run asks what the one in that folder began with.

    Raises:
        SaturateError: It does not. A folder of an older saturate does not tell, and takes any.
    """
    held = (read_json(folder / RUN) or {}).get(ASKED_CONTENT, asked)
    if held != asked:
        raise SaturateError(
            f"The benchmark has changed since the run in {folder} began: its items, prompt or "
            "answers, or the version of what draws or reads them. Name another folder with --out, "
            "or put it back."
        )


def _asked(config: RunConfig, ladder: Ladder) -> Iterator[Any]:
    low, high = config.score_rungs
    yield list(ladder.published())
    places: list[tuple[int, Split]] = [
        (low, "score"), (high, "score"), (config.start_rung, "vote"), (config.start_rung, "train"),
    ]  # fmt: skip
    for rung, split in places:
        try:
            problems = distinct_problems(ladder, rung, split, _PROBLEMS)
        except NoProblem:  # which whoever needs one says
            problems = []
        yield [[p.question, p.answer, p.choices, p.accepted] for p in problems]
    if (own := ladder.own_task(low, [])) is not None:
        yield own.config
    if (original := ladder.original()) is not None:
        docs = original.task.eval_docs
        yield from docs if original.asked is None else (docs[place] for place in original.asked)
    elif config.benchmark_data is None and (data := data_folder(config.benchmark, None)):
        yield items_digest(data)


def _name(value: Any) -> str:
    """What stands for a function, or for what is no text, wherever it lies in memory."""
    return str(getattr(value, "__qualname__", type(value).__qualname__))
