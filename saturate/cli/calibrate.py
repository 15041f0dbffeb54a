"""``saturate calibrate``: the rung at which a model scores a target, with few items."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from saturate.errors import SaturateError

if TYPE_CHECKING:
    from saturate.analysis.calibration import Limits, Prior, SearchResult
    from saturate.stats.intervals import Count, Interval

_OPEN_ENDED = 40
"""Rungs searched on a ladder without a last one."""


def calibrate(
    ladder: str,
    /,
    *,
    model: str = "seed",
    target: float = 0.5,
    width: float = 1.0,
    rungs: str | None = None,
    max_items: int = 400,
    batch: int = 16,
    max_new_tokens: int = 512,
    engine: Literal["transformers", "vllm"] = "transformers",
    seed: int = 1,
    export: Path | None = None,
    items: Annotated[int, Parameter(name=["--items", "-n"])] = 500,
) -> None:
    """Find the rung at which a model scores the target, with a credible interval.

    Asks items of the score split in batches, each where it tells most about the threshold, and
    stops when the interval is narrow enough.

    Parameters
    ----------
    ladder
        Name of the ladder; saturate tasks lists them.
    model
        "seed" (the embedded model), a local folder, or a hub id.
    target
        Accuracy looked for, as a share.
    width
        Wanted width of the threshold's 95 % interval, in rungs.
    rungs
        Rungs that may be asked, as first:last (default: the ladder's; 40 of an open-ended one).
    max_items
        Most items to ask.
    batch
        Items asked at once.
    max_new_tokens
        Longest completion.
    engine
        What generates answers: transformers, or vllm (an extra, for GPUs).
    seed
        Which items are asked; those of an export have seed 0, so that they stay fresh.
    export
        Write the rung nearest to the target into this folder, as saturate export does.
    items
        Problems of that export.
    """
    from saturate.analysis.calibration import Limits, Prior, search
    from saturate.analysis.calibration.asking import model_asker

    prior = Prior(*_range(ladder, rungs), target)
    limits = Limits(width, max_items, batch)
    _check(prior, limits, seed, export)
    ask = model_asker(ladder, model, seed, max_new_tokens, engine)
    print(
        f"Searching  rungs {prior.first} to {prior.last} of {ladder} for {target:.0%} right; "
        f"items of the score split, seed {seed}"
    )
    found = search(prior, ask, limits, seed, _tell_batch)
    print("\n".join(_result_lines(prior, limits, found)))
    if export is not None:
        _export(ladder, model, seed, prior, found, export, items)


def _range(ladder: str, rungs: str | None) -> tuple[int, int]:
    from saturate.config.run_config import parse_range
    from saturate.registry import load_ladder, require_rung

    info = load_ladder(ladder).describe()
    if rungs is None:
        return info.first, info.last or info.first + _OPEN_ENDED - 1
    first, last = parse_range(rungs)
    require_rung(info, first)
    require_rung(info, last)
    return first, last


def _check(prior: Prior, limits: Limits, seed: int, export: Path | None) -> None:
    from saturate.storage.outputs import check_new_folder

    if not 0.05 <= prior.target <= 0.95:
        raise SaturateError(f"--target {prior.target}: write a share from 0.05 to 0.95.")
    if prior.last - prior.first >= 1_000:
        raise SaturateError("--rungs: no more than 1,000 rungs can be searched.")
    if limits.width <= 0 or limits.items < 1 or limits.batch < 1 or seed < 0:
        raise SaturateError("--width, --max-items and --batch must be above 0, --seed 0 or more.")
    if export is not None:
        check_new_folder(export)


def _tell_batch(asked: Mapping[int, Count], found: SearchResult) -> None:
    shown = ", ".join(f"{rung}: {right}/{total}" for rung, (right, total) in asked.items())
    print(
        f"Batch {found.batches:<4} threshold {_interval(found.threshold)} after {found.items} "
        f"items; right by rung {shown}",
        flush=True,
    )


def _result_lines(prior: Prior, limits: Limits, found: SearchResult) -> list[str]:
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
    if not found.reached:
        lines.append(
            f"Note       the interval is wider than {limits.width:g}; the items ended "
            "(--max-items, or what the rungs hold)"
        )
    return lines


def _export(
    ladder: str, model: str, seed: int, prior: Prior, found: SearchResult, out: Path, items: int
) -> None:
    from saturate.cli.export import tell
    from saturate.publish import Wanted, freeze

    if found.place != "within":
        raise SaturateError(
            f"No rung of {ladder} is near {prior.target:.0%} for this model (the threshold lies "
            f"{found.place}); nothing was exported."
        )
    chosen = (
        f"Chosen by calibration: the model {Path(model).name} is expected to be right on "
        f"{found.accuracy.value:.0%} [{found.accuracy.low:.0%}, {found.accuracy.high:.0%}] of this "
        f"rung (target {prior.target:.0%}), after {found.items} items of seed {seed}."
    )
    wanted = Wanted(ladder, found.rung, found.rung, items, chosen=chosen)
    tell(freeze(wanted, out), items)


def _interval(one: Interval) -> str:
    return f"{one.value:.1f} [{one.low:.1f}, {one.high:.1f}]"
