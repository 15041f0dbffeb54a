"""What is asked of a model by its tokenizer alone: its chat template, whether texts fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from saturate.config.model_options import ModelOptions
from saturate.models.context import fitting
from saturate.models.sampler import Decoding, with_thought
from saturate.models.template import chat_prompt
from saturate.models.thoughts import Marks, may_think


class Tokenizing:
    """The part of a sampler that needs no weights; who inherits it sets its parts."""

    _tokenizer: Any
    _options: ModelOptions
    _marks: Marks | None
    _context: int | None
    """Most tokens of prompt and answer together; ``None`` where nothing limits them."""

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
        return fitting([len(ids) for ids in self._ids(texts)], asked, self._context)

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Tokens of prompts."""
        encoded = self._tokenizer(list(texts), add_special_tokens=not self.has_chat_template)
        return list(encoded["input_ids"])

    def _roomy(self, decoding: Decoding, prompt: str) -> Decoding:
        """The same with room for a thought, where one may come."""
        thinks = may_think(self._marks, prompt)
        return with_thought(decoding, self._options) if thinks else decoding
