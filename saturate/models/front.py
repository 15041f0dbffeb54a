"""What is asked of a model without its weights: its chat template, and whether texts fit."""

from __future__ import annotations

from collections.abc import Sequence

from saturate.config.model_options import ModelOptions
from saturate.errors import SaturateError, first_line
from saturate.models.context import context_of, fitting
from saturate.models.loading import hub_settings
from saturate.models.remote.tokenizer import load_tokenizer
from saturate.models.sampler import Decoding, with_thought
from saturate.models.template import chat_prompt, check_options
from saturate.models.thoughts import may_think, thought_marks


class TokenizerFront:
    """Tokenizer and configuration of a model that answers elsewhere."""

    def __init__(self, path: str, options: ModelOptions) -> None:
        """Load them.

        Args:
            path: A folder or a hub id.
            options: How the model is prompted.

        Raises:
            SaturateError: They cannot be loaded, or the options don't fit them.
        """
        from transformers import AutoConfig

        self._tokenizer = load_tokenizer(path, options)
        check_options(self._tokenizer, options, path)
        try:
            described = AutoConfig.from_pretrained(path, **hub_settings(path, options))
        except Exception as error:  # whatever the library and its readers raise of what they find
            raise SaturateError(
                f"Model {path!r} could not be loaded: {first_line(error)}"
            ) from error
        self._context = context_of(described, options)
        self._marks = thought_marks(self._tokenizer)
        self._options = options

    @property
    def has_chat_template(self) -> bool:
        """Whether prompts go through :meth:`chat`."""
        return self._tokenizer.chat_template is not None

    def chat(self, message: str) -> str:
        """The prompt text of a user's message by the model's chat template."""
        return chat_prompt(self._tokenizer, message, self._options)

    def fits(self, texts: Sequence[str], decoding: Decoding | None = None) -> list[bool]:
        """Whether the model's context holds each text and the longest completion behind it."""
        if not texts or self._context is None:
            return [True] * len(texts)
        asked = [
            with_thought(decoding, self._options)
            if decoding is not None and may_think(self._marks, text)
            else decoding
            for text in texts
        ]
        ids = self._tokenizer(list(texts), add_special_tokens=not self.has_chat_template)
        return fitting([len(one) for one in ids["input_ids"]], asked, self._context)

    def close(self) -> None:
        """Nothing to do: no weights are held."""
