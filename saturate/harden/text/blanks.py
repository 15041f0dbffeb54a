"""Prompts that differ in what stands at one place: the options of a schema, each in its sentence.

``The cup did not fit in the bag as the cup`` and ``... as the bag`` are one sentence, begun alike,
with two fillers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from saturate.harden.text.frame import common_start

_LAST_BLANK = re.compile(r"(?s).*\s")


class Blank(NamedTuple):
    """What prompts share, and what each has of its own."""

    head: str
    """Their common beginning, up to the last blank in it."""
    options: tuple[str, ...]
    """What follows in each, in their order."""

    def shown(self, ending: str) -> str:
        """All of them in one text for people, with what comes behind the blank."""
        return f"{self.head}[{' / '.join(self.options)}] {ending.strip()}"


def blank_of(prompts: Sequence[str]) -> Blank:
    """Where prompts part; a script without blanks has no place but their beginning."""
    shared = _LAST_BLANK.match(common_start(prompts))
    head = shared.group() if shared else ""
    return Blank(head, tuple(prompt.removeprefix(head).strip() for prompt in prompts))
