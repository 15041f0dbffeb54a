"""An answer without the Markdown and LaTeX that surround it, which are no part of it.

Chat models write ``**Answer:** 42`` and ``Answer: $42$``. What surrounds the lead or all of the
answer goes, a pair at a time; what stands in an answer stays, and so does a mark without another.
"""

from __future__ import annotations

import re
from collections import deque

LEAD = "Answer:"
_LEAD = r"(?P<open>\*{0,3})Answer(?P<closed>\*{0,3}):"
_STRICT, _LENIENT = re.compile(_LEAD), re.compile(_LEAD, re.IGNORECASE)
_AROUND = re.compile(
    r"```[\w-]*\n(?P<fenced>.+)\n```"
    r"|(?P<mark>\*{1,3})(?=[^\s*])(?P<stressed>[^*\n]+)(?<=\S)(?P=mark)"
    r"|`(?P<code>[^`\n]+)`"
    r"|\$(?P<inline>[^$\n]+)\$|\$\$(?P<display>[^$]+)\$\$"
    r"|\\\((?P<round>(?:(?!\\\)).)+)\\\)|\\\[(?P<square>(?:(?!\\\]).)+)\\\]"
    r"|\\boxed\{(?P<boxed>(?:[^{}]|\{[^{}]*\})+)\}",
    re.DOTALL,
)
_DEEPEST = 4
"""Pairs around one answer that are taken away: ``**$\\boxed{5}$**`` has three."""


def behind_lead(text: str, lenient: bool = False) -> str:
    """What stands behind the last ``Answer:``; the whole text where there is none.

    Args:
        text: A completion.
        lenient: Take a lead in any case.
    """
    leads = deque((_LENIENT if lenient else _STRICT).finditer(text), maxlen=1)
    if not leads:
        return text
    lead = leads[0]
    mark, behind = lead["open"], text[lead.end() :]
    if not mark or lead["closed"]:
        return behind
    if behind.startswith(mark):  # **Answer:** 42
        return behind.removeprefix(mark)
    ended = behind.rstrip()
    return ended.removesuffix(mark) if ended.count(mark) == 1 else behind  # **Answer: 42**


def without_markup(text: str) -> str:
    """An answer without what surrounds all of it."""
    for _ in range(_DEEPEST):
        found = _AROUND.fullmatch(text)
        if found is None:
            break
        text = next(part for name, part in found.groupdict().items() if part and name != "mark")
        text = text.strip()
    return text
