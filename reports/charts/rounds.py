"""Which rounds and rungs are drawn where a page does not hold all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from saturate.results.schema import ArmResult, Round

_Drawn = TypeVar("_Drawn")


def spread(held: Sequence[_Drawn], most: int | None) -> list[_Drawn]:
    """At most so many of them, evenly spread, first and last among them."""
    if most is None or len(held) <= most:
        return list(held)
    chosen = {round(i * (len(held) - 1) / (most - 1)) for i in range(most)}
    return [held[i] for i in sorted(chosen)]


def thinned(
    arms: Sequence[ArmResult], most: int | None, shows: Callable[[Round], bool] = lambda _: True
) -> list[ArmResult]:
    """The arms with the rounds that a chart draws: at most so many each, of those it shows."""
    return [
        arm.model_copy(update={"rounds": spread([one for one in arm.rounds if shows(one)], most)})
        for arm in arms
    ]
