"""Where a benchmark's published items come from: a folder, the environment, or the hub.

A folder holds ``train`` and ``test`` as ``.jsonl`` or ``.json``, plain or gzipped, in one of three
shapes (see :mod:`saturate.storage.item_columns`); they come out as GSM8K's. An item without one
answer is left out and counted: one that gives several, and all that share a question and differ in
the answer, whatever their split.
"""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from saturate.errors import SaturateError, first_line
from saturate.ladder import PublishedItem, PublishedItems
from saturate.storage import hub_check
from saturate.storage.hub_check import HubError
from saturate.storage.item_columns import SeveralAnswers, columns, final_answer
from saturate.storage.item_files import PlacedItem, read_items

SPLITS = ("train", "test")
_HUB = {"gsm8k": ("openai/gsm8k", "main")}
_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
_SEVERAL = "with more than one answer"
_TWICE = "that repeat another"
_DISPUTED = "of which one question has different answers"


def variable(benchmark: str) -> str:
    """The environment variable that names a benchmark's data folder."""
    return f"SATURATE_{benchmark.upper()}"


def data_folder(benchmark: str, named: Path | None) -> Path | None:
    """The folder that the user named, by argument or by environment."""
    if named is not None:
        return named
    folder = os.environ.get(variable(benchmark))
    return Path(folder).expanduser() if folder else None


def is_available(benchmark: str, named: Path | None) -> bool:
    """Whether a benchmark's items are at hand: a folder is named, or the hub answers."""
    if data_folder(benchmark, named) is not None:
        return True
    try:
        ask_hub(benchmark)
    except HubError:
        return False
    return True


def load_items(benchmark: str, named: Path | None) -> PublishedItems:
    """A benchmark's items.

    Raises:
        SaturateError: Neither a folder nor the hub has them, or they cannot be read; the sentence
            names the line.
    """
    folder = data_folder(benchmark, named)
    if folder is not None:
        return _sound({split: read_items(folder, split) for split in SPLITS}, str(folder))
    hint = f"name a folder by --benchmark-data or the variable {variable(benchmark)}"
    try:
        ask_hub(benchmark)
        from datasets import load_dataset

        splits = load_dataset(*_HUB[benchmark])
        placed = {split: _placed(benchmark, split, splits[split]) for split in SPLITS}
    except HubError as reason:
        raise SaturateError(f"No items of {benchmark!r}: {reason}; {hint}.") from None
    except Exception as error:  # whatever the hub, its cache or the reader raised
        raise SaturateError(f"No items of {benchmark!r}: {first_line(error)}; {hint}.") from error
    return _sound(placed, benchmark)


def ask_hub(benchmark: str) -> None:
    """Find out soon whether the hub answers, as loading from it would retry for long.

    Raises:
        HubError: It doesn't, or it has no such data set.
    """
    name = _HUB.get(benchmark, (f"openai/{benchmark}",))[0]
    try:
        hub_check.ask_hub(name, "dataset")
    except HubError as reason:
        raise HubError(f"the hub does not answer ({reason})") from reason


def _placed(benchmark: str, split: str, rows: Iterable[object]) -> list[PlacedItem]:
    return [PlacedItem(f"{benchmark}, {split} item {n}", row) for n, row in enumerate(rows, 1)]


def _sound(splits: Mapping[str, Iterable[PlacedItem]], name: str) -> PublishedItems:
    """The items that have one question and one answer.

    Raises:
        SaturateError: An item is faulty, or a split is empty.
    """
    left_out: Counter[str] = Counter()
    single: dict[str, list[PublishedItem]] = {}
    answers: dict[str, set[str]] = {}
    for split, placed in splits.items():
        single[split] = []
        read = 0
        for one in placed:
            read += 1
            try:
                item = PublishedItem(**columns(one))
            except SeveralAnswers:
                left_out[_SEVERAL] += 1
                continue
            single[split].append(item)
            answers.setdefault(_alike(item.question), set()).add(final_answer(item.answer))
        if not read:
            raise SaturateError(f"{split} of {name} holds no items.")
    kept: dict[str, list[PublishedItem]] = {split: [] for split in single}
    for split, items in single.items():
        seen: set[str] = set()
        for item in items:
            look = _alike(item.question)
            if len(answers[look]) > 1:
                left_out[_DISPUTED] += 1
            elif look in seen:
                left_out[_TWICE] += 1
            else:
                kept[split].append(item)
            seen.add(look)
    published = PublishedItems(kept["train"], kept["test"], left_out)
    if empty := [split for split in kept if not kept[split]]:
        raise SaturateError(f"{empty[0]} of {name} holds nothing of use ({published.note()}).")
    return published


def _alike(question: str) -> str:
    """A question without what doesn't change it: case, blanks, the shape of quotation marks."""
    plain = unicodedata.normalize("NFKC", question).translate(_QUOTES)
    return " ".join(plain.casefold().split())
