"""What is asked of a model by its tokenizer alone: its chat template, whether texts fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tokenizers.decoders import ByteLevel

from saturate.config.model_options import ModelOptions
from saturate.models.context import fitting
from saturate.models.sampler import Decoding, with_thought
from saturate.models.template import chat_prompt
from saturate.models.thoughts import Marks, may_think
from saturate.models.token_cuts import prompt_tokens

_UNBOUNDED = 2**40


class Tokenizing:
    """The part of a sampler that needs no weights; who inherits it sets its parts."""

    _tokenizer: Any
    _options: ModelOptions
    _marks: Marks | None
    _context: int | None
    """Most tokens of prompt and answer together; ``None`` where nothing limits them."""
    _least_written = 0
    """Tokens that the engine writes behind every text, one that is only weighed among them."""

    @property
    def has_chat_template(self) -> bool:
        """Whether prompts go through :meth:`chat`."""
        return getattr(self._tokenizer, "chat_template", None) is not None

    def chat(self, message: str) -> str:
        """The prompt text of a user's message by the model's chat template."""
        return chat_prompt(self._tokenizer, message, self._options)

    def fits(self, texts: Sequence[str], decoding: Decoding | None = None) -> list[bool]:
        """Whether the model's context holds each text and the longest completion behind it."""
        if not texts or self._context is None:
            return [True] * len(texts)
        asked = [None if decoding is None else self._roomy(decoding, text) for text in texts]
        fits = fitting(self._most_tokens(texts), asked, self._context, self._least_written)
        if unsure := [i for i, fit in enumerate(fits) if not fit]:
            lengths = [len(ids) for ids in self._ids([texts[i] for i in unsure])]
            left = [asked[i] for i in unsure]
            told = fitting(lengths, left, self._context, self._least_written)
            for i, fit in zip(unsure, told, strict=True):
                fits[i] = fit
        return fits

    def _most_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens that a text has at most: as many as bytes, and those that are put around it.

        Without such a bound, which only tokenizers of bytes give, more than any context holds.
        """
        backend = getattr(self._tokenizer, "backend_tokenizer", None)
        if backend is None or backend.normalizer or not isinstance(backend.decoder, ByteLevel):
            return [_UNBOUNDED] * len(texts)
        around = self._tokenizer.num_special_tokens_to_add() + 1  # a space before it, as some do
        return [len(text.encode()) + around for text in texts]

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Tokens of prompts."""
        return prompt_tokens(self._tokenizer, texts)

    def _roomy(self, decoding: Decoding, prompt: str) -> Decoding:
        """The same with room for a thought, where one may come."""
        thinks = may_think(self._marks, prompt)
        return with_thought(decoding, self._options) if thinks else decoding
