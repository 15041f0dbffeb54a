"""Builds the documents of a rung for lm-eval, and the filters that read answers."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saturate.errors import SaturateError
from saturate.ladder import SPLITS, Ladder, Problem, Split
from saturate.numbers import NO_ANSWER, last_digits, last_numbers
from saturate.registry import load_ladder, require_rung
from saturate.storage.model_facts import model_facts
from saturate.task_yamls.checks import one_of, text, whole_number, yes_or_no

if TYPE_CHECKING:
    from datasets import Dataset

_TRIES = 4
"""Small rungs repeat themselves; after this many draws an item, they are taken to be used up."""
_SEED_STRIDE = 10_000_000
"""Places on a ladder between two seeds: seed 0 starts at place 0, as a run's scores do."""


def distinct_problems(
    ladder: Ladder, rung: int, split: Split, items: int, seed: int = 0
) -> list[Problem]:
    """The first ``items`` different problems of a rung; fewer where the rung holds fewer."""
    found: dict[str, Problem] = {}
    start = seed * _SEED_STRIDE
    for index in range(start, start + _TRIES * items):
        problem = ladder.problem(rung, split, index)
        found.setdefault(problem.key, problem)
        if len(found) == items:
            break
    return list(found.values())


def independent_problems(
    ladder: Ladder, rung: int, split: Split, items: int, seed: int = 0
) -> list[Problem]:
    """The same, each published item asked once, as right answers to it come together.

    For figures that take problems for independent. A run, which clusters by published item, goes on
    with other chains that end in the same ones.
    """
    held = ladder.held(split)
    return distinct_problems(ladder, rung, split, items if held is None else min(items, held), seed)


def build(
    ladder: str,
    rung: int,
    size: int,
    seed: int = 0,
    skip: int = 0,
    split: Split = "score",
    instructed: bool | None = None,
    only: int | None = None,
    data: str | None = None,
    pretrained: object = None,
    revision: object = None,
    **_: Any,
) -> dict[str, Dataset]:
    """The documents of one rung, as ``custom_dataset`` of a task wants them.

    Args:
        ladder: Name of the ladder.
        rung: Its rung.
        size: How many problems.
        seed: Which of the rung's problems; another seed draws others, for fresh items.
        skip: Leave out so many of them at the start.
        split: ``score`` but for trials on other items.
        instructed: Put the ladder's instruction before the question, for models that don't know
            the answer format. By default for all but those that were trained on bare prompts,
            which say so in their configuration.
        only: The one rung that the task's name promises.
        data: Folder of published items, for ladders that grow out of them; the environment or
            the hub where there is none.
        pretrained: The model argument of that name; lm-eval passes it with the metadata.
        revision: Likewise; which one of the hub's.
        **_: lm-eval passes all of a task's metadata and the model's other arguments.

    Whole numbers, and true and false, may also come as text, as command lines give them.

    Raises:
        SaturateError: There is no such ladder or rung, the task is bound to another rung, or a
            value is of another type.
    """
    from datasets import Dataset

    ladder, split = text("ladder", ladder), one_of("split", split, SPLITS)
    rung, size = whole_number("rung", rung, least=1), whole_number("size", size, least=1)
    seed, skip = whole_number("seed", seed, least=0), whole_number("skip", skip, least=0)
    family = load_ladder(ladder, None if data is None else Path(text("data", data)))
    info = family.describe()
    require_rung(info, rung)
    if only not in (None, rung):
        raise SaturateError(
            f"This task is rung {only} of {ladder} and cannot be moved to rung {rung}; the task "
            f"saturate_{ladder}_rung can."
        )
    if seed and pretrained is not None:
        logging.getLogger("saturate").warning(
            "Documents are drawn with seed %s, not the published 0. (lm-eval passes on a model "
            "argument of this name as well.)",
            seed,
        )
    if instructed is None:
        instructed = not _takes_bare_prompts(pretrained, revision)
    instruction = f"{info.instruction}\n\n" if yes_or_no("instructed", instructed) else ""
    rows = [
        {
            "message": instruction + family.prompt(problem.question),
            "answer": problem.answer,
            "ladder": ladder,
            "rung": rung,
            "key": problem.key,
            **({"source": problem.source} if problem.source else {}),
            **({"question": problem.question} if info.acts else {}),
        }
        for problem in independent_problems(family, rung, split, skip + size, seed)[skip:]
    ]
    return {"test": Dataset.from_list(rows)}


def _takes_bare_prompts(pretrained: object, revision: object) -> bool:
    """Whether a model's configuration says that it was trained on bare prompts."""
    if not isinstance(pretrained, str):
        return False
    return model_facts(pretrained, revision if isinstance(revision, str) else None).bare_prompts


def extract(resps: Iterable[list[str]], docs: Iterable[dict[str, Any]]) -> Iterator[list[str]]:
    """Filter: the answer as the document's ladder reads it."""
    for texts, doc in zip(resps, docs, strict=True):
        yield _answers(load_ladder(doc["ladder"]), doc, texts, lenient=False)


def last_number(resps: Iterable[list[str]], docs: Iterable[dict[str, Any]]) -> Iterator[list[str]]:
    """Filter: the last number, whatever the format; its value or, for other ladders, its digits.

    Of a ladder whose answers are something done or no numbers, what its lenient reading says.
    """
    for texts, doc in zip(resps, docs, strict=True):
        family = load_ladder(doc["ladder"])
        info = family.describe()
        if info.acts or not info.numeric:
            yield _answers(family, doc, texts, lenient=True)
        else:
            yield from (last_numbers if info.answer == "integer" else last_digits)([texts], [doc])


def _answers(family: Ladder, doc: dict[str, Any], texts: Iterable[str], lenient: bool) -> list[str]:
    question = doc.get("question", "")  # only a ladder that acts needs it
    found = (family.answer_to(question, text, lenient) for text in texts)
    return [NO_ANSWER if one is None else family.credited(question, one) for one in found]
