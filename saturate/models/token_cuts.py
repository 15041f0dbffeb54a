"""How texts become tokens: what a prompt begins with, and which tokens an answer behind it has.

A tokenizer may cut a text that stands alone otherwise than inside another: those of SentencePiece
put a space before it. So an answer is cut together with its prompt, as TRL and lm-eval do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

_BEFORE, _BEHIND = "\n", "x"
"""Two texts that no tokenizer makes one token of."""


class TokenPair(NamedTuple):
    """A prompt and the continuation behind it."""

    prompt: list[int]
    continuation: list[int]


def prompt_tokens(
    tokenizer: Any, texts: Sequence[str], first: str | None = None
) -> list[list[int]]:
    """Tokens of texts that begin what a model reads, as lm-eval's own ``hf`` makes them.

    The tokenizer puts its own first token before them, but for a text that begins with it already,
    as those of most chat templates do.

    Args:
        tokenizer: Of the model, from transformers.
        texts: Prompts, with or without what follows them.
        first: The first token, as text; the tokenizer's own by default.
    """
    first = first or getattr(tokenizer, "bos_token", None)
    begun = [text.startswith(first) if first else False for text in texts]
    found: list[list[int]] = [[] for _ in texts]
    for has_first in (False, True):
        places = [place for place, one in enumerate(begun) if one is has_first]
        if places:
            some = [texts[place] for place in places]
            ids = tokenizer(some, add_special_tokens=not has_first)["input_ids"]
            for place, one in zip(places, ids, strict=True):
                found[place] = list(one)
    return found


def answer_tokens(tokenizer: Any, pairs: Sequence[tuple[str, str]]) -> list[TokenPair]:
    """Tokens of prompts and of the answers written behind them.

    Where a token holds the end of a prompt and the beginning of its answer, it is the answer's
    first, as in TRL.

    Args:
        tokenizer: Of the model, from transformers.
        pairs: Prompts with their answers.
    """
    prompts = prompt_tokens(tokenizer, [prompt for prompt, _ in pairs])
    if cuts_alone_as_inside(tokenizer):
        answers = _alone(tokenizer, [answer for _, answer in pairs])
        return list(map(TokenPair, prompts, answers))
    wholes = prompt_tokens(tokenizer, [prompt + answer for prompt, answer in pairs])
    ends = [shared(*both) for both in zip(prompts, wholes, strict=True)]
    return [TokenPair(ids[:end], ids[end:]) for ids, end in zip(wholes, ends, strict=True)]


def left_out(
    tokenizer: Any, tokens: Sequence[int], text: str, decoded: Callable[[Sequence[int]], str]
) -> str:
    """What is missing before a text because its tokens were read alone: a space, or nothing.

    Args:
        tokenizer: Of the model, from transformers.
        tokens: The text's.
        text: What they are alone.
        decoded: Gives the text of tokens.
    """
    (before,) = _alone(tokenizer, [_BEHIND])
    inside = decoded([*before, *tokens]).removeprefix(decoded(before))
    return inside.removesuffix(text) if inside.endswith(text) else ""


def shared(one: Sequence[int], other: Sequence[int]) -> int:
    """With how many of the same tokens two texts begin."""
    both = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in both if a != b), min(len(one), len(other)))


def cuts_alone_as_inside(tokenizer: Any) -> bool:
    """Whether a text has the tokens alone that it has inside another.

    So it is with tokenizers of bytes. An answer then keeps its own tokens, even where its first
    and the prompt's last would become one: the model is asked behind the prompt's.
    """
    both, before, behind = _alone(tokenizer, [_BEFORE + _BEHIND, _BEFORE, _BEHIND])
    return both == before + behind


def _alone(tokenizer: Any, texts: Sequence[str]) -> list[list[int]]:
    return [list(ids) for ids in tokenizer(list(texts), add_special_tokens=False)["input_ids"]]
