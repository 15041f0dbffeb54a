"""Muon for matrices and AdamW for the rest, in one optimizer and in float32.

Muon (Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/) replaces a matrix's momentum
by the nearest orthogonal matrix, found by a few Newton-Schulz steps. ``torch.optim.Muon`` takes
those steps in bfloat16, which is many times slower than float32 on a CPU without bfloat16 units.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import torch

_COEFFICIENTS = (3.4445, -4.7750, 2.0315)
_STEPS = 5
_MOMENTUM = 0.95
_BETAS = (0.9, 0.95)
_EPSILON = 1e-8


def orthogonalise(gradient: torch.Tensor) -> torch.Tensor:
    """Push all singular values of matrices towards 1 (quintic Newton-Schulz iteration).

    Args:
        gradient: (..., rows, columns).
    """
    a, b, c = _COEFFICIENTS
    tall = gradient.shape[-2] > gradient.shape[-1]
    x = gradient.mT if tall else gradient
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(_STEPS):
        gram = x @ x.mT
        x = a * x + (b * gram + c * gram @ gram) @ x
    return torch.as_tensor(x.mT if tall else x)


class MuonAdamW(torch.optim.Optimizer):
    """Hidden matrices by Muon; embeddings and gains by Adam.

    Args:
        model: Its matrices outside the embedding go to Muon.
        muon_rate: Learning rate of the matrices.
        adam_rate: Learning rate of the rest.
    """

    def __init__(self, model: torch.nn.Module, muon_rate: float, adam_rate: float) -> None:
        named = dict(model.named_parameters())
        matrices = [p for name, p in named.items() if p.ndim == 2 and "embed" not in name]
        rest = [p for name, p in named.items() if p.ndim != 2 or "embed" in name]
        groups = [
            {"params": matrices, "lr": muon_rate, "muon": True},
            {"params": rest, "lr": adam_rate, "muon": False},
        ]
        super().__init__(groups, {})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        """One step over all parameters that have a gradient."""
        for group in self.param_groups:
            moved = [one for one in group["params"] if one.grad is not None]
            if group["muon"]:
                self._muon(moved, group["lr"])
            else:
                for parameter in moved:
                    _adam(parameter, self.state[parameter], group["lr"])

    def _muon(self, parameters: Sequence[torch.Tensor], rate: float) -> None:
        """Matrices of one shape together: many small products take long to start one by one."""
        by_shape = defaultdict(list)
        for parameter in parameters:
            by_shape[parameter.shape].append(parameter)
        for (rows, columns), alike in by_shape.items():
            directions = []
            for parameter in alike:
                assert parameter.grad is not None
                state = self.state[parameter]
                momentum = state.setdefault("momentum", torch.zeros_like(parameter))
                momentum.mul_(_MOMENTUM).add_(parameter.grad)
                directions.append(parameter.grad + _MOMENTUM * momentum)
            tallness = max(1.0, rows / columns) ** 0.5
            for parameter, update in zip(
                alike, orthogonalise(torch.stack(directions)), strict=True
            ):
                parameter.add_(update, alpha=-rate * tallness)


def _adam(parameter: torch.Tensor, state: dict[str, Any], rate: float) -> None:
    assert parameter.grad is not None
    if not state:
        state.update(step=0, mean=torch.zeros_like(parameter), square=torch.zeros_like(parameter))
    state["step"] += 1
    first, second = _BETAS
    state["mean"].lerp_(parameter.grad, 1 - first)
    state["square"].mul_(second).addcmul_(parameter.grad, parameter.grad, value=1 - second)
    mean = state["mean"] / (1 - first ** state["step"])
    square = state["square"] / (1 - second ** state["step"])
    parameter.addcdiv_(mean, square.sqrt().add_(_EPSILON), value=-rate)
