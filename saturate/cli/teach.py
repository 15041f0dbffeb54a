"""``saturate teach``: give a model the first rungs of a ladder, with true labels."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from saturate.errors import SaturateError

_RATES = {"full": 1e-4, "lora": 5e-4}
_BEYOND = 2
"""Rungs read beyond the last one taught."""


def teach(
    out: Path,
    /,
    *,
    model: str,
    ladder: str,
    rungs: int,
    steps: int = 300,
    batch_size: int = 16,
    learning_rate: float | None = None,
    lora: Annotated[bool, Parameter(negative="")] = False,
    seed: int = 0,
    items: Annotated[int, Parameter(name=["--items", "-n"])] = 50,
) -> None:
    """Teach a model the first rungs of a ladder, so that a run has where to climb from.

    Trains on problems of the train split with true labels, then reads fresh problems of the vote
    split. A run with the model that is written starts one rung above and replays what was taught.

    Parameters
    ----------
    out
        Folder for the model.
    model
        A local folder, or a hub id.
    ladder
        Name of the ladder; saturate tasks lists them.
    rungs
        The last rung to teach.
    steps
        Training steps.
    batch_size
        Pairs a step.
    learning_rate
        Peak of the learning rate (default: 1e-4, with --lora 5e-4).
    lora
        Train a LoRA adapter and merge it.
    seed
        Order of the training data.
    items
        Problems read on each rung afterwards.
    """
    from rich.progress import Progress

    from saturate.models.loading import load, resolve
    from saturate.registry import load_ladder, require_rung
    from saturate.results.text import interval_text
    from saturate.stats.intervals import wilson
    from saturate.storage.outputs import check_folder
    from saturate.training.sft import Recipe
    from saturate.training.teach import Lesson, reads
    from saturate.training.teach import teach as train_on_true_labels

    check_folder(out)
    family = load_ladder(ladder)
    require_rung(family.describe(), rungs)
    if min(steps, batch_size, items) < 1:
        raise SaturateError("--steps, --batch-size and --items must be 1 or more.")
    if (out / "config.json").exists():
        raise SaturateError(f"{out} holds a model already; name another folder.")
    loaded = load(resolve(model))
    rate = learning_rate or _RATES["lora" if lora else "full"]
    recipe = Recipe(steps, batch_size, rate, lora, seed)
    print(f"Teaching   {ladder} up to rung {rungs}: {steps} steps of {batch_size} pairs")
    with Progress(transient=True) as progress:
        task = progress.add_task("train", total=steps)
        summary = train_on_true_labels(
            loaded, Lesson(family, rungs), recipe, out, lambda: progress.advance(task)
        )
    print(f"Loss       {summary.loss:.3f} over the last tenth of {summary.tokens:,} tokens")
    taught = load(str(out))
    last = family.describe().last
    for rung in range(family.describe().first, rungs + _BEYOND + 1):
        if last is None or rung <= last:
            share = interval_text(wilson(*reads(taught, family, rung, items)), 100)
            print(f"Rung {rung:<5} {'taught' if rung <= rungs else 'beyond'}  {share} % right")
    print(f"Model      {out}")
