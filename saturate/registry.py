"""Finds ladders by entry points, ours and anyone's alike, and hands them their published items.

The group ``saturate.ladders`` names classes of ladders: ``addition``. The group
``saturate.ladder_makers`` names what makes a ladder out of an argument and a data folder (or
``None``): the name ``compose:TASK`` calls the maker ``compose`` with the task. The group
``saturate.benchmark_ladders`` names what chooses such a ladder for any other benchmark.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import NamedTuple

from saturate.benchmark_data import data_folder, load_items
from saturate.errors import SaturateError, nearest, raised
from saturate.ladder import Ladder, LadderInfo

GROUP = "saturate.ladders"
MAKER_GROUP = "saturate.ladder_makers"
CHOOSER_GROUP = "saturate.benchmark_ladders"


class MadeLadder(NamedTuple):
    """A ladder that was made for a benchmark."""

    name: str
    reason: str
    """Why this one, as the plan says."""


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
    """The ladder of that name, or the one that ``maker:argument`` makes.

    Args:
        name: Its entry point; or a maker's, a colon and what it is called with.
        data: Folder of published items, for ladders that grow out of them. Without one they come
            from the folder that the environment names, or from the hub (see
            :mod:`saturate.benchmark_data`), when the first problem is wanted.

    Raises:
        SaturateError: No installed package offers it, or the one that does cannot be loaded.
    """
    maker, _, argument = name.partition(":")
    for point in entry_points(group=MAKER_GROUP, name=maker) if argument else ():
        folder = data_folder(Path(argument).stem, data)
        with _told(point, maker):
            make = point.load()
        return _checked(point, make(argument, folder))
    for point in entry_points(group=GROUP, name=name):
        with _told(point, name):
            ladder = _checked(point, point.load()())
            return ladder.with_items(partial(load_items, ladder.describe().benchmark, data))
    raise SaturateError(f"There is no ladder {name!r}; {nearest(name, ladder_names())}")


@contextmanager
def _told(point: EntryPoint, name: str) -> Iterator[None]:
    """Whatever a package raises that cannot be loaded, as a sentence."""
    try:
        yield
    except SaturateError:
        raise
    except Exception as error:  # a package of somebody else's may raise anything
        package = "its package" if point.dist is None else point.dist.name
        raise SaturateError(
            f"Ladder {name} cannot be loaded from {point.value}: {raised(error)}. Mend that, or "
            f"pip uninstall {package}."
        ) from error


def _checked(point: EntryPoint, ladder: object) -> Ladder:
    if not isinstance(ladder, Ladder):
        raise SaturateError(f"Entry point {point.value!r} is not a saturate.ladder.Ladder.")
    return ladder


def ladders_for(benchmark: str) -> list[str]:
    """The ladders that grow out of a benchmark, if any; the one that bears its name comes first."""
    grown = [name for name, info in installed_ladders().items() if info.benchmark == benchmark]
    return sorted(grown, key=lambda name: (name != benchmark, name))


def own_benchmarks() -> set[str]:
    """The benchmarks that installed ladders grow out of."""
    return {info.benchmark for info in installed_ladders().values()}


def installed_ladders() -> dict[str, LadderInfo]:
    """By name, what the installed ladders say of themselves.

    One that cannot be loaded is left out, with a warning: nobody has asked for it.
    """
    found = {}
    for name in ladder_names():
        try:
            found[name] = load_ladder(name).describe()
        except SaturateError as error:
            logging.getLogger("saturate").warning("%s", error)
    return found


def is_made(benchmark: str) -> bool:
    """Whether a benchmark is named as a made ladder is, by an installed maker and its argument."""
    maker, _, argument = benchmark.partition(":")
    return bool(argument and entry_points(group=MAKER_GROUP, name=maker))


def make_ladder(benchmark: str, data: Path | None = None) -> MadeLadder:
    """A ladder for a benchmark that no installed one grows out of.

    Args:
        benchmark: What a chooser knows it by, such as an lm-eval task's name.
        data: Folder of its published items.

    Raises:
        SaturateError: None can be made, or it is a ladder's name; the sentence says why.
    """
    if benchmark in ladder_names():
        raise SaturateError(
            f"{benchmark} is a ladder of benchmark {load_ladder(benchmark).describe().benchmark}; "
            f"give --ladder {benchmark}."
        )
    for point in entry_points(group=CHOOSER_GROUP):
        found: MadeLadder = point.load()(benchmark, data_folder(Path(benchmark).stem, data))
        return found
    raise SaturateError(f"No ladder can be made of benchmark {benchmark!r} here.")


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
