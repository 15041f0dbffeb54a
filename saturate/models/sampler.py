"""The contract of a sampler, whatever engine is behind it.

Prompts in, for each of them ``n`` completions out. Greedy decoding and seeded sampling give the
same completions for the same call on a CPU.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from saturate.config.model_options import ModelOptions

_UNLIMITED = 512
"""Tokens of the longest completion where nothing limits it."""
Progress = Callable[[int], None]
"""Called with the number of completions made since the last call."""


class Decoding(NamedTuple):
    """How to decode."""

    n: int = 1
    """Completions for each prompt."""
    temperature: float = 0.0
    """0 is greedy."""
    seed: int = 0
    """Seed of the sampling; without effect when greedy."""
    max_new_tokens: int | None = None
    """Longest completion in tokens; the model's own limit where ``None``."""
    stop: tuple[str, ...] = ()
    """Texts that end a completion, and are cut from it."""


class Completion(NamedTuple):
    """One answer of a model."""

    text: str
    """The answer; what a reasoning model thought before is cut off."""
    tokens: int
    """Tokens generated, the end-of-text token not counted."""
    logprob: float | None
    """Sum of the log-probabilities of the generated tokens, in nats; ``None``: not told."""
    finished: bool
    """Whether the model ended by itself (or at a stop text), not at the length limit, and has
    answered."""
    thought: str = ""
    """What was cut off before the answer, marks included."""
    lead: str = ""
    """The space before all of it that the tokenizer leaves out of a text that it reads alone."""

    @property
    def written(self) -> str:
        """All that the model wrote, as it is trained on."""
        return self.lead + self.thought + self.text


class Front(Protocol):
    """What is known of a model without its weights: what it reads, and how much of it."""

    def fits(self, texts: Sequence[str], decoding: Decoding | None = None) -> list[bool]:
        """Whether the model's context holds each text and the longest completion behind it.

        Without ``decoding`` nothing is written behind a text.
        """
        ...

    def chat(self, message: str) -> str:
        """The prompt text of a user's message by the model's chat template."""
        ...

    @property
    def has_chat_template(self) -> bool:
        """Whether prompts go through :meth:`chat`."""
        ...

    def close(self) -> None:
        """Give back what the model holds; nothing can be asked any more."""
        ...


class Sampler(Front, Protocol):
    """An engine with one model loaded."""

    def complete(
        self, prompts: Sequence[str], decoding: Decoding, progress: Progress | None = None
    ) -> list[list[Completion]]:
        """``decoding.n`` completions for each prompt, in the order of the prompts."""
        ...

    def log_likelihoods(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, bool]]:
        """Of each continuation after its prompt: log-probability in nats, and whether greedy."""
        ...


NO_ROOM = Completion("", 0, 0.0, finished=False)
"""What a prompt gets that fills the model's context by itself, or that a server calls too long."""


def with_thought(decoding: Decoding, options: ModelOptions) -> Decoding:
    """The same with the room that a thought takes beside the answer."""
    asked = decoding.max_new_tokens or _UNLIMITED
    return decoding._replace(max_new_tokens=asked + options.thought_tokens)


def longest(prompt_tokens: int, decoding: Decoding, context: int | None = None) -> int:
    """Most tokens that a completion may take; never taken from the true answer.

    Args:
        prompt_tokens: Length of the prompt.
        decoding: What was asked for.
        context: Most tokens of prompt and completion together, where that is limited.

    Returns:
        The limit; 0 where the prompt leaves no room.
    """
    asked = decoding.max_new_tokens or _UNLIMITED
    return asked if context is None else max(0, min(asked, context - prompt_tokens))
