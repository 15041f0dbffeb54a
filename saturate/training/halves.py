"""A step of training as two halves, taken by one process or by two, to the same bytes.

The gradients of each half are taken by themselves and then added, and two numbers give the same sum
in either order; so nothing hangs on who takes which half. Of two processes each goes through the
same training, but takes gradients of its own half alone. PyTorch's gloo adds them up, once a step,
outside of any process group that TRL's trainer would notice.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import torch
from torch.distributed import ProcessGroupGloo, Store, TCPStore  # type: ignore[attr-defined]

from saturate.models.dtypes import LARGE

if TYPE_CHECKING:
    from transformers import PreTrainedModel

    from saturate.training.recipe import Recipe

_HERE = "127.0.0.1"
_ARRIVED = "arrived"
"""What the second process tells once it is there."""
_PATIENCE = timedelta(seconds=300)
"""How long a process waits for the other's half of a step."""


class LostHalf(Exception):
    """The process of the other half is gone."""


def in_halves(model: PreTrainedModel, recipe: Recipe) -> bool:
    """Whether one process takes every step as two halves, so that two can take it alike.

    Small models on a CPU, all of whose weights are trained: larger ones have all cores already.
    """
    small = model.device.type == "cpu" and model.num_parameters() < LARGE
    return small and recipe.world == 1 and can_be_parted(recipe.batch_size, recipe.lora)


def can_be_parted(batch_size: int, lora: bool) -> bool:
    """Whether two processes can train a small model together, as far as its settings say."""
    return batch_size > 1 and not lora


def half_of(size: int) -> int:
    """Rows of the first half of a step, which is the larger one."""
    return -(-size // 2)


class Half:
    """One process's half of every step."""

    def __init__(self, number: int, store: Store) -> None:
        """Meet the other process.

        Args:
            number: 0 or 1.
            store: Where both find one another.
        """
        self._number = number
        self._group: Any = ProcessGroupGloo(store, number, 2, _PATIENCE)

    def rows(self, size: int) -> range:
        """Its rows of a step."""
        middle = half_of(size)
        return range(middle, size) if self._number else range(middle)

    def add_up(self, model: torch.nn.Module, loss: torch.Tensor) -> torch.Tensor:
        """Make gradients, and the loss that is returned, those of both halves.

        A parameter without a gradient in either half stays without one.

        Raises:
            LostHalf: The other process is gone.
        """
        trained = [one for one in model.parameters() if one.requires_grad]
        there = torch.tensor([float(one.grad is not None) for one in trained])
        grads = [torch.zeros_like(one) if one.grad is None else one.grad for one in trained]
        whole = torch.cat([loss.reshape(1), there, *(one.flatten() for one in grads)])
        try:
            self._group.allreduce([whole]).wait()
        except RuntimeError as error:
            raise LostHalf from error
        _, there, *sums = torch.split(whole, [1, len(trained), *(one.numel() for one in trained)])
        for one, has, total in zip(trained, there.tolist(), sums, strict=True):
            one.grad = total.view_as(one) if has else None
        return whole[0]

    def close(self) -> None:
        """Go; the other process is told if it still waits."""
        self._group.shutdown()


class MeetingPlace:
    """Where the first process waits for the second; a free port of this machine."""

    def __init__(self) -> None:
        self._store = TCPStore(_HERE, 0, 2, is_master=True, wait_for_workers=False)

    @property
    def port(self) -> int:
        """The port."""
        return int(self._store.port)

    def arrived(self) -> bool:
        """Whether the second process is there."""
        return bool(self._store.check([_ARRIVED]))

    def half(self) -> Half:
        """The first half."""
        return Half(0, self._store)


def second_half(port: int) -> Half:
    """The second half, of the process that has come to a meeting place."""
    store = TCPStore(_HERE, port, 2, is_master=False)
    store.set(_ARRIVED, "")
    return Half(1, store)
