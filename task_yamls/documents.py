"""Builds the documents of a rung for lm-eval, and the filters that read answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saturate.ladder import Ladder, Problem, Split
from saturate.registry import load_ladder

if TYPE_CHECKING:
    from datasets import Dataset

NO_ANSWER = "[no answer]"
_LAST_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3}){1,100}|[0-9]{1,400})(?![0-9])")
_TAIL = 4_000
"""Only so many characters at the end of an answer are read."""
_TRIES = 4
"""Small rungs repeat themselves; after this many draws an item, they are taken to be used up."""


def distinct_problems(ladder: Ladder, rung: int, split: Split, items: int) -> list[Problem]:
    """The first ``items`` different problems of a rung; fewer where the rung holds fewer."""
    found: dict[str, Problem] = {}
    for index in range(_TRIES * items):
        problem = ladder.problem(rung, split, index)
        found.setdefault(problem.key, problem)
        if len(found) == items:
            break
    return list(found.values())


def build(
    ladder: str,
    rung: int,
    items: int,
    split: Split = "score",
    instructed: bool = False,
    data: str | None = None,
    **_: Any,
) -> dict[str, Dataset]:
    """The documents of one rung, as ``custom_dataset`` of a task wants them.

    Args:
        ladder: Name of the ladder.
        rung: Its rung.
        items: How many problems.
        split: ``score`` but for trials on other items.
        instructed: Put the ladder's instruction before the question, for models that don't know
            the answer format.
        data: Folder of published items, for ladders that grow out of them; the environment or
            the hub where there is none.
        **_: lm-eval passes all of a task's metadata and the model's arguments.
    """
    from datasets import Dataset

    family = load_ladder(ladder, None if data is None else Path(data))
    instruction = f"{family.describe().instruction}\n\n" if instructed else ""
    rows = [
        {
            "message": instruction + family.prompt(problem.question),
            "answer": problem.answer,
            "ladder": ladder,
            "rung": rung,
            "key": problem.key,
            **({"source": problem.source} if problem.source else {}),
        }
        for problem in distinct_problems(family, rung, split, items)
    ]
    return {"test": Dataset.from_list(rows)}


def extract(resps: Iterable[list[str]], docs: Iterable[dict[str, Any]]) -> Iterator[list[str]]:
    """Filter: the answer as the document's ladder reads it."""
    for texts, doc in zip(resps, docs, strict=True):
        family = load_ladder(doc["ladder"])
        yield [NO_ANSWER if (found := family.extract(t)) is None else found for t in texts]


def last_number(resps: Iterable[list[str]], docs: Iterable[dict[str, Any]]) -> Iterator[list[str]]:
    """Filter: the last number, whatever the format."""
    for texts, _ in zip(resps, docs, strict=True):
        yield [
            (_LAST_NUMBER.findall(text[-_TAIL:]) or [NO_ANSWER])[-1].replace(",", "")
            for text in texts
        ]
