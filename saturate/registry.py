"""Finds ladders by the entry point group ``saturate.ladders``: ours and anyone's alike."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

from saturate.errors import SaturateError, nearest
from saturate.ladder import Ladder, LadderInfo

GROUP = "saturate.ladders"


def ladder_names() -> list[str]:
    """Names of all installed ladders.

    Raises:
        SaturateError: There is none: saturate runs from a checkout and is not installed.
    """
    names = sorted(point.name for point in entry_points(group=GROUP))
    if not names:
        raise SaturateError(
            "saturate is not installed here, so its ladders are not known; run pip install . in "
            "the checkout."
        )
    return names


@cache
def load_ladder(name: str, data: Path | None = None) -> Ladder:
    """The ladder of that name; ``compose:TASK`` is made from the items of an lm-eval task.

    Args:
        name: Its entry point.
        data: Folder of published items, for ladders that grow out of them. Without one they look
            into the environment and ask the hub (see :mod:`saturate.benchmark_data`), when the
            first problem is wanted.

    Raises:
        SaturateError: No installed package offers it.
    """
    family, _, task = name.partition(":")
    if family == "compose" and task:  # grown from any lm-eval task
        from saturate.harden.ladder import ChainLadder

        return ChainLadder(task, data)
    for point in entry_points(group=GROUP, name=name):
        ladder = point.load()()
        if not isinstance(ladder, Ladder):
            raise SaturateError(f"Entry point {point.value!r} is not a saturate.ladder.Ladder.")
        return ladder if data is None else ladder.with_data(data)
    raise SaturateError(f"There is no ladder {name!r}; {nearest(name, ladder_names())}")


def ladders_for(benchmark: str) -> list[str]:
    """The ladders that grow out of a benchmark; the one that bears its name comes first.

    Raises:
        SaturateError: No installed ladder does.
    """
    grown: dict[str, list[str]] = {}
    for name in ladder_names():
        grown.setdefault(load_ladder(name).describe().benchmark, []).append(name)
    if benchmark not in grown:
        raise SaturateError(
            f"No ladder grows out of benchmark {benchmark!r}; {nearest(benchmark, list(grown))}"
        )
    return sorted(grown[benchmark], key=lambda name: (name != benchmark, name))


def require_rung(info: LadderInfo, rung: int) -> None:
    """See that a rung is on a ladder.

    Raises:
        SaturateError: It is not.
    """
    if rung < info.first or (info.last is not None and rung > info.last):
        end = "up" if info.last is None else f"to {info.last}"
        raise SaturateError(
            f"Rung {rung} is out of range: ladder {info.name} goes from {info.first} {end}."
        )
