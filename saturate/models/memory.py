"""What is done where memory does not hold a batch: half of it is tried."""

from __future__ import annotations

import traceback

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
    from accelerate.utils.memory import clear_device_cache, should_reduce_batch_size

    if not should_reduce_batch_size(error):
        raise error
    if size == 1:
        raise SaturateError(
            f"Memory does not hold {what}, one at a time. What helps: --model-args dtype=bfloat16, "
            "--model-args max_length=N (tokens of prompt and answer), --lora, a smaller model."
        ) from error
    traceback.clear_frames(error.__traceback__)  # they hold what the batch had taken
    clear_device_cache(garbage_collection=True)
    return size // 2
