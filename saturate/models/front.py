"""What is asked of a model without its weights: its chat template, and whether texts fit."""

from __future__ import annotations

from saturate.config.model_options import ModelOptions
from saturate.errors import SaturateError, first_line
from saturate.models.context import LEAST_WRITTEN, context_of
from saturate.models.published import hub_settings
from saturate.models.remote.tokenizer import load_tokenizer
from saturate.models.template import check_options
from saturate.models.thoughts import thought_marks
from saturate.models.tokenizing import Tokenizing


class TokenizerFront(Tokenizing):
    """Tokenizer and configuration of a model that answers elsewhere."""

    def __init__(self, path: str, options: ModelOptions) -> None:
        """Load them.

        Args:
            path: A folder or a hub id.
            options: How the model is prompted, and what answers.

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
        self._least_written = LEAST_WRITTEN if options.cluster.engine == "vllm" else 0

    def close(self) -> None:
        """Nothing to do: no weights are held."""
