"""Memory given back, and what is done where it does not hold a batch: half of that is tried."""

from __future__ import annotations

import gc
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from saturate.errors import SaturateError


def halved(size: int, error: RuntimeError, what: str) -> int:
    """Half of a batch that did not fit, once what it had taken is given back.

    Args:
        size: What was tried, at least 1.
        error: What was raised.
        what: What cannot be done where not even one fits.

    Raises:
        RuntimeError: The error, where it does not tell of memory.
        SaturateError: One did not fit.
    """
    from accelerate.utils.memory import should_reduce_batch_size

    if not should_reduce_batch_size(error):
        raise error
    if size == 1:
        raise SaturateError(
            f"Memory does not hold {what}, one at a time. What helps: --model-args dtype=bfloat16, "
            "--model-args max_length=N (tokens of prompt and answer), --lora, a smaller model."
        ) from error
    traceback.clear_frames(error.__traceback__)  # they hold what the batch had taken
    free_memory()
    return size // 2


@contextmanager
def in_memory(what: str, helps: str) -> Iterator[None]:
    """Say in a sentence that memory does not hold what the block makes.

    Args:
        what: What that is.
        helps: What to do about it, several things parted by commas.

    Raises:
        SaturateError: It does not.
    """
    from accelerate.utils.memory import should_reduce_batch_size

    try:
        yield
    except RuntimeError as error:
        if not should_reduce_batch_size(error):
            raise
        raise SaturateError(f"Memory does not hold {what}. What helps: {helps}.") from error


def free_memory() -> None:
    """Give back what nothing refers to any more, so that others, or a larger part, can have it.

    Models that answered or were trained lie in circles of references, which only a collection
    finds, and PyTorch keeps for itself what a GPU's tensors leave.
    """
    from accelerate.utils.memory import clear_device_cache

    clear_device_cache(garbage_collection=True)


@contextmanager
def libraries_apart() -> Iterator[None]:
    """Let collections pass over what is there as the block begins; no model is, where it should go.

    It is half a million containers of the libraries, which take half a second to look through.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
