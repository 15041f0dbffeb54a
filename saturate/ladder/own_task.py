"""Where a benchmark's own lm-eval task scores a ladder: its filters, its metric, its documents."""

from __future__ import annotations

from typing import Any, NamedTuple

FEW = 5
"""Few-shot examples where a task sets none and some are wanted, as most tables report."""


class OwnReading(NamedTuple):
    """What of a task's figures says whether an item is right."""

    strict: str
    """Its filter that counts."""
    flexible: str
    """Its most lenient filter; the same where it has one."""
    metric: str = "exact_match"
    """The metric that leads; an item is right where it reaches 1."""


class OwnTask(NamedTuple):
    """A rung as an lm-eval task of the benchmark's own making."""

    config: dict[str, Any]
    """lm-eval's configuration, but for the documents."""
    documents: list[dict[str, Any]]
    """One for each problem, with its ``key``."""
    reading: OwnReading


class OriginalTask(NamedTuple):
    """A benchmark's own lm-eval task, where a ladder knows it."""

    task: Any
    """lm-eval's object, with its documents, few-shot examples, filters and metrics."""
    reading: OwnReading
    asked: list[int] | None
    """Places of the documents to score; ``None`` for all, where none of them is trained on."""
