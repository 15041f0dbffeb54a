"""Runs many small rounds and says what grows: seconds, memory, open files, threads.

Usage: python tests/benchmarks/soak.py [--rounds 200] [--table FILE]

A tiny random Llama is trained for two steps a round, and asked; the answers that count come from a
solver that errs (:mod:`support.soaking`), so that all rounds label the same rung. Prints the slope
of each figure over the rounds from a quarter of the run on, with its 95 % interval.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from scipy.stats import linregress, t

import saturate  # noqa: F401  before the folder of this name beside this one

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.soaking import Reading, soak


def slope(readings: list[Reading], values: list[float]) -> str:
    """The change of a figure from round to round, and its mean."""
    fit = linregress([one.number for one in readings], values)
    steady = len(set(values)) == 1  # whose error is not a number
    half = 0.0 if steady else float(t.ppf(0.975, len(values) - 2) * fit.stderr)
    mean = sum(values) / len(values)
    return f"{mean:12.3f} {fit.slope:+12.5f} ({fit.slope - half:+.5f} to {fit.slope + half:+.5f})"


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--table", type=Path, help="Where each round is written as it ends.")
    asked = parser.parse_args()

    def told(one: Reading) -> None:
        if asked.table is not None:
            with asked.table.open("a") as table:
                table.write(",".join(map(str, one)) + "\n")

    with tempfile.TemporaryDirectory() as folder:
        readings = soak(asked.rounds, Path(folder), setattr, told)
    print_slopes(readings)


def print_slopes(readings: list[Reading]) -> None:
    """Print the figures of the rounds from a quarter of the run on."""
    late = [one for one in readings if one.number >= len(readings) // 4]
    before = readings[readings.index(late[0]) - 1 : -1]
    figures = {
        "seconds": [a.seconds - b.seconds for a, b in zip(late, before, strict=True)],
        "CPU seconds": [a.cpu - b.cpu for a, b in zip(late, before, strict=True)],
        "MB resident": [one.resident / 1e6 for one in late],
        "open files": [float(one.files) for one in late],
        "threads": [float(one.threads) for one in late],
    }
    print(f"rounds {late[0].number} to {late[-1].number}:  mean, slope a round (95 % interval)")
    for name, values in figures.items():
        print(f"{name:12} {slope(late, values)}")


if __name__ == "__main__":
    main()
