"""What training holds beside a model: how many pairs at once fit, and the weights of before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import psutil
import torch

from saturate.models.dtypes import LARGE, is_rounded
from saturate.models.memory import free_memory

if TYPE_CHECKING:
    from transformers import PreTrainedModel

_SHARE = 0.6
"""Part of the free memory that activations may take."""
_STATE_BYTES = 12
"""Gradient and Adam's two moments of one trained parameter."""
_LAYER_VALUES = {"kept": 40, "recomputed": 2}
"""Values that a layer keeps for one token, in widths of the model: all, or its input alone."""
_LOGIT_BYTES = 12
"""Logits, their log-softmax and its gradient, for one token and one word."""


class Fit(NamedTuple):
    """What training a model takes, and what there is for it."""

    fixed: int
    """Bytes of the weights, and of gradients and moments where all of them are trained; of the
    weights before too, where preferences are trained on."""
    free: int
    """Bytes that are free where the model goes, once what answers is gone."""
    rows: int
    """Pairs that fit at once beside what is fixed, at least 1."""
    exact: int = 0
    """Bytes of the machine's memory for the exact weights to which adapters are added afterwards,
    or that are put together from all processes; none where the model holds them."""
    machine: int = 0
    """Bytes that are free there then."""


def training_fit(
    model: PreTrainedModel,
    batch: int,
    tokens: int,
    lora: bool,
    preferences: bool = False,
    shares: int = 1,
) -> Fit:
    """What training will take of a model that is in memory to answer, and is loaded anew for it.

    Args:
        model: On its device.
        batch: Pairs of a step.
        tokens: Tokens of the longest pair.
        lora: Whether adapters alone are trained; their own size is not reckoned.
        preferences: Whether each pair holds two answers, and the model of before is held beside the
            one whose weights are all trained.
        shares: Processes that part what is fixed among them; each loads the weights whole.
    """
    count, whole = model.num_parameters(), torch.float32.itemsize
    answering = model.get_memory_footprint()
    free = _free_bytes(model.device) + answering
    fixed = answering if lora else count * (whole * (1 + preferences) + _STATE_BYTES)
    if shares > 1:
        fixed = max(answering if lora else count * whole, fixed // shares)
    rows = _rows(model, batch, tokens * (1 + preferences), free - fixed)
    if shares == 1 and not (lora and is_rounded(model)):
        return Fit(fixed, free, rows)
    machine = free - fixed if model.device.type == "cpu" else _free_bytes(torch.device("cpu"))
    return Fit(fixed, free, rows, count * whole, machine)


def rows_at_once(
    model: PreTrainedModel, batch: int, tokens: int, lora: bool, shares: int = 1
) -> int:
    """Pairs that fit into the free memory; gradients of several such parts add up to a step's.

    Args:
        model: On its device, as it is trained.
        batch: Pairs of a step.
        tokens: Tokens of the longest pair.
        lora: Whether adapters alone are trained.
        shares: Processes that are going to part the model, its gradients and moments among them.

    Returns:
        The largest divisor of ``batch`` that fits, at least 1.
    """
    state = 0 if lora else _STATE_BYTES * model.num_parameters() // shares
    given_back = model.get_memory_footprint() * (shares - 1) // shares
    return _rows(model, batch, tokens, _free_bytes(model.device) + given_back - state)


def least_of_all(count: int, device: torch.device, world: int) -> int:
    """The least of the numbers of all processes that train together, which have to go in step.

    Args:
        count: That of this process.
        device: Where its model is.
        world: How many there are.
    """
    if world == 1 or not torch.distributed.is_initialized():
        return count
    least = torch.tensor(count, device=device)
    torch.distributed.all_reduce(least, torch.distributed.ReduceOp.MIN)
    return int(least)


def _rows(model: PreTrainedModel, batch: int, tokens: int, free: int) -> int:
    if model.num_parameters() < LARGE:
        return batch
    settings = model.config.get_text_config()
    kept = _LAYER_VALUES["recomputed" if model.device.type == "cuda" else "kept"]
    width = settings.num_hidden_layers * settings.hidden_size * kept
    token_bytes = width * model.dtype.itemsize + settings.vocab_size * _LOGIT_BYTES
    divisors = [rows for rows in range(batch, 0, -1) if batch % rows == 0]
    return next((rows for rows in divisors if rows * tokens * token_bytes <= _SHARE * free), 1)


def _free_bytes(device: torch.device) -> int:
    """Bytes that are free on a device, once what nothing refers to any more is given back."""
    free_memory()
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    return int(psutil.virtual_memory().available)  # what files fill is given back when asked for


def weights(model: PreTrainedModel) -> dict[str, torch.Tensor]:
    """A copy of the parameters in the machine's memory; a tied one is there once."""
    return {name: one.detach().to("cpu", copy=True) for name, one in model.named_parameters()}


def take_mean(model: PreTrainedModel, before: dict[str, torch.Tensor]) -> None:
    """Put every parameter half way back to what it was before."""
    with torch.no_grad():
        for name, one in model.named_parameters():
            one.lerp_(before[name].to(one), 0.5)
