"""A step of training made of parts where memory is short; their gradients add up to the step's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import torch

from saturate.models.memory import halved


def in_parts(base: type, rows: int, halves: bool = True) -> type:
    """A trainer whose steps take no more pairs at once than memory holds.

    A step that does not fit is done again in parts of half as many pairs, as are those after it.

    Args:
        base: An ``SFTTrainer``, whose loss is a sum over ``num_items_in_batch``.
        rows: Pairs at once to begin with.
        halves: Whether parts become smaller where memory is short; not where other processes wait
            for as many as before.
    """

    class PartsTrainer(base):  # type: ignore[misc]
        def training_step(
            self, model: Any, inputs: dict[str, torch.Tensor], num_items_in_batch: Any = None
        ) -> torch.Tensor:
            nonlocal rows
            while True:
                try:
                    return self._sum(model, inputs, num_items_in_batch)
                except RuntimeError as error:
                    if not halves:
                        raise
                    size = min(rows, len(inputs["labels"]))
                    rows = halved(size, error, "a training pair with the optimizer's state")
                model.zero_grad(set_to_none=True)

        def _sum(self, model: Any, inputs: dict[str, torch.Tensor], answers: Any) -> torch.Tensor:
            step: Callable[..., torch.Tensor] = super().training_step
            if len(inputs["labels"]) <= rows:
                return step(model, dict(inputs), answers)
            if answers is None:
                answers = inputs["labels"][:, 1:].ne(-100).sum()
            return torch.stack([step(model, part, answers) for part in _parts(inputs, rows)]).sum()

    return PartsTrainer


def _parts(inputs: dict[str, torch.Tensor], rows: int) -> Iterator[dict[str, torch.Tensor]]:
    """So many pairs at a time, without columns in which none of them has a token."""
    for start in range(0, len(inputs["labels"]), rows):
        part = {name: one[start : start + rows] for name, one in inputs.items()}
        used = int(part["attention_mask"].any(0).nonzero().max()) + 1
        yield {name: one[:, :used] for name, one in part.items()}
