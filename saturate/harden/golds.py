"""What the right answer of an item is, read from its gold text by the task's own filters."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from saturate.harden.source import Item, Source
from saturate.harden.text import number

_MARKED = re.compile(r"####\s*(.+)|\\boxed\{([^{}]*)\}")
_MOST_CHARACTERS, _MOST_WORDS = 60, 8


class _Stored(NamedTuple):
    whole: int | None
    accepted: tuple[str, ...]


class Golds:
    """The answers of a task's items."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._held: dict[str, _Stored] = {}

    def whole_number(self, item: Item) -> int | None:
        """The answer, where it is one whole number."""
        return self._of(item).whole

    def accepted(self, item: Item) -> tuple[str, ...]:
        """The accepted short answers, the first being the preferred one; empty where long."""
        return self._of(item).accepted

    def _of(self, item: Item) -> _Stored:
        if item.key not in self._held:
            self._held[item.key] = self._read(item)
        return self._held[item.key]

    def _read(self, item: Item) -> _Stored:
        targets = item.target if isinstance(item.target, list) else [item.target]
        texts = list(dict.fromkeys(str(target).strip() for target in targets))
        short = tuple(text for text in texts if _is_short(text))
        values = {_whole(text) for text in texts}
        if values == {None} and len(texts) == 1:
            values = {
                _whole(found) for found in (_marked(texts[0]), *self._filtered(item)) if found
            }
        whole = next(iter(values)) if len(values) == 1 else None
        return _Stored(whole, short if len(short) == len(texts) else ())

    def _filtered(self, item: Item) -> list[str]:
        """What the task's filters read from the gold text."""
        from lm_eval.api.instance import Instance

        text = str(item.target)
        asked: Any = Instance("generate_until", dict(item.doc), (item.text, {}), 0)
        asked.resps = [text]
        try:
            for chain in self._source.task._filters:
                chain.apply([asked])
        except Exception:  # a task's own filter may want more than the text; then it reads nothing
            return []
        found = [str(value) for value in asked.filtered_resps.values()]
        return [value for value in found if value.strip() != text.strip()]


def _marked(text: str) -> str | None:
    found = _MARKED.findall(text)
    return next((group for group in found[-1] if group), None) if found else None


def _whole(text: str) -> int | None:
    value = number(text)
    return int(value) if value is not None and value == int(value) else None


def _is_short(text: str) -> bool:
    return (
        0 < len(text) <= _MOST_CHARACTERS and len(text.split()) <= _MOST_WORDS and "\n" not in text
    )
