"""The adapter to reasoning-core: one problem of a task and level by its place, and its scorer.

reasoning-core (MIT) is the extra ``reasoning-core``. Its tasks draw by Python's and numpy's global
generators; both are seeded by the place, and are afterwards as they were. A task is made anew for
every problem, as some keep what they drew. Its own ``generate_example`` gives up after some
seconds, so that a busy machine would draw other problems; it is gone around.
"""

from __future__ import annotations

import importlib
import random
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

import numpy

from saturate.errors import SaturateError, nearest
from saturate.generators.core.tasks import REFUSED, TASKS

_TRIES = 100
"""Draws of which a task may refuse all but one."""


def check_task(task: str) -> None:
    """See that a task is a ladder.

    Raises:
        SaturateError: It is refused or unknown, or reasoning-core is not installed.
    """
    if task in REFUSED:
        raise SaturateError(f"Task {task} of reasoning-core is no ladder: {REFUSED[task]}.")
    if task not in TASKS:
        raise SaturateError(f"There is no ladder rc:{task}; {nearest(task, list(TASKS))}")
    if find_spec("reasoning_core") is None:
        raise SaturateError(
            "Ladders rc:TASK are drawn by reasoning-core, which is not installed here; install it "
            "by: pip install 'lm-saturate[reasoning-core]'"
        )


@lru_cache(maxsize=4_096)
def entry(task: str, rung: int, place: int) -> Any:
    """The problem at a place, with ``prompt`` and ``answer``; ``None`` where there is none."""
    ours, theirs = random.getstate(), numpy.random.get_state()
    try:
        random.seed(place)
        numpy.random.seed(place)
        drawer = _made(task)
        drawer.prepare()
        drawer.config.set_level(rung - 1)
        drawn = (drawer.generate_entry() for _ in range(_TRIES))
        found = next((one for one in drawn if one is not None), None)
        if found is not None:
            found.task, found.prompt = task, drawer.render_prompt(found.metadata)
    finally:
        random.setstate(ours)
        numpy.random.set_state(theirs)
    return found


def full_mark(task: str, rung: int, place: int, answer: str) -> bool:
    """Whether the task's ``score_answer`` gives 1; not where it fails."""
    try:
        mark = _made(task).score_answer(answer, entry(task, rung, place))
    except Exception:  # answers are any text, and scorers parse them without care
        return False
    return float(mark) >= 1


def _made(task: str) -> Any:
    """A task anew, without the tokenizer that it would load over the network to count lengths."""
    template: Any = importlib.import_module("reasoning_core.template")
    load, template._load_tokenizer = template._load_tokenizer, lambda: None
    try:
        return importlib.import_module("reasoning_core").DATASETS[task]()
    finally:
        template._load_tokenizer = load
