"""The benchmark that a hardened ladder grows out of, as published and with options elsewhere.

A model that remembers that the answer was ``B`` does worse where the options stand in other places;
one that knows the answer does not. So they are to choices what redraws are to stories.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import Any

from saturate.harden.operators.base import HardItem, Operator
from saturate.harden.orders import reordered
from saturate.harden.parts import Parts
from saturate.harden.reading import Reading
from saturate.harden.rungs import build, make_rung
from saturate.harden.tasks.source import Source
from saturate.ladder import OriginalTask

_TURN = 1


def original_task(source: Source, parts: Parts, shots: int | None) -> OriginalTask:
    """The task as it is; where its scored split was divided, on the items left to be scored.

    Args:
        source: The task, perhaps with examples that it does not set itself.
        parts: Its items.
        shots: What it sets itself.
    """
    reading = Reading(source.task, source.file.config, False).own
    task = copy(source.task)
    task._config = copy(task.config)
    task._config.num_fewshot = shots
    if not parts.only_split:
        return OriginalTask(task, reading, None)
    scored = {item.key for item in parts.items["score"]}
    rendered = source.render(source.task.eval_docs)
    asked = [place for place, item in enumerate(rendered) if item.key in scored]
    return OriginalTask(task, reading, asked)


def shuffled_task(operator: Operator, places: Iterable[int], shots: int | None) -> Any | None:
    """The task with other orders as lm-eval's object, each item under its place as ``key``.

    Items whose order may matter are left out.

    Args:
        operator: One on the task; its rung 0 is the task itself.
        places: Of the items, among the documents that the task scores.
        shots: Examples that the task sets itself.

    Returns:
        The task; ``None`` where no item's options can change places.
    """
    source = operator.source
    docs = source.task.eval_docs
    items = {place: source.render([docs[place]])[0] for place in places}
    moved = {place: reordered(item, _TURN) for place, item in items.items()}
    rung = make_rung(operator, 0, 1)
    documents = [
        rung.row(HardItem(item, (item.key,))) | {"key": str(place)}
        for place, item in moved.items()
        if item.told != items[place].told
    ]
    if not documents:
        return None
    examples = [rung.row(HardItem(item, (item.key,))) for item in operator.shots if shots]
    name = f"{source.name}_shuffled"
    config = rung.config | {"task": name, "num_fewshot": shots or 0}
    if not shots:
        config.pop("fewshot_config", None)
    return build(rung._replace(name=name, documents=documents, shots=examples, config=config))
