"""Numbers too small for their type's full precision, taken as zero while gradients are.

A trained model is sure of where it looks, so most weights of its attention are next to nothing, and
a processor takes many times as long over a float32 below 1.2e-38 as over others. Gradients are sums
that such numbers do not reach: weights trained without them have been the same to the byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_denormals() -> Iterator[None]:
    """Let PyTorch take such numbers as zero in this thread while the block runs.

    Without effect on a processor that knows no such mode.
    """
    import torch

    smallest = torch.tensor(1, dtype=torch.int32).view(torch.float32)
    before = not bool(smallest * 1)
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(before)
