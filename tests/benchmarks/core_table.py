"""The table of docs/reasoning-gym.md on reasoning-core: speed and guesses of every ladder rc:TASK.

    python tests/benchmarks/core_table.py [TASK ...]

It takes reasoning-core. Three processes, each with another seed of Python's hashes, draw the same
thousand problems in other orders first; a task of which they differ is named on standard error.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter

from gym_table import places_of, sample

from saturate.generators.core.library import full_mark
from saturate.generators.core.tasks import LEVELS, TASKS
from saturate.ladder import SeededRandom
from saturate.registry import load_ladder

DRAWN = [(rung, index) for rung in range(1, LEVELS + 1) for index in range(100)]


def fingerprint(task: str, order: int) -> str:
    """A hash over some problems of a task, drawn in an order of that number."""
    ladder = load_ladder(f"rc:{task}")
    found = {
        place: ladder.problem(place[0], "train", place[1])
        for place in SeededRandom("order", order).sample(DRAWN, len(DRAWN))
    }
    told = "".join(found[place].question + found[place].answer for place in DRAWN)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def elsewhere(task: str, number: int) -> str:
    """The same from a process of its own."""
    told = subprocess.run(
        [sys.executable, __file__, "--fingerprint", task, str(number)],
        env=os.environ | {"PYTHONHASHSEED": str(number)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return told.stdout.strip()


def line(task: str) -> str:
    """A task in one line of the table."""
    if len({elsewhere(task, number) for number in (1, 2, 3)}) > 1:
        print(f"{task}: three processes draw different problems", file=sys.stderr)
    ladder = load_ladder(f"rc:{task}")
    first, speed = sample(ladder, 1)
    last, slowest = sample(ladder, LEVELS)
    for one in first + last:
        number, place = places_of(ladder)[one.question]
        if not one.is_right(one.answer) or not full_mark(task, number, place, one.answer):
            print(f"{task}: rung {one.rung} refuses its own answer {one.answer!r}", file=sys.stderr)
    common = Counter(one.answer for one in last).most_common(1)[0][1]
    longest = max(len(one.question) for one in last)
    return (
        f"| `{task}` | {speed:,.0f} | {slowest:,.0f} | {len({p.question for p in first})} of "
        f"{len(first)} | {common} of {len(last)} | {longest:,} |"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--fingerprint"]:
        print(fingerprint(sys.argv[2], int(sys.argv[3])))
    else:
        for name in sys.argv[1:] or TASKS:
            print(line(name), flush=True)
