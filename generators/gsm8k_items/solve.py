"""Answers a question of an item ladder from its text, by another way than the one that made it.

The published item is found by its wording, the numbers of the two texts are laid side by side, and
the published solution is replayed with numbers exchanged *by value* (see :mod:`.recompute`).
"""

from __future__ import annotations

import re
from fractions import Fraction

from .distractors import CURRENCIES, stripped
from .library import Library, nameless
from .recompute import replay
from .template.numbers import mentions

_PART = re.compile(r"^Problem \d+\. (?:Let X be the answer to problem \d+\. )?", re.MULTILINE)


def solve(question: str, library: Library) -> int:
    """The answer, found by replaying the published solution.

    Raises:
        ValueError: No item reads like the question.
    """
    text = re.sub(r"\nWhat is the answer to problem \d+\?$", "", question)
    parts = [part.strip("\n") for part in _PART.split(text) if part.strip()]
    carried: Fraction | None = None
    for part in parts:
        carried = _solve_one(part, carried, library)
    if carried is None or carried.denominator != 1:
        raise ValueError("no whole answer")
    return int(carried)


def _solve_one(text: str, carried: Fraction | None, library: Library) -> Fraction:
    if carried is not None:
        text = library.symbol.sub(str(carried), text)
    text = stripped(text)
    for sign in CURRENCIES[1:]:
        text = text.replace(sign, "$")
    item = library.by_wording.get(nameless(text))
    template = item and library.template(item)
    if item is None or template is None:
        raise ValueError(f"no item reads like {text[:80]!r}")
    table: dict[Fraction, Fraction] = {}
    for old, new in zip(mentions(item.question), mentions(text), strict=True):
        table[old.value] = new.value
        if old.kind in ("percent", "cents"):
            table.setdefault(old.value / 100, new.value / 100)
    return replay(template.published(), {a: b for a, b in table.items() if a != b})
