"""Log-likelihoods of choices from servers, by lm-eval's own class for them.

``local-completions`` says what a server is asked (to echo prompt and choice with log-probabilities)
and reads what it sends. Both are cut into tokens as for a model that is here, the first token
included, which servers add to texts alone; the requests go through
:class:`saturate.models.remote.servers.Servers`, like all others.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from lm_eval.models.openai_completions import LocalCompletionsAPI

from saturate.config.model_options import ModelOptions
from saturate.errors import SaturateError
from saturate.models.remote.replies import NoAnswer, Request
from saturate.models.remote.servers import Servers
from saturate.models.token_choices import cut_into_tokens, weighed

_UNLIMITED = 2**30
"""Tokens, where no context is known; lm-eval would cut its prompts at 2,048."""


class RemoteChoices(LocalCompletionsAPI):  # type: ignore[misc]
    """Scores continuations of prompts by a model that servers hold."""

    def __init__(
        self,
        servers: Servers,
        model: str,
        tokenizer: str,
        context: int | None,
        options: ModelOptions,
    ) -> None:
        """Load the tokenizer.

        Args:
            servers: Who holds the model.
            model: Its name there.
            tokenizer: Folder or hub id.
            context: Most tokens that it holds, where that is known.
            options: Whether code of the tokenizer's repository may run.

        Raises:
            SaturateError: lm-eval lacks what its class for servers needs.
        """
        log = logging.getLogger("lm_eval")
        level = log.level
        log.setLevel(logging.ERROR)  # it tells every setting
        try:
            super().__init__(
                model=model,
                tokenizer=tokenizer,
                tokenizer_backend="huggingface",
                max_length=context or _UNLIMITED,
                trust_remote_code=options.trust,
            )
        except ModuleNotFoundError as error:
            raise SaturateError(
                "lm-eval lacks what it asks servers by; pip install 'lm-saturate[openai]'."
            ) from error
        finally:
            log.setLevel(level)
        self._servers = servers

    def log_likelihoods(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, bool]]:
        """Of each continuation after its prompt: log-probability in nats, and whether greedy.

        Raises:
            SaturateError: The servers give none, or find a prompt too long.
        """
        return weighed(self, pairs)

    def tok_encode(
        self, string: str, add_special_tokens: bool | None = None, **_: Any
    ) -> list[int]:
        """What lm-eval calls with a text."""
        return cut_into_tokens(self.tokenizer, string, self.prefix_token_id, add_special_tokens)

    def _loglikelihood_tokens(self, requests: Sequence[Any], **_: Any) -> list[tuple[float, bool]]:
        """What lm-eval calls with tokens of prompts and continuations."""
        inputs, starts, _keys = self.batch_loglikelihood_requests([list(requests)])
        asked = [
            Request("/completions", self._create_payload([ids], generate=False), start)
            for ids, start in zip(inputs, starts, strict=True)
        ]
        found = self._servers.ask(asked, self._read)
        if None in found:
            tokens = len(inputs[found.index(None)])
            raise SaturateError(
                f"A prompt and choice of {tokens:,} tokens are too long for the server, which does "
                "not tell its context; give it as --model-args max_length=N, and what is longer is "
                "left out."
            )
        return [(float(one[0]), bool(one[1])) for one in found]

    def _read(self, request: Request, sent: Any) -> tuple[float, bool]:
        """The log-likelihood of a continuation.

        Raises:
            NoAnswer: It is no completion.
            SaturateError: It tells no log-probabilities of the prompt.
        """
        try:
            (choice,) = sent["choices"]
            told = (choice["logprobs"] or {}).get("token_logprobs") or ()
        except (KeyError, TypeError, ValueError, AttributeError):
            raise NoAnswer("it holds no completion") from None
        (ids,) = request.body["prompt"]
        if len(told) != len(ids) + 1:
            raise SaturateError(
                "Choices are scored by the log-probabilities of a prompt's own tokens, which this "
                "server does not give (echo with logprobs); ask vLLM, or a model that is here."
            )
        found: list[tuple[float, bool]] = self.parse_logprobs(sent, ctxlens=[request.start])
        return found[0]
