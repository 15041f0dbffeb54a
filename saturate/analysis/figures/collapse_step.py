"""When the labels of an arm collapse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from saturate.results.figures import CollapseStep
from saturate.results.schema import Round

FLOORS = (0.5, 0.01)
"""More labels wrong than right; and hardly one right, which is the floor of the source."""


def collapse_steps(rounds: Sequence[Round]) -> list[CollapseStep]:
    """The rounds in which label precision by the audit fell below each floor.

    The Model Collapse Step of He et al. 2026 (arXiv 2603.08660, section on model prior): the first
    step of training at which less than 1 % of the rewards are right. Here a step is a round, and a
    right reward is a right label among those trained on.

    Args:
        rounds: Of an arm whose labels are answers of the model.
    """
    precision = {one.number: held for one in rounds if (held := one.label_precision) is not None}
    if not precision:
        return []

    return [
        CollapseStep(
            floor=floor,
            earliest=_first(n for n, held in precision.items() if held.low < floor),
            round=_first(n for n, held in precision.items() if held.value < floor),
            sure=_first(n for n, held in precision.items() if held.high < floor),
            last=max(precision),
        )
        for floor in FLOORS
    ]


def _first(rounds: Iterator[int]) -> int | None:
    return next(rounds, None)
