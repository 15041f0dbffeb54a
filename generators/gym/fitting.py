"""Which items of a family are problems, where some are of another rung or have several answers.

Votes for right answers are split where several are right; an item with one alone, by a count that
is made here from what the family tells of it, has no such fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any


def fits(family: str, metadata: Mapping[str, Any], value: int) -> bool:
    """Whether an item is of its rung and has one right answer.

    Args:
        family: Whose item.
        metadata: What the family tells of it.
        value: Of the axis, on the rung.
    """
    rule = _RULES.get(family)
    return rule is None or rule(metadata, value)


def _one_board(metadata: Mapping[str, Any], _: int) -> bool:
    return len(metadata["valid_answers"]) == 1


def _one_path(metadata: Mapping[str, Any], value: int) -> bool:
    """Whether one shortest path alone leads through a grid, with as many steps as it has rows.

    A grid without any is guessed, and paths of two or three steps do not grow with it.
    """
    grid = metadata["matrix"]
    if len(metadata["solution"]) < value:
        return False
    cells = {(r, c): cell for r, row in enumerate(grid) for c, cell in enumerate(row)}
    paths = Counter(place for place, cell in cells.items() if cell == "*")
    seen = set(paths)
    while paths:
        found: Counter[tuple[int, int]] = Counter()
        for (r, c), count in paths.items():
            for place in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)):
                if place not in seen and cells.get(place, "X") != "X":
                    found[place] += count
        ends = [count for place, count in found.items() if cells[place] == "#"]
        if ends:
            return ends == [1]
        seen |= set(found)
        paths = found
    return False


def _one_sequence(metadata: Mapping[str, Any], value: int) -> bool:
    """Whether a lock of the rung's difficulty is opened by one shortest sequence alone."""
    if metadata["difficulty"]["difficulty"] != value:
        return False
    states = Counter({(metadata["initial_value"], metadata["initial_state"]): 1})
    for _ in metadata["solution_path"]:
        after: Counter[tuple[int, str]] = Counter()
        for (number, light), count in states.items():
            for button in metadata["buttons"]:
                if button["active_state"] in (light, "any"):
                    pressed = _pressed(number, button["type"], button["value"])
                    after[pressed, "green" if light == "red" else "red"] += count
        states = after
    return sum(n for (number, _), n in states.items() if number == metadata["target_value"]) == 1


def _pressed(number: int, kind: str, value: int) -> int:
    return {"add": number + value, "subtract": number - value, "multiply": number * value}[kind]


_RULES: Mapping[str, Callable[[Mapping[str, Any], int], bool]] = {
    "n_queens": _one_board,
    "quantum_lock": _one_sequence,
    "shortest_path": _one_path,
}
