"""``saturate seed``: an embedded model again, from scratch."""

from __future__ import annotations

from math import inf
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from saturate.seed.recipes import RecipeName


def seed(
    out: Path,
    /,
    *,
    recipe: RecipeName = "first",
    number: int = 0,
    minutes: Annotated[float, Parameter(validator=Number(gt=0, lt=inf))] | None = None,
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
    from saturate.storage.outputs import check_new_model

    check_new_model(out)
    train_seed(out, recipe, number, Console(), minutes)
