"""``saturate export``: rungs as a frozen benchmark that runs without saturate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

if TYPE_CHECKING:
    from saturate.publish import Frozen


def export(
    ladder: str,
    /,
    *,
    rungs: str,
    out: Path,
    items: Annotated[int, Parameter(name=["--items", "-n"])] = 500,
    seed: int = 0,
    format: Literal["jsonl", "parquet"] = "jsonl",
    push_to_hub: str | None = None,
) -> None:
    """Write rungs as a frozen benchmark: data, lm-eval tasks, dataset card, checksums.

    lm-eval runs it from the folder alone, on machines without saturate.

    Parameters
    ----------
    ladder
        Name of the ladder; saturate tasks lists them.
    rungs
        Rungs, as first:last, or one.
    out
        Folder for the benchmark; it must be new or empty.
    items
        Problems a rung.
    seed
        Which problems; 0 gives those that runs score, another seed fresh ones.
    format
        How the data are stored.
    push_to_hub
        Upload it as this dataset (owner/name) as well.
    """
    from saturate.config.run_config import parse_range
    from saturate.publish import Wanted, freeze
    from saturate.publish.benchmark_hub import check_id, push
    from saturate.registry import load_ladder
    from saturate.storage.outputs import check_new_folder

    if push_to_hub is not None:
        check_id(push_to_hub)
    first, last = parse_range(rungs)
    check_new_folder(out)
    notes = load_ladder(ladder).notes()  # reads the data before any work
    done = freeze(Wanted(ladder, first, last, items, seed, format), out)
    tell(done, items)
    for note in notes:
        print(f"Note       {note}")
    if push_to_hub is not None:
        print(f"Pushed     {push(done, push_to_hub)}")


def tell(done: Frozen, items: int) -> None:
    """Say what was written and how to run it."""
    from saturate.scoring.command import lm_eval_line

    sizes = ", ".join(f"{rung}: {size}" for rung, size in done.sizes.items())
    print(f"Written    {done.path}, problems by rung {sizes}")
    if small := [rung for rung, size in done.sizes.items() if size < items]:
        print(f"Note       rung {small[0]} holds no more different problems than that")
    print(f"Run        {lm_eval_line(done.path, done.name)}")
