"""``saturate seed``: the embedded model again, from scratch."""

from __future__ import annotations

from pathlib import Path


def seed(out: Path, /, *, number: int = 0, minutes: float | None = None) -> None:
    """Train the embedded seed model again from scratch, by the recorded recipe.

    Parameters
    ----------
    out
        Folder for the model.
    number
        Which seed model; its number is its random seed.
    minutes
        Stop after so many minutes instead of the recipe's steps (for a trial).
    """
    from rich.console import Console

    from saturate.seed.recipe import train_seed
    from saturate.storage.outputs import check_folder

    check_folder(out)
    train_seed(out, number, Console(), minutes)
