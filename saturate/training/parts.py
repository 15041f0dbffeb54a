"""A step of training made of parts, whose gradients add up to the step's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import torch

from saturate.ladder import stable_hash
from saturate.models.memory import halved, in_memory
from saturate.training.denormals import no_denormals

if TYPE_CHECKING:
    from saturate.training.halves import Half

_ANSWERS = "the answers that a step draws, which TRL draws together"
_FEWER_ANSWERS = "a smaller --batch-size or --max-new-tokens, a smaller model"
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


def in_parts(
    base: type, rows: int, cut: Cut, shrinks: bool = True, half: Half | None = None
) -> type:
    """A trainer whose steps take no more rows at once than memory holds.

    A step that does not fit is done again in parts of half as many rows, as are those after it.

    Args:
        base: A trainer of TRL that takes each step at once: its gradients are not accumulated.
        rows: Rows at once to begin with.
        cut: How its inputs are cut so that the losses of the parts add up to the step's.
        shrinks: Whether parts become smaller where memory is short; not where other processes
            wait for as many as before.
        half: What this process has of each step, where another one takes the rest.
    """

    class PartsTrainer(base):  # type: ignore[misc]
        def training_step(
            self, model: Any, inputs: Inputs, num_items_in_batch: Any = None
        ) -> torch.Tensor:
            nonlocal rows
            if cut.prepared:
                model.train()
                with in_memory(_ANSWERS, _FEWER_ANSWERS):
                    inputs = self._prepare_inputs(inputs)
            while True:
                try:
                    loss = self._sum(model, inputs, num_items_in_batch)
                    break
                except RuntimeError as error:
                    rows = _fewer(min(rows, cut.rows(inputs)), error, shrinks)
                model.zero_grad(set_to_none=True)
            return _whole(half, model, loss)

        def _sum(self, model: Any, inputs: Inputs, items: Any) -> torch.Tensor:
            step: Callable[..., torch.Tensor] = super().training_step
            size = cut.rows(inputs)
            own = _own(half, size)
            if size > rows and items is None:
                items = cut.items(inputs)
            losses = []
            for start in own[::rows]:
                part = cut.part(self, inputs, slice(start, min(start + rows, own.stop)))
                with no_denormals(), _luck_of(self, start, parted=size > rows):
                    losses.append(step(model, part, items))
            return torch.stack(losses).sum()

        def _prepare_inputs(self, inputs: Any) -> Any:
            if cut.prepared and isinstance(inputs, dict) and cut.prepared in inputs:
                return inputs
            return super()._prepare_inputs(inputs)

    return PartsTrainer


def _fewer(rows: int, error: RuntimeError, shrinks: bool) -> int:
    """Half as many rows, where they were too many for memory; else the error is raised."""
    if not shrinks:
        raise error
    return halved(rows, error, "a training pair with the optimizer's state")


def _own(half: Half | None, size: int) -> range:
    """Rows of a step that this process takes."""
    return range(size) if half is None else half.rows(size)


def _whole(half: Half | None, model: Any, loss: torch.Tensor) -> torch.Tensor:
    """The loss of a step, and its gradients in their places, from this process's share of it."""
    return loss if half is None else half.add_up(model, loss)


@contextmanager
def _luck_of(trainer: Any, start: int, parted: bool) -> Iterator[None]:
    """Let what a part of a step drops hang on the part alone, not on those before it."""
    if not parted:
        yield
        return
    with torch.random.fork_rng(devices=[]):
        seed = stable_hash("part", trainer.args.seed, trainer.state.global_step, start)
        torch.default_generator.manual_seed(seed % 2**31)
        yield


def some_rows(inputs: Inputs, rows: slice) -> Inputs:
    """Rows of padded inputs, without columns in which none of them has a token."""
    part = {name: one[rows] for name, one in inputs.items()}
    used = int(part["attention_mask"].any(0).nonzero().max()) + 1
    return {name: one[:, :used] for name, one in part.items()}
