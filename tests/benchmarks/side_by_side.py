"""Measures two ways of doing the same in turn, in one process, and prints their ratio."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

_HEADS = ("row", "one", "s", "other", "s", "ratio", "by wall time", "asked")
HEAD = f"| {' | '.join(_HEADS)} |\n{'|---' * len(_HEADS)}|"


class Sides(NamedTuple):
    """Two ways, each with the seconds that it takes: CPU time and wall time, of ``units`` units."""

    one: str
    """What is divided by the other."""
    first: Callable[[], tuple[float, float]]
    other: str
    second: Callable[[], tuple[float, float]]
    asked: str
    """What the ratio is to be."""


def timed(work: Callable[[], object], units: float = 1) -> Callable[[], tuple[float, float]]:
    """A measurement of a call: its CPU time and its wall time a unit of work, in seconds."""

    def measure() -> tuple[float, float]:
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        return (time.process_time() - cpu) / units, (time.perf_counter() - wall) / units

    return measure


def compare(name: str, sides: Sides, repeats: int) -> None:
    """Print a row: medians, and the medians of the ratios of each turn."""
    turns = [(sides.first(), sides.second()) for _ in range(repeats)]
    cpu = [statistics.median(turn[side][0] for turn in turns) for side in (0, 1)]
    ratio, wall = (
        statistics.median(one[clock] / other[clock] for one, other in turns) for clock in (0, 1)
    )
    print(
        f"| {name} | {sides.one} | {cpu[0]:.3g} | {sides.other} | {cpu[1]:.3g} | {ratio:.2f} "
        f"| {wall:.2f} | {sides.asked} |",
        flush=True,
    )
