"""Answers in the making, and how those of one batch are to be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple


@dataclass
class Row:
    """One answer in the making."""

    prompt: list[int]
    limit: int
    """Most tokens it may take."""
    text: str
    """The prompt, as text."""
    number: int
    """Which of the answers asked for in one call it is; with the seed, what it is drawn by."""
    written: list[int] = field(default_factory=list)
    logprob: float = 0.0

    @property
    def ids(self) -> list[int]:
        """All tokens so far."""
        return self.prompt + self.written

    @property
    def room(self) -> int:
        """Tokens that it may still take."""
        return self.limit - len(self.written)

    def take(self, tokens: list[int], logprob: float) -> None:
        """Go on by tokens, and by the sum of their log-probabilities in nats."""
        self.written += tokens
        self.logprob += logprob


class Writing(NamedTuple):
    """How the rows of a batch are written."""

    settings: dict[str, Any]
    """Settings of ``generate`` that say how a token is chosen."""
    seed: int
    """Seed of the call; without effect when greedy."""
    ends: list[int]
    """Tokens that end a row."""
    stop: tuple[str, ...]
    """Texts that end a row."""
    max_running: int
    """The batch is given up once only so many of its rows go on."""
