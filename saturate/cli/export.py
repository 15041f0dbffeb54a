"""``saturate export``: rungs as a frozen benchmark that runs without saturate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter
from pydantic import Field

from saturate.config.base import Settings
from saturate.config.fields import ITEMS, DataFolder, Framework, Rungs, Seed
from saturate.errors import SaturateError

if TYPE_CHECKING:
    from saturate.publish import FrozenBenchmark


class ExportSettings(Settings):
    """What is frozen, and where to."""

    rungs: Rungs
    """Rungs, as first:last, or one."""
    out: Path
    """Folder for the benchmark; it must be new or empty."""
    items: Annotated[int, Field(ge=1), ITEMS] = 500
    """Problems a rung."""
    seed: Seed = 0
    """Which problems; 0 gives those that runs score, another seed fresh ones."""
    format: Literal["jsonl", "parquet"] = "jsonl"
    """How the data are stored."""
    framework: Annotated[Framework, Parameter(name="--for")] = "lm-eval"
    """What runs it: lm-eval, or inspect, verifiers or trl as well (docs/tasks.md)."""
    push_to_hub: str | None = None
    """Upload it as this dataset (owner/name) as well."""
    benchmark_data: DataFolder | None = None
    """Folder of published items, for ladders that grow out of them."""


def export(ladder: str, /, *, settings: Annotated[ExportSettings, Parameter(name="*")]) -> None:
    """Write rungs as a frozen benchmark: data, lm-eval tasks, dataset card, checksums.

    lm-eval runs it from the folder alone, on machines without saturate.

    Parameters
    ----------
    ladder
        Name of the ladder (saturate tasks lists them), or OPERATOR:TASK (options:arc_easy).
    """
    from saturate.publish import BenchmarkRequest, freeze
    from saturate.publish.bridges import run_line
    from saturate.publish.hub import check_repository, upload
    from saturate.registry import load_ladder
    from saturate.storage.outputs import check_new_folder

    if settings.push_to_hub is not None:
        check_repository(settings.push_to_hub, "--push-to-hub")
    check_new_folder(settings.out)
    family, data = load_ladder(ladder, settings.benchmark_data), settings.benchmark_data
    notes = family.notes()  # reads the data before any work
    if settings.push_to_hub is not None and ":" in ladder:
        raise SaturateError(
            f"The items of {ladder} are others' and under their licence; leave out --push-to-hub "
            "and share the folder only where that allows it."
        )
    items, seed = settings.items, settings.seed
    request = BenchmarkRequest(
        ladder,
        *settings.rungs,
        items,
        seed,
        settings.format,
        data=data,
        framework=settings.framework,
    )
    done = freeze(request, settings.out)
    tell(done, items)
    if (line := run_line(done.path, settings.framework, done.name)) is not None:
        print(f"           {line}")
    for note in notes:
        print(f"Note       {note}")
    if settings.push_to_hub is not None:
        message = f"{done.name}, {sum(done.sizes.values())} problems"
        address = upload(done.path, settings.push_to_hub, "dataset", message=message)
        print(f"Pushed     {address}")


def tell(done: FrozenBenchmark, items: int) -> None:
    """Say what was written and how to run it."""
    from saturate.scoring.command import lm_eval_line

    sizes = ", ".join(f"{rung}: {size}" for rung, size in done.sizes.items())
    print(f"Written    {done.path}, problems by rung {sizes}")
    if small := [rung for rung, size in done.sizes.items() if size < items]:
        print(f"Note       rung {small[0]} holds no more different problems than that")
    print(f"Run        {lm_eval_line(done.path, done.name)}")
