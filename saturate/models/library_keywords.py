"""What releases of the libraries call differently: the one place that knows.

``pyproject.toml`` says which releases are admitted; CI tries the oldest and the newest of them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

CACHE = ("cache", "past_key_values")
"""Keyword of ``forward`` and ``generate`` for the cache: since transformers 5.24, and before."""
CHECKPOINTING = ("activation_checkpointing", "gradient_checkpointing")
"""Keyword of the trainer's settings: since transformers 5.23, and before."""


def keyword(call: Callable[..., Any], names: tuple[str, ...]) -> str:
    """The first of the names, newest first, that a callable takes; the oldest if it tells none."""
    taken = inspect.signature(call).parameters
    return next((name for name in names if name in taken), names[-1])
