"""How fast each ladder's problems are drawn on one core, and what memory a million of them leave.

    python tests/benchmarks/generators.py speed [LADDER ...]
    python tests/benchmarks/generators.py memory [LADDER ...] [--draws 10000 100000 1000000]

``speed`` draws stretches of problems of ``train`` and takes the best one's CPU time, so that what
else the machine does counts little. ``memory`` gives every ladder a process of
its own and draws from rungs 1 to 8 and all splits in turn. Both print a table. The ladders of
GSM8K's items read ``tests/data/gsm8k``.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from saturate.checking.figures import draws_per_second
from saturate.ladder import SPLITS, Ladder
from saturate.registry import ladder_names, load_ladder

DATA = Path(__file__).parents[1] / "data" / "gsm8k"
PROBLEMS, STRETCHES = 400, 15
HARDEST = 8
"""Rungs that the draws for ``memory`` come from."""
OPEN = 40
"""Rung that stands for the last of a ladder without one."""


def resident_kib() -> int:
    """Memory that this process holds now, in KiB (Linux)."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmRSS:")[2].split()[0])


def memory_after(ladder: Ladder, draws: Sequence[int]) -> list[int]:
    """Memory in KiB after so many draws in all, in rising order."""
    info = ladder.describe()
    rungs = range(info.first, min(HARDEST, info.last or HARDEST) + 1)
    held, drawn = [], 0
    for until in draws:
        for index in range(drawn, until):
            rung = rungs[index % len(rungs)]
            ladder.problem(rung, SPLITS[index % len(SPLITS)], index)
        held.append(resident_kib())
        drawn = until
    return held


def speed(names: Sequence[str]) -> None:
    """Print the table of speeds."""
    print("| ladder | first rung | rung 5 | last rung | rung 5 of `score` |\n|---|---|---|---|---|")
    for name in names:
        ladder = load_ladder(name, DATA)
        info = ladder.describe()
        last = info.last or OPEN
        fifth = min(5, last)
        rates = [
            draws_per_second(ladder, info.first, "train", PROBLEMS, STRETCHES),
            draws_per_second(ladder, fifth, "train", PROBLEMS, STRETCHES),
            draws_per_second(ladder, last, "train", PROBLEMS, STRETCHES),
            draws_per_second(ladder, fifth, "score", PROBLEMS, STRETCHES),
        ]
        cells = [f"{rate:,.0f}" for rate in rates]
        cells[2] += f" ({last})"
        print(f"| `{name}` | {' | '.join(cells)} |", flush=True)


def memory(names: Sequence[str], draws: Sequence[int]) -> None:
    """Print the table of memory, each row from a process of its own."""
    print(f"| ladder | {' | '.join(f'after {n:,}' for n in draws)} |\n|---{'|---' * len(draws)}|")
    for name in names:
        command = [sys.executable, __file__, "one", name, "--draws", *map(str, draws)]
        found = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        print(
            f"| `{name}` | {' | '.join(f'{int(kib) / 1024:.1f} MiB' for kib in found)} |",
            flush=True,
        )


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", choices=("speed", "memory", "one"))
    parser.add_argument("ladders", nargs="*", default=ladder_names())
    parser.add_argument("--draws", nargs="+", type=int, default=[10_000, 100_000, 1_000_000])
    asked = parser.parse_args()
    if asked.table == "speed":
        speed(asked.ladders)
    elif asked.table == "memory":
        memory(asked.ladders, asked.draws)
    else:
        print(*memory_after(load_ladder(asked.ladders[0], DATA), asked.draws))


if __name__ == "__main__":
    main()
