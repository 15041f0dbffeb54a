"""``saturate compare``: models of a training of one's own on the same items, pair by pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter
from pydantic import Field

from saturate.config.fields import ITEMS
from saturate.config.settings import FULL_ITEMS, RungSettings
from saturate.errors import SaturateError

if TYPE_CHECKING:
    from saturate.analysis.checkpoints import Against, Checkpoint
    from saturate.stats.intervals import Interval

_STARS = "* the interval, widened for all rungs and models, leaves out no change"
_DOUBT = (
    "no control was trained beside them: a rise may be of the form of questions and answers as "
    "well; what a run says of it: docs/verdict.md"
)


class CompareSettings(RungSettings):
    """The models, comma-separated in --model, the first one first; and what they are asked."""

    items: Annotated[int, Field(ge=8, le=100_000), ITEMS] = FULL_ITEMS
    """Items a rung."""


def compare(
    ladder: str,
    /,
    *,
    settings: Annotated[CompareSettings, Parameter(name="*")] = CompareSettings(),
    json: Path | None = None,
) -> None:
    """Hold models against the first one named, on the same items of every rung.

    For checkpoints of a training of your own: --model BASE,CHECKPOINT,... Items are of the score
    split, intervals of changes are paired by item.

    Parameters
    ----------
    ladder
        Name of the ladder; saturate tasks lists them.
    json
        File for the figures.
    """
    from saturate.analysis.asking import askable
    from saturate.analysis.checkpoints import Questions, against_first, read_checkpoints
    from saturate.storage.files import disk_errors, write_json
    from saturate.storage.outputs import check_file

    data, names = settings.benchmark_data, [one.strip() for one in settings.model.split(",")]
    if len(set(names)) < 2:
        raise SaturateError(
            "There is nothing to compare; name two different models or more: --model "
            "BASE,CHECKPOINT."
        )
    first, last = askable(ladder, settings.rungs, data)
    if json is not None:
        check_file(json)
    print(
        f"Scoring    rungs {first} to {last} of {ladder}, {settings.items} items each; score "
        f"split, seed {settings.seed}"
    )
    asked = Questions(ladder, range(first, last + 1), settings.items, settings.seed, data)
    found = read_checkpoints(asked, names, settings, _tell)
    against = against_first(found, asked)
    for one, held in zip(found[1:], against, strict=True):
        print("\n".join(_lines(found[0], one, held)))
    print(f"\nNote       {_STARS}\nNote       {_DOUBT}")
    if json is not None:
        with disk_errors(json):
            write_json(json, _figures(ladder, settings, found, against))


def _tell(name: str) -> None:
    print(f"Model      {name}", flush=True)


def _lines(base: Checkpoint, one: Checkpoint, held: Against | None) -> list[str]:
    from saturate.results.text import frontier_text, interval_text

    lines = [f"\n{one.model} against {base.model}"]
    if held is None:
        return [*lines, "           no item was asked of both"]
    for rung, moved in held.strict.by_rung.items():
        shares = " -> ".join(_share(model.strict[rung]) for model in (base, one))
        lines.append(f"Rung {rung:<5} {shares:<14} {_change(moved)}")
    gain = held.strict.frontier
    lines += [
        f"All        {held.strict.items:,} items: {_change(held.strict.accuracy)}, by the flexible "
        f"reading {_change(held.flexible.accuracy)}",
        f"Frontier   {frontier_text(base.frontier)} -> {frontier_text(one.frontier)}"
        + ("" if gain is None else f": {interval_text(gain, sign='+')} rungs"),
    ]
    return lines


def _share(items: Mapping[str, bool]) -> str:
    from saturate.results.text import percent_text

    return f"{percent_text(sum(items.values()) / len(items))} %"


def _change(moved: Interval) -> str:
    """A change in points, with a star where its interval leaves out zero."""
    from saturate.results.text import interval_text

    star = " *" if moved.low > 0 or moved.high < 0 else ""
    return interval_text(moved, 100, "+") + star


def _figures(
    ladder: str,
    settings: CompareSettings,
    found: Sequence[Checkpoint],
    against: Sequence[Against | None],
) -> dict[str, Any]:
    return {
        "ladder": ladder,
        "seed": settings.seed,
        "models": [
            {
                "model": one.model,
                "frontier": one.frontier._asdict(),
                "rungs": {
                    str(rung): {"right": sum(items.values()), "items": len(items)}
                    for rung, items in one.strict.items()
                },
                "flexible": {
                    str(rung): sum(items.values()) for rung, items in one.flexible.items()
                },
                "against_first": None if held is None else _paired(held),
            }
            for one, held in zip(found, [None, *against], strict=True)
        ],
    }


def _paired(held: Against) -> dict[str, Any]:
    return {
        "items": held.strict.items,
        "accuracy": list(held.strict.accuracy),
        "flexible_accuracy": list(held.flexible.accuracy),
        "frontier": None if held.strict.frontier is None else list(held.strict.frontier),
        "by_rung": {str(rung): list(one) for rung, one in held.strict.by_rung.items()},
    }
