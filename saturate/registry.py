"""Finds ladders by the entry point group ``saturate.ladders``: ours and anyone's alike."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from saturate.errors import SaturateError, nearest
from saturate.ladder import Ladder, LadderInfo

GROUP = "saturate.ladders"


def ladder_names() -> list[str]:
    """Names of all installed ladders."""
    return sorted(point.name for point in entry_points(group=GROUP))


@cache
def load_ladder(name: str) -> Ladder:
    """The ladder of that name; ``compose:TASK`` is made from the items of an lm-eval task.

    Raises:
        SaturateError: No installed package offers it.
    """
    family, _, task = name.partition(":")
    if family == "compose" and task:  # grown from any lm-eval task
        from saturate.harden.ladder import ChainLadder

        return ChainLadder(task)
    for point in entry_points(group=GROUP, name=name):
        ladder = point.load()()
        if not isinstance(ladder, Ladder):
            raise SaturateError(f"Entry point {point.value!r} is not a saturate.ladder.Ladder.")
        return ladder
    raise SaturateError(f"There is no ladder {name!r}; {nearest(name, ladder_names())}")


def ladder_for(benchmark: str) -> str:
    """The ladder that grows out of a benchmark.

    Raises:
        SaturateError: No installed ladder does.
    """
    grown = {load_ladder(name).describe().benchmark: name for name in ladder_names()}
    if benchmark not in grown:
        raise SaturateError(
            f"No ladder grows out of benchmark {benchmark!r}; {nearest(benchmark, list(grown))}"
        )
    return grown[benchmark]


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
