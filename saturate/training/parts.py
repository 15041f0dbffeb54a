"""A step of training made of parts where memory is short; their gradients add up to the step's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import torch
from accelerate.utils.memory import should_reduce_batch_size

from saturate.errors import SaturateError
from saturate.models.memory import halved

Inputs = dict[str, torch.Tensor]
"""What a trainer is given of one step, by name."""


class Cut(NamedTuple):
    """How the inputs of one trainer are cut."""

    rows: Callable[[Inputs], int]
    """Pairs, or answers, in them."""
    part: Callable[[Any, Inputs, slice], Inputs]
    """Some of these rows. The trainer is given too, which may have to weigh them."""
    items: Callable[[Inputs], torch.Tensor | None] = lambda _: None
    """What the loss of each part is a share of, where the trainer was not told."""
    prepared: str = ""
    """Name of an input that is there once the trainer has prepared a step, where it draws answers
    for it; a step that is done again has the same answers."""


def in_parts(base: type, rows: int, cut: Cut, halves: bool = True) -> type:
    """A trainer whose steps take no more rows at once than memory holds.

    A step that does not fit is done again in parts of half as many rows, as are those after it.

    Args:
        base: A trainer of TRL that takes each step at once: its gradients are not accumulated.
        rows: Rows at once to begin with.
        cut: How its inputs are cut so that the losses of the parts add up to the step's.
        halves: Whether parts become smaller where memory is short; not where other processes wait
            for as many as before.
    """

    class PartsTrainer(base):  # type: ignore[misc]
        def training_step(
            self, model: Any, inputs: Inputs, num_items_in_batch: Any = None
        ) -> torch.Tensor:
            nonlocal rows
            if cut.prepared:
                model.train()
                with drawing():
                    inputs = self._prepare_inputs(inputs)
            while True:
                try:
                    return self._sum(model, inputs, num_items_in_batch)
                except RuntimeError as error:
                    if not halves:
                        raise
                    size = min(rows, cut.rows(inputs))
                    rows = halved(size, error, "a training pair with the optimizer's state")
                model.zero_grad(set_to_none=True)

        def _sum(self, model: Any, inputs: Inputs, items: Any) -> torch.Tensor:
            step: Callable[..., torch.Tensor] = super().training_step
            size = cut.rows(inputs)
            if size > rows and items is None:
                items = cut.items(inputs)
            parts = (slice(start, start + rows) for start in range(0, size, rows))
            losses = [step(model, cut.part(self, inputs, part), items) for part in parts]
            return torch.stack(losses).sum()

        def _prepare_inputs(self, inputs: Any) -> Any:
            if cut.prepared and isinstance(inputs, dict) and cut.prepared in inputs:
                return inputs
            return super()._prepare_inputs(inputs)

    return PartsTrainer


@contextmanager
def drawing() -> Iterator[None]:
    """Say in a sentence that memory does not hold the answers that a step draws."""
    try:
        yield
    except RuntimeError as error:
        if not should_reduce_batch_size(error):
            raise
        raise SaturateError(
            "Memory does not hold the answers that a step draws, which TRL draws together. What "
            "helps: a smaller --batch-size or --max-new-tokens, a smaller model."
        ) from error


def some_rows(inputs: Inputs, rows: slice) -> Inputs:
    """Rows of padded inputs, without columns in which none of them has a token."""
    part = {name: one[rows] for name, one in inputs.items()}
    used = int(part["attention_mask"].any(0).nonzero().max()) + 1
    return {name: one[:, :used] for name, one in part.items()}
