"""Log-likelihoods of choices from an engine that is asked by tokens.

lm-eval's base class cuts a prompt and its choice into tokens, as for its own models; here the
tokenizer is that of the engine, and the engine says how likely the choice's tokens are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from lm_eval.api.instance import Instance
from lm_eval.api.model import TemplateLM

from saturate.models.token_cuts import TokenPair, prompt_tokens, shared


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
        return prompt_tokens(tokenizer, [text], str(tokenizer.decode(first)))[0]
    return list(tokenizer.encode(text, add_special_tokens=add_special_tokens))


def scored_tokens(tokenizer: Any, pairs: Sequence[tuple[str, str]]) -> list[TokenPair]:
    """Tokens of prompts and of the choices behind them, as both are weighed.

    White space that ends a prompt is weighed with the choice. It is the prompt's here, unless it
    is part of the choice's first token.

    Args:
        tokenizer: Of the model, from transformers.
        pairs: Prompts with their choices.
    """
    cuts: list[TokenPair] = []

    def keep(found: Sequence[TokenPair]) -> list[tuple[float, bool]]:
        cuts.extend(found)
        return [(0.0, False)] * len(found)

    model = TokenChoices(tokenizer, keep)
    weighed(model, pairs)
    found = []
    for (text, _), (prompt, choice) in zip(pairs, cuts, strict=True):
        ids = prompt + choice
        end = max(len(prompt), shared(model.tok_encode(text), ids))
        found.append(TokenPair(ids[:end], ids[end:]))
    return found


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
