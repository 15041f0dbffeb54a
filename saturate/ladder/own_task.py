"""Where a benchmark's own lm-eval task scores a ladder: its filters, its metric, its documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

LIMITS = ("max_gen_toks", "max_new_tokens", "max_tokens", "max_completion_tokens")
"""What lm-eval calls the longest answer in a task's generation settings, the first that counts."""
FEW = 5
"""Few-shot examples where a task sets none and some are wanted, as most tables report."""


def tokens_asked(settings: Mapping[str, Any] | None) -> int | None:
    """How long an answer may be, where a task's generation settings say it."""
    told = ((settings or {}).get(name) for name in LIMITS)
    return next((tokens for tokens in told if isinstance(tokens, int)), None)


class OwnReading(NamedTuple):
    """What of a task's figures says whether an item is right."""

    strict: str
    """Its filter that counts."""
    flexible: str
    """Its most lenient filter; the same where it has one."""
    metric: str = "exact_match"
    """The metric that leads; an item is right where it reaches 1."""

    def is_right(self, scores: Mapping[str, Any]) -> bool:
        """Whether an item is right.

        Some metrics of multiple choice (``mcc``, ``f1``, ``likelihood``, ``brier_score``) are of
        all items together: lm-eval gives them each item's gold and the choice, or what each choice
        is worth. There the item is right where the gold one was chosen.

        Args:
            scores: What lm-eval gives an item, by metric.
        """
        score = scores[self.metric]
        if not isinstance(score, tuple):
            return float(score) >= 1
        gold, said = score
        chosen = max(range(len(said)), key=said.__getitem__) if hasattr(said, "__len__") else said
        return bool(chosen in gold if isinstance(gold, list) else chosen == gold)


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
