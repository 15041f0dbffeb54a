"""Log-likelihoods of choices from an engine that is asked by tokens.

lm-eval's base class cuts a prompt and its choice into tokens, as for its own models; here the
tokenizer is that of the engine, and the engine says how likely the choice's tokens are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from lm_eval.api.instance import Instance
from lm_eval.api.model import TemplateLM
from lm_eval.models.utils import has_bos_prefix


def weighed(model: TemplateLM, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, bool]]:
    """What one of lm-eval's models finds of each continuation after its prompt.

    Returns:
        Its log-probability in nats, and whether it is the greedy one.
    """
    asked = [Instance("loglikelihood", {}, pair, 0) for pair in pairs]
    found = model.loglikelihood(asked, disable_tqdm=True)
    return [(float(total), bool(greedy)) for total, greedy in found]


def cut_into_tokens(
    tokenizer: Any, text: str, first: int, add_special_tokens: bool | None = None
) -> list[int]:
    """Tokens of a text; one that begins with the first token, as of a template, gets no other.

    So does lm-eval's own ``hf``.

    Args:
        tokenizer: Of the model, from transformers.
        text: A prompt, a continuation, or both.
        first: The first token.
        add_special_tokens: Whether the tokenizer puts its own around it, whatever it begins with.
    """
    if add_special_tokens is None:
        begun = has_bos_prefix(text, tokenizer.decode(first))
        settings = {"add_special_tokens": False} if begun else {}
    else:
        settings = {"add_special_tokens": add_special_tokens}
    return list(tokenizer.encode(text, **settings))


class TokenPair(NamedTuple):
    """A prompt and the continuation behind it."""

    prompt: list[int]
    continuation: list[int]


Scorer = Callable[[Sequence[TokenPair]], list[tuple[float, bool]]]
"""Gives the log-probability in nats of each continuation, and whether it is the greedy one."""


class TokenChoices(TemplateLM):  # type: ignore[misc]
    """Scores continuations of prompts by a function over their tokens."""

    def __init__(self, tokenizer: Any, scorer: Scorer) -> None:
        """Take them.

        Args:
            tokenizer: Of the model, from transformers.
            scorer: What is asked.
        """
        super().__init__()
        self.tokenizer = tokenizer
        self._scorer = scorer

    @property
    def eot_token_id(self) -> int:
        return int(self.tokenizer.eos_token_id)

    @property
    def prefix_token_id(self) -> int:
        """What an empty prompt is read as."""
        first = self.tokenizer.bos_token_id
        return self.eot_token_id if first is None else int(first)

    def tok_encode(
        self, string: str, add_special_tokens: bool | None = None, **_: Any
    ) -> list[int]:
        """What lm-eval calls with a text."""
        return cut_into_tokens(self.tokenizer, string, self.prefix_token_id, add_special_tokens)

    def _loglikelihood_tokens(
        self, requests: Sequence[tuple[Any, list[int], list[int]]], **_: Any
    ) -> list[tuple[float, bool]]:
        return self._scorer([TokenPair(*cut) for _, *cut in requests])

    def loglikelihood_rolling(self, *_: Any, **__: Any) -> list[float]:
        raise NotImplementedError("choices stand behind a prompt")

    def generate_until(self, *_: Any, **__: Any) -> list[str]:
        raise NotImplementedError("nothing is written here")
