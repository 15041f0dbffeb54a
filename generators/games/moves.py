"""How moves are found in what a model wrote: ``[up]``, one a line or several.

A plan is the last run of lines that hold moves alone, so that a model may think first and end in
words. What stands in brackets is given to textarena's environment as it is, which refuses what is
no move; nothing else of a text ever is, and no more than a few characters at once.
"""

from __future__ import annotations

import re

_MAX_LENGTH = 12
"""Characters of a move, brackets left out; no game has a longer one."""
_ROOM = 2 * (_MAX_LENGTH + 2)
"""Characters that a move may take in a plan, with what stands around it."""
_MOVE = re.compile(rf"\[([^\[\]\n]{{1,{_MAX_LENGTH}}})\]")
_LINE = re.compile(r"(?:[-*]|[0-9]{1,3}[.)])?\s*((?:\[[^\[\]]*\][\s,;]*)+)")
_AROUND = re.compile(r"\s*|```[a-z]*")
"""Lines that may stand between moves."""
_MAX_TURN = 4_000
"""Characters of a turn that are read."""


def plan_in(text: str, limit: int, lenient: bool = False) -> list[str] | None:
    """The moves at the end of a text.

    Args:
        text: What a model wrote, of any length.
        limit: Most moves.
        lenient: Leave out what stands in brackets and is too long for a move, which otherwise
            spoils the plan.

    Returns:
        ``None`` where there is no plan, or a longer one.
    """
    moves: list[str] = []
    for line in reversed(text[-_ROOM * (limit + 1) :].split("\n")):
        match = _LINE.fullmatch(line.strip())
        if match is None:
            if moves and not _AROUND.fullmatch(line[:_ROOM]):
                break
            continue
        found = _MOVE.findall(match[1])
        if len(found) < match[1].count("[") and not lenient:
            return None
        moves += [f"[{move}]" for move in reversed(found)]
        if len(moves) > limit:
            return None
    return moves[::-1] or None


def first_move(text: str) -> str | None:
    """The first move in a turn; what is written behind it, such as boards, is not read."""
    match = _MOVE.search(text[:_MAX_TURN])
    return None if match is None else match[0]
