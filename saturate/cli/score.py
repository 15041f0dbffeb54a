"""``saturate score``: a model's accuracy on rungs, each to so many points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter
from pydantic import Field

from saturate.config.settings import RungSettings

if TYPE_CHECKING:
    from saturate.analysis.reading import Reading
    from saturate.stats.intervals import Count


class ReadSettings(RungSettings):
    """The model, what it is asked, and how narrow the intervals are to be."""

    points: Annotated[float, Field(ge=0.5, le=20)] = 5.0
    """Half width of each rung's 95 % interval, in percentage points."""


def score(
    ladder: str,
    /,
    *,
    settings: Annotated[ReadSettings, Parameter(name="*")] = ReadSettings(),
    json: Path | None = None,
) -> None:
    """Score a model on rungs, each to so many points, with no more items than that takes.

    Asks a few items of the score split on every rung, then as many more as the answers say are
    needed: 2 points take 2,500 items where half are right, 300 where all are.

    Parameters
    ----------
    ladder
        Name of the ladder; saturate tasks lists them.
    json
        File for the figures of all rungs.
    """
    from saturate.analysis.asking import askable, model_asker
    from saturate.analysis.reading import read_rungs
    from saturate.scoring.rungs import nothing_fits
    from saturate.storage.files import disk_errors, write_json
    from saturate.storage.outputs import check_file

    first, last = askable(ladder, settings.rungs, settings.benchmark_data)
    if json is not None:
        check_file(json)
    data = settings.benchmark_data
    with model_asker("score", ladder, settings, settings.seed, data) as ask:
        print(
            f"Scoring    rungs {first} to {last} of {ladder}, each to {settings.points:g} points; "
            f"score split, seed {settings.seed}"
        )
        found = read_rungs(range(first, last + 1), ask, settings.points / 100, _tell_look)
    if not found:
        raise nothing_fits(f"{ladder}, rungs {first} to {last},", "--rungs")
    print("\n".join(_lines(range(first, last + 1), found)))
    if json is not None:
        with disk_errors(json):
            write_json(json, _figures(ladder, settings, found))


def _tell_look(asked: Mapping[int, Count], wanted: Mapping[int, int]) -> None:
    items = sum(count.total for count in asked.values())
    more = f"next: {sum(wanted.values()):,} (rungs: {len(wanted)})" if wanted else "nothing more"
    print(f"Look       items: {items:,} (rungs: {len(asked)}); {more}", flush=True)


def _lines(rungs: Sequence[int], found: Mapping[int, Reading]) -> list[str]:
    from saturate.scoring.rungs import what_helps

    lines = [
        f"Rung {rung:<5} "
        + (_line(found[rung]) if rung in found else "no item fits into the model's context")
        for rung in rungs
    ]
    lines.append(f"Asked      {sum(one.seen.total for one in found.values()):,} items")
    if len(found) < len(rungs) or any(one.left_out for one in found.values()):
        lines.append(
            "Note       items that do not fit into the model's context with their answer are not "
            f"asked; what helps: {what_helps('--rungs')}"
        )
    return lines


def _line(one: Reading) -> str:
    from saturate.results.text import interval_text

    return (
        f"{interval_text(one.share, 100)} % right of {one.seen.total:,} items"
        + ("" if one.reached else "; there are no more")
        + (f"; {one.left_out:,} too long for the model's context" if one.left_out else "")
    )


def _figures(ladder: str, settings: ReadSettings, found: Mapping[int, Reading]) -> dict[str, Any]:
    return {
        "ladder": ladder,
        "model": settings.model,
        "seed": settings.seed,
        "points": settings.points,
        "rungs": {
            str(rung): {
                "right": one.seen.right,
                "items": one.seen.total,
                "accuracy": one.share.value,
                "interval": [one.share.low, one.share.high],
                "reached": one.reached,
                "left_out": one.left_out,
            }
            for rung, one in found.items()
        },
    }
