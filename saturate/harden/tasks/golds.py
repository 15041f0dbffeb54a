"""What the right answer of an item is, read from its gold text by the task's own filters."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from saturate.harden.tasks.configs import Config
from saturate.harden.tasks.filters import filtered
from saturate.harden.tasks.source import Item, Source
from saturate.harden.text.boxes import last_box
from saturate.harden.text.quantities import only_whole_number
from saturate.harden.text.words import number

_MARK = "####"
NOTHING = "[invalid]"
"""What lm-eval's filters give where they find no answer, which contradicts none."""
_MARKED = re.compile(rf"{_MARK}[^\S\n]*(\S.*)")
_MOST_CHARACTERS, _MOST_WORDS = 60, 8
_COMPARISON = ("ignore_case", "ignore_punctuation", "ignore_numbers", "regexes_to_ignore")


class _Stored(NamedTuple):
    whole: int | None
    accepted: tuple[str, ...]


class Golds:
    """The answers of a task's items."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._held: dict[str, _Stored] = {}
        self.comparison = comparison_of(source.file.config)
        """How the task's exact match compares answers."""

    def whole_number(self, item: Item) -> int | None:
        """The answer, where it is one whole number."""
        return self._of(item).whole

    def accepted(self, item: Item) -> tuple[str, ...]:
        """The accepted short answers, the first being the preferred one; empty where long.

        One of which the comparison leaves nothing (``)``) is none: an empty line would be right.
        """
        return self._of(item).accepted

    def _of(self, item: Item) -> _Stored:
        if item.key not in self._held:
            self._held[item.key] = self._read(item)
        return self._held[item.key]

    def _read(self, item: Item) -> _Stored:
        golds = list(dict.fromkeys(str(gold).strip() for gold in item.golds))
        texts = [text for text in dict.fromkeys(map(_marked, golds)) if self._is_compared(text)]
        values = {_whole(text) for text in golds}
        if values == {None} and len(golds) == 1:
            values = self._agreed(item, golds[0])
        whole = next(iter(values)) if len(values) == 1 else None
        return _Stored(whole, tuple(texts) if all(map(is_short, texts)) else ())

    def _agreed(self, item: Item, gold: str) -> set[int | None]:
        """What a gold text's mark and the task's filters read of it.

        Filters take a part of what they know nothing of (2 of ``1/2``), so a text without a mark
        has to hold what they read and no other number.
        """
        mark = _marked(gold)
        read = {_whole(text) for text in self._filtered(item)}
        if mark != gold:
            return read | {_whole(mark)}
        return read | {only_whole_number(gold)} if read else set()

    def _is_compared(self, text: str) -> bool:
        marks_count = not self.comparison.get("ignore_punctuation")
        return marks_count or any(map(str.isalnum, text))

    def _filtered(self, item: Item) -> list[str]:
        """What the task's filters read from the gold text."""
        text = str(item.golds[0])
        try:
            found = filtered(self._source.task._filters, text, item.doc, item.text)
        except Exception:  # a task's own filter may want more than the text; then it reads nothing
            return []
        readings = [str(value).strip() for value in found.values()]
        return [value for value in readings if value not in (text.strip(), NOTHING)]


def comparison_of(config: Config) -> dict[str, Any]:
    """What a task's exact match ignores; nothing where it sets none, as lm-eval's own default."""
    for metric in config.get("metric_list") or []:
        if metric.get("metric") == "exact_match":
            return {key: metric[key] for key in _COMPARISON if key in metric}
    return {}


def without_mark(solution: str) -> str:
    """A worked solution without the answer that it marks by ``####``."""
    return solution.partition(_MARK)[0].removesuffix("\n") if _MARK in solution else solution


def _marked(text: str) -> str:
    """The answer that a worked solution marks last; the whole text where it marks none."""
    line = next(reversed(list(_MARKED.finditer(text))), None)
    box = last_box(text)
    if line and (box is None or box.start < line.start()):
        return line.group(1).strip()
    return text.strip() if box is None else box.content


def _whole(text: str) -> int | None:
    value = number(text)
    return int(value) if value is not None and value.denominator == 1 else None


def is_short(text: str) -> bool:
    """Whether a text is an answer and no solution: a few words on one line."""
    return (
        0 < len(text) <= _MOST_CHARACTERS and len(text.split()) <= _MOST_WORDS and "\n" not in text
    )
