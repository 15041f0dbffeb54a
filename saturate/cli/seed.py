"""``saturate seed``: an embedded model again, from scratch."""

from __future__ import annotations

from pathlib import Path

from saturate.seed.recipes import RecipeName


def seed(
    out: Path, /, *, recipe: RecipeName = "first", number: int = 0, minutes: float | None = None
) -> None:
    """Train an embedded seed model again from scratch, by its recorded recipe.

    Parameters
    ----------
    out
        Folder for the model.
    recipe
        Which families it is taught: first (gsm8k, addition, reverse), hints (addition-hints,
        copy-hints, reverse-hints), multiplication (multiplication-pairs and multiplication-one),
        or the one of its name.
    number
        Which seed model; its number is its random seed.
    minutes
        Go through the schedule in so many minutes, for a trial.
    """
    from rich.console import Console

    from saturate.seed.recipe import train_seed
    from saturate.storage.outputs import check_folder

    check_folder(out)
    train_seed(out, recipe, number, Console(), minutes)
