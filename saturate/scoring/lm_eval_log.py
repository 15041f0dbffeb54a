"""Keeps lm-eval's log quiet."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_lm_eval() -> Iterator[None]:
    """Hold back lm-eval's notes on every task it builds or runs, but for errors."""
    log = logging.getLogger("lm_eval")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(level)
