"""Numbers of rungs or rounds in words, those that follow one another as one."""

from __future__ import annotations

from collections.abc import Sequence


def numbered(noun: str, numbers: Sequence[int]) -> str:
    """``rungs 6 to 8 and 10``, of at least one number."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [str(r[0]) if len(r) == 1 else f"{r[0]} to {r[-1]}" for r in runs]
    listing = parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
    return (noun if len(numbers) == 1 else f"{noun}s") + f" {listing}"
