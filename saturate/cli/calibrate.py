"""``saturate calibrate``: the rung at which a model scores a target, with few items."""

from __future__ import annotations

from collections.abc import Mapping, Set
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from pydantic import Field

from saturate.config.fields import ITEMS, DataFolder, Rungs, Seed
from saturate.config.settings import ModelSettings
from saturate.errors import SaturateError

if TYPE_CHECKING:
    from saturate.analysis.calibration import Limits, Prior, SearchResult
    from saturate.stats.intervals import Count, Interval


_GUESSED = 100
"""Items whose options are counted."""


class SearchSettings(ModelSettings):
    """The model, what is looked for, and how far the search may go."""

    target: Annotated[float, Field(ge=0.05, le=0.95)] = 0.5
    """Accuracy looked for, as a share."""
    width: Annotated[float, Field(gt=0)] = 1.0
    """Wanted width of the threshold's 95 % interval, in rungs."""
    rungs: Rungs | None = None
    """Rungs that may be asked, as first:last (default: the ladder's; 40 of an open-ended one)."""
    max_items: Annotated[int, Field(ge=1)] = 400
    """Most items to ask."""
    batch: Annotated[int, Field(ge=1)] = 16
    """Items asked at once."""
    benchmark_data: DataFolder | None = None
    """Folder of published items, for ladders that grow out of them."""
    seed: Seed = 1
    """Which items are asked; those of an export have seed 0, so that they stay fresh."""
    export: Path | None = None
    """Write the rung nearest to the target into this folder, as saturate export does."""
    items: Annotated[int, Field(ge=1), ITEMS] = 500
    """Problems of that export."""


def calibrate(
    ladder: str,
    /,
    *,
    settings: Annotated[SearchSettings, Parameter(name="*")] = SearchSettings(),
) -> None:
    """Find the rung at which a model scores the target, with a credible interval.

    Asks items of the score split in batches, each where it tells most about the threshold, and
    stops when the interval is narrow enough.

    Parameters
    ----------
    ladder
        Name of the ladder; saturate tasks lists them.
    """
    from saturate.analysis.asking import askable, model_asker
    from saturate.analysis.calibration import Limits, Prior, search
    from saturate.publish import check_freezable
    from saturate.registry import load_ladder
    from saturate.scoring.rungs import nothing_fits
    from saturate.storage.outputs import check_new_folder

    if settings.export is None and (flag := settings.given_flag({"items"})):
        raise SaturateError(f"{flag} is about what is exported; give --export too.")
    span = askable(ladder, settings.rungs, settings.benchmark_data)
    prior = Prior(*span, settings.target)
    _check_target(ladder, prior, settings.benchmark_data)
    limits = Limits(settings.width, settings.max_items, settings.batch)
    data = settings.benchmark_data
    if settings.export is not None:
        check_new_folder(settings.export)
        check_freezable(load_ladder(ladder, data))
    with model_asker("calibrate", ladder, settings, settings.seed, data) as ask:
        print(
            f"Searching  rungs {prior.first} to {prior.last} of {ladder} for {prior.target:.0%} "
            f"right; items of the score split, seed {settings.seed}"
        )
        found = search(prior, ask, limits, settings.seed, _tell_batch)
    if not found.counts:
        raise nothing_fits(f"{ladder}, rungs {prior.first} to {prior.last},", "--rungs")
    print("\n".join(_result_lines(prior, limits, found)))
    for rung, share in _guessed(ladder, {found.rung}, data).items():
        print(f"Guesses    among the options of rung {rung} are right on {share:.0%} of the items")
    if settings.export is not None:
        _export(ladder, settings, found, settings.export)


def _guessed(ladder: str, rungs: Set[int], data: Path | None) -> dict[int, float]:
    from saturate.registry import load_ladder
    from saturate.scoring.guessing import guessed_shares

    return guessed_shares(load_ladder(ladder, data), rungs, _GUESSED)


def _check_target(ladder: str, prior: Prior, data: Path | None) -> None:
    """Refuse a target that guesses among options reach at both ends of the search."""
    ends = {prior.first, prior.last}
    guessed = _guessed(ladder, ends, data)
    if guessed.keys() == ends and prior.target <= (least := min(guessed.values())):
        raise SaturateError(
            f"--target {prior.target:g}: guesses among the options of {ladder} are right on "
            f"{least:.0%} of the items or more, so no model falls below that; name a higher one."
        )


def _tell_batch(asked: Mapping[int, Count], found: SearchResult) -> None:
    shown = ", ".join(f"{rung}: {right}/{total}" for rung, (right, total) in asked.items())
    print(
        f"Batch {found.batches:<4} threshold {_interval(found.threshold)} after {found.items} "
        f"items; right by rung {shown}",
        flush=True,
    )


def _result_lines(prior: Prior, limits: Limits, found: SearchResult) -> list[str]:
    from saturate.scoring.rungs import what_helps

    counts = found.counts.get(found.rung)
    asked = f", {counts.right} of {counts.total} asked" if counts else ""
    end = prior.first if found.place.startswith("below") else prior.last
    threshold = (
        f"{_interval(found.threshold)} rungs (95 % credible interval)"
        if found.place == "within"
        else f"{found.place} that was searched, {end}"
    )
    lines = [
        f"Threshold  {threshold}; that is where {prior.target:.0%} are right",
        f"Nearest    rung {found.rung}, expected to be {found.accuracy.value:.0%} right "
        f"[{found.accuracy.low:.0%}, {found.accuracy.high:.0%}]{asked}",
        f"Asked      {found.items} items in {found.batches} batches",
    ]
    if found.left_out:
        lines.append(
            f"Note       items that do not fit into the model's context with their answer were not "
            f"asked: {_by_rung(found.left_out)}; what helps: {what_helps('--rungs')}"
        )
    if not found.reached:
        lines.append(
            f"Note       the interval is wider than {limits.width:g}; the items ended "
            "(--max-items, or what the rungs hold)"
        )
    return lines


def _by_rung(left_out: Mapping[int, int]) -> str:
    return ", ".join(f"{count:,} of rung {rung}" for rung, count in sorted(left_out.items()))


def _export(ladder: str, settings: SearchSettings, found: SearchResult, out: Path) -> None:
    from saturate.cli.export import tell
    from saturate.publish import BenchmarkRequest, freeze

    if found.place != "within":
        raise SaturateError(
            f"No rung of {ladder} is near {settings.target:.0%} for this model (the threshold lies "
            f"{found.place}); nothing was exported."
        )
    chosen = (
        f"Chosen by calibration: the model {Path(settings.model).name} is expected to be right on "
        f"{found.accuracy.value:.0%} [{found.accuracy.low:.0%}, {found.accuracy.high:.0%}] of this "
        f"rung (target {settings.target:.0%}), after {found.items} items of seed {settings.seed}."
    )
    wanted = BenchmarkRequest(
        ladder,
        found.rung,
        found.rung,
        settings.items,
        chosen=chosen,
        data=settings.benchmark_data,
    )
    tell(freeze(wanted, out), settings.items)


def _interval(one: Interval) -> str:
    return f"{one.value:.1f} [{one.low:.1f}, {one.high:.1f}]"
