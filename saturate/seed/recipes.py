"""The recorded recipes of the embedded seeds: which families each is taught, and how long.

Two ladders that ask by the same text, as both additions do, are in different recipes: a model on
bare prompts cannot tell which is meant.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

RecipeName = Literal[
    "first", "copy", "forward-addition", "hints", "multiplication", "maze", "tools"
]


class Family(NamedTuple):
    """What one family contributes; one whose lowest rungs are drawn too seldom may stand twice."""

    ladder: str
    top: int
    """Last rung that is taught."""
    first_top: int
    """Last rung at the beginning."""
    grown_by: float
    """Share of the training after which the last rung is taught."""
    rows: int
    """Problems of this family in every step."""
    begins: float = 0.0
    """Share of the training before which the family is left out."""


class SeedRecipe(NamedTuple):
    """Which families one model is taught, how long, and its shape."""

    families: tuple[Family, ...]
    steps: int
    rotary: tuple[bool, ...] = (False,) * 4
    """Of each layer, whether it has rotary position embeddings. Without any (NoPE) trials read
    strings and sums beyond the lengths that were taught, with them nothing."""
    window: int | None = None
    """Tokens that a layer with rotary embeddings looks back, its own among them; ``None`` for all.
    With a few it has met every distance that there is, however long a text grows."""
    muon_rate: float = 0.01
    """Peak learning rate of the matrices. A family that is alone in its model is learned by half of
    the rate that several together take, or not at all."""
    practice: Family | None = None
    """What is practised beside the families, by its name in :mod:`saturate.seed.practice`."""


RECIPES: dict[RecipeName, SeedRecipe] = {
    "first": SeedRecipe(
        (
            Family("gsm8k", top=6, first_top=2, grown_by=0.25, rows=48),
            Family("addition", top=10, first_top=2, grown_by=0.5, rows=96),
            Family("reverse", top=10, first_top=2, grown_by=0.5, rows=64),
        ),
        steps=7_000,
        muon_rate=0.02,
    ),
    "hints": SeedRecipe(
        (
            Family("copy-hints", top=10, first_top=3, grown_by=0.5, rows=24),
            Family("reverse-hints", top=10, first_top=3, grown_by=0.5, rows=24),
            Family("addition-hints", top=10, first_top=2, grown_by=0.5, rows=64),
        ),
        steps=2_000,
        rotary=(True, False, False),
        window=4,
    ),
    "copy": SeedRecipe((Family("copy", top=10, first_top=2, grown_by=0.5, rows=64),), steps=4_000),
    "forward-addition": SeedRecipe(
        (Family("forward-addition", top=10, first_top=2, grown_by=0.5, rows=96),), steps=6_000
    ),
    "multiplication": SeedRecipe(
        (
            Family("multiplication-pairs", top=11, first_top=2, grown_by=0.6, rows=48),
            Family("multiplication-one", top=7, first_top=1, grown_by=0.6, rows=48),
        ),
        steps=4_000,
    ),
    "maze": SeedRecipe(
        (
            Family("maze-nodes", top=3, first_top=2, grown_by=0.5, rows=32),
            Family("maze-hops", top=5, first_top=5, grown_by=1.0, rows=12, begins=0.4),
        ),
        steps=5_600,
        rotary=(True, False, False, False),
        window=8,
        muon_rate=0.005,
        practice=Family("corridors", top=16, first_top=16, grown_by=1.0, rows=12, begins=0.4),
    ),
    "tools": SeedRecipe(
        (
            Family("tools", top=3, first_top=3, grown_by=1.0, rows=8),
            Family("tools", top=16, first_top=6, grown_by=0.4, rows=40),
        ),
        steps=2_200,
        rotary=(True, False, False, False),
        practice=Family("lookup", top=7, first_top=1, grown_by=0.4, rows=32),
    ),
}
"""By name; each is a model that ships."""


def recipe_of(ladder: str) -> RecipeName | None:
    """The recipe that teaches a ladder."""
    named = (
        name
        for name, recipe in RECIPES.items()
        if ladder in {family.ladder for family in recipe.families}
    )
    return next(named, None)
