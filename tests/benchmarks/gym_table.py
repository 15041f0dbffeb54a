"""The table of docs/reasoning-gym.md: axis, rungs, speed and guesses of every ladder there.

    python tests/benchmarks/gym_table.py [FAMILY ...]

It takes reasoning-gym. From every rung it draws a problem; from the first and the last as many as
come in two seconds of CPU time, and 100 at most. On standard error it names rungs without a
problem, and rungs with items whose own answer the family's scorer does not give a full mark.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from time import process_time
from typing import Any

from saturate.generators.gym.axes import AXES, Axis
from saturate.generators.gym.library import full_mark
from saturate.ladder import Ladder, Problem
from saturate.registry import load_ladder

SECONDS, MOST = 2.0, 100


def sample(ladder: Ladder, rung: int) -> tuple[list[Problem], float]:
    """Problems of a rung, and how many a second of CPU time gives."""
    ladder.problem(rung, "score", 0)  # opens the data set
    found: list[Problem] = []
    start = process_time()
    while len(found) < MOST and process_time() - start < SECONDS:
        found.append(ladder.problem(rung, "train", len(found)))
    return found, len(found) / max(process_time() - start, 1e-9)


def places_of(ladder: Any) -> dict[str, tuple[int, int]]:
    """Rung and place of every problem that the ladder has drawn, by its question."""
    return ladder._places


def check(ladder: Ladder, family: str, rung: int, problems: Sequence[Problem]) -> None:
    """Name a rung whose answers the family's own scorer does not take."""
    if AXES[family].by_text:
        return
    refused = 0
    for problem in problems:
        number, place = places_of(ladder)[problem.question]
        refused += not full_mark(family, number, place, problem.answer)
    if refused:
        print(f"{family}, rung {rung}: {refused} of {len(problems)} refused", file=sys.stderr)


def told(number: float) -> str:
    """A rate with two digits."""
    if number >= 10_000:
        return "over 10,000"
    return f"{number:.2g}" if number < 10 else f"{float(f'{number:.2g}'):,.0f}"


def held(axis: Axis) -> str:
    """What the ladder holds at other values than the family's defaults."""
    return ", ".join(f"`{name}` {value}" for name, value in axis.held.items())


def row(family: str) -> str:
    """A family's line of the table."""
    axis, ladder = AXES[family], load_ladder(f"rg:{family}")
    last = len(axis.values)
    for rung in range(1, last + 1):
        with suppress(ValueError):
            ladder.problem(rung, "vote", 0)
            continue
        print(f"{family}, rung {rung}: no problem", file=sys.stderr)
    ends = [sample(ladder, rung) for rung in (1, last)]
    for rung, (problems, _) in zip((1, last), ends, strict=True):
        check(ladder, family, rung, problems)
    hardest = ends[1][0]
    different = len({one.key for one in ends[0][0]})
    guess = Counter(one.answer for one in hardest).most_common(1)[0][1]
    values = f"{axis.values[0]:,} to {axis.values[-1]:,}"
    return (
        f"| `{family}` | {ladder.describe().axis}, {values} | {last} | {held(axis)} | "
        f"{told(ends[0][1])} | {told(ends[1][1])} | {different} of {len(ends[0][0])} | "
        f"{guess} of {len(hardest)} |"
    )


def main() -> None:
    """Print the table."""
    print("| family | axis | rungs | held | a second, rung 1 | last rung | different | commonest |")
    print("|---|---|---|---|---|---|---|---|")
    for family in sys.argv[1:] or sorted(AXES):
        print(row(family), flush=True)


if __name__ == "__main__":
    main()
