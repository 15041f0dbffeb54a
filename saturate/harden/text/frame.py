"""What all prompts of a task begin and end with: labels such as ``Question: `` and ``Answer:``.

The head ends with a label or a line. The tail begins with a line, or with a label on the item's own
line. What prompts share by chance ("What is ...", "... are there?") belongs to the items, and so do
sentences on the item's own line; where these are instructions, :func:`shared_ends` finds them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from saturate.harden.text.words import words
from saturate.ladder.overlap import WORD

MOST_LABEL_WORDS = 4
"""More words around each item are instructions."""
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

_MARKS_BEFORE = re.compile(r"\A[^\w\s]+")


class Frame(NamedTuple):
    """What surrounds every item of a task."""

    head: str
    """Before the item, with the blank that follows."""
    tail: str
    """After the item, with the blank or line that comes first."""

    def body(self, text: str) -> str:
        """What is an item's own."""
        return text[len(self.head) : len(text) - len(self.tail)]

    def stripped(self, text: str) -> str:
        """A text without it, at each end where it is there."""
        return text.removeprefix(self.head).removesuffix(self.tail)


def frame_of(texts: Sequence[str]) -> Frame:
    """The frame of some prompts; empty where there are fewer than two different ones."""
    if len(set(texts)) < 2:
        return Frame("", "")
    head = _head(common_start(texts), texts)
    rest = [text[len(head) :][::-1] for text in texts]
    return Frame(head, _tail(common_start(rest)[::-1]))


def shared_ends(texts: Sequence[str]) -> Frame:
    """What all texts begin and end with, in whole words; an end of a label's length is empty.

    For items without their frame: instructions on the item's own line. A mark that ends the item's
    sentence stays with it.
    """
    if len(set(texts)) < 2:
        return Frame("", "")
    head = _instructions(common_start(texts))
    if head and any(_in_word(text, len(head)) for text in texts):
        head = _instructions(head[: [*WORD.finditer(head)][-1].start()])
    rest = [text[len(head) :] for text in texts]
    tail = _instructions(common_start([text[::-1] for text in rest])[::-1])
    if tail and any(_in_word(text, len(text) - len(tail)) for text in rest):
        tail = _instructions(WORD.sub("", tail, count=1))
    return Frame(head, _MARKS_BEFORE.sub("", tail))


def _instructions(shared: str) -> str:
    return shared if len(words(shared)) > MOST_LABEL_WORDS else ""


def _in_word(text: str, place: int) -> bool:
    return any(match.start() < place < match.end() for match in WORD.finditer(text))


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
