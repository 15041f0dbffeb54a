r"""The last ``\boxed{...}`` of a worked solution, with its braces balanced."""

from __future__ import annotations

import re
from typing import NamedTuple

_BOX = re.compile(r"\\f?box(?:ed)?(?![a-zA-Z])\s*")
_BARE = re.compile(r"[-+]?\\?\$?[^\s$\\{}]+")
_WRAPPED = re.compile(
    r"\\(?:text|textbf|textit|textrm|mathrm|mathbf|mathit|mbox|bold|emph)\s*\{([^{}]*)\}"
)
_SPACES = re.compile(r"\\[!,;: ]|~")


class Box(NamedTuple):
    """A box in a text."""

    start: int
    """Where it begins."""
    content: str
    r"""What it holds, without ``\text{}`` and thin spaces; empty where it is not closed."""


def last_box(text: str) -> Box | None:
    r"""The last box of a text; ``None`` where there is none.

    It is spelled ``\boxed{5}``, ``\fbox{5}``, ``\boxed {5}`` or ``\boxed 5``. A box in a box counts
    as the last one.
    """
    boxes = list(_BOX.finditer(text))
    if not boxes:
        return None
    start = boxes[-1].end()
    if text[start : start + 1] == "{":
        content = _braced(text, start)
    else:
        bare = _BARE.match(text, start)
        content = bare.group().rstrip(".,;") if bare else ""
    return Box(boxes[-1].start(), _plain(content))


def _braced(text: str, start: int) -> str:
    """What stands between an opening brace and the one that closes it, if any does."""
    depth, place = 0, start
    while place < len(text):
        if text[place] == "\\":
            place += 2  # an escaped brace opens and closes nothing
            continue
        depth += (text[place] == "{") - (text[place] == "}")
        if not depth:
            return text[start + 1 : place]
        place += 1
    return ""


def _plain(content: str) -> str:
    while (bare := _WRAPPED.sub(r"\1", content)) != content:
        content = bare
    return _SPACES.sub(
        "", content.replace("{,}", ",").replace("\\$", "$").replace("\\%", "%")
    ).strip()
