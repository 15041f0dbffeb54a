"""What all prompts of a task begin and end with: labels such as ``Question: `` and ``Answer:``.

The head ends with a label or a line. The tail begins with a line, or with a label on the item's own
line. What prompts share by chance ("What is ...", "... are there?") belongs to the items.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_HEAD_END = re.compile(
    r"(?:(?<!\d)[:：]|[:：](?=\s)|<\w+>|\[/?\w+\])[*_]*(?:[^\S\n]*\n)*[^\S\n]*|\n\s*"
)
"""A label's colon with the marks around it, a tag, or a line's end."""
_NAME = r"[^\W\d_](?:[\w'’/-]|\u200c)*"
_MARKS = r"(?:\\n)?[*_#<\[({$\\]*"
_LABEL = rf"\s*(?:{_NAME} ){{0,3}}{_NAME}[*_\])]*\s*(?:[:：]|=>|->|→)"
_SENTENCE_END = r"(?<=[.?!。？！؟।…)\"'”’»])\s*"
_SAME_LINE = re.compile(
    rf"(?:\A|\s+|{_SENTENCE_END}){_MARKS}(?=\s*[^a-z\s]){_LABEL}"
    rf"|(?:{_SENTENCE_END}{_MARKS}|(?:\A|\s+)(?:\\n|[*_#<\[({{$\\])+){_LABEL}"
    rf"|(?:\A\s*|{_SENTENCE_END})(?:=>|->|→|Let['’]s (?:think|work)\b)"
    r"|\s*(?:</\w+>|\[/\w+\])"
)
"""A label on the item's line: with a capital or of a script without any; in small letters after a
sentence or behind a mark; an arrow; a closing tag."""


class Frame(NamedTuple):
    """What surrounds every item of a task."""

    head: str
    """Before the item, with the blank that follows."""
    tail: str
    """After the item, with the blank or line that comes first."""

    def body(self, text: str) -> str:
        """What is an item's own."""
        return text[len(self.head) : len(text) - len(self.tail)]


def frame_of(texts: Sequence[str]) -> Frame:
    """The frame of some prompts; empty where there are fewer than two different ones."""
    if len(set(texts)) < 2:
        return Frame("", "")
    head = _head(common_start(texts), texts)
    rest = [text[len(head) :][::-1] for text in texts]
    return Frame(head, _tail(common_start(rest)[::-1]))


def _head(shared: str, texts: Sequence[str]) -> str:
    """The part of what all prompts begin with that ends in a label or a line."""
    whole = min(texts, key=len)  # a label's blank may be where the prompts begin to differ
    ends = [match.end() for match in _HEAD_END.finditer(whole) if match.start() < len(shared)]
    return shared[: max(ends, default=0)]


def _tail(shared: str) -> str:
    """The part of what all prompts end with that begins with a line or a label."""
    line = shared.rstrip().find("\n")
    label = _SAME_LINE.search(shared)
    starts = [place for place in (line, label.start() if label else -1) if place >= 0]
    if starts:
        return shared[min(starts) :]
    return shared[len(shared.rstrip()) :]


def common_start(texts: Sequence[str]) -> str:
    """What all of some texts begin with."""
    first, last = min(texts), max(texts)  # all others lie between these two
    same = (i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b)
    return first[: next(same, min(len(first), len(last)))]
