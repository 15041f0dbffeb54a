"""The sampler over servers with OpenAI's API: vLLM, llama.cpp, SGLang and others.

Every completion is a request of its own, with a seed that follows from its place, so that any
server can answer it, in any order, and one that was answered is never asked again. Where messages
are sent (:attr:`OpenAISampler.has_chat_template`), a prompt is their JSON, as lm-eval's
``local-chat-completions`` writes it; the server puts them into the model's template.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from saturate.config.model_options import ModelOptions
from saturate.errors import SaturateError
from saturate.ladder import stable_hash
from saturate.models.context import LEAST_WRITTEN, fitting
from saturate.models.remote.replies import NoAnswer, Request
from saturate.models.remote.servers import Servers
from saturate.models.remote.tokenizer import load_tokenizer, tokenizer_name
from saturate.models.sampler import (
    NO_ROOM,
    Completion,
    Decoding,
    Progress,
    longest,
    with_thought,
)
from saturate.models.template import chat_prompt, check_options
from saturate.models.thoughts import Marks, may_think, part, thought_marks

if TYPE_CHECKING:
    from saturate.models.remote.choices import RemoteChoices

_MAX_STOPS = 4
"""Texts that end a completion, of which the API takes no more; all cut it here."""
_WHOLE = {"top_k": -1, "min_p": 0.0}
"""Draws from all tokens, on servers that would leave some out by themselves."""
_PLAIN = {"repetition_penalty": 1.0}
"""Leaves every token's score as it is, on servers that would follow a model's own penalty."""
_OWN_SETTINGS = {
    "llamacpp": ({}, _WHOLE),
    "sglang": (_PLAIN, _WHOLE),
    "vllm": (_PLAIN, _WHOLE),
}
"""By what a server says owns a model: what it is sent with every prompt, and where answers are
drawn. Others may not know these settings."""
_THINK = Marks("<think>", "</think>")
"""Marks of a thought that a server cut off, where no tokenizer tells them."""


class _Written(NamedTuple):
    """What a server wrote, as it is kept."""

    text: str
    thought: str
    tokens: int | None
    """As the server counts them, if it does."""
    ended: bool
    """Whether the model ended by itself or at a stop text."""


class OpenAISampler:
    """One model that servers hold."""

    def __init__(self, model: str, options: ModelOptions | None = None) -> None:
        """Find the servers that hold it.

        Args:
            model: Its name there.
            options: How it is prompted and decoded, and where the servers are.

        Raises:
            SaturateError: No server answers or holds it, or the options don't fit it.
        """
        self._model = model
        self._options = options = options or ModelOptions()
        self._tokenizer_name = tokenizer_name(model, options)
        self._tokenizer = load_tokenizer(self._tokenizer_name, options)
        self._check_options()
        self._marks = thought_marks(self._tokenizer) if self._shown else _THINK
        self._servers = Servers(model, options.server)
        described = self._servers.described
        told = described.get("max_model_len") or (described.get("meta") or {}).get("n_ctx")
        self._context: int | None = options.args.max_length or told
        self._plain, self._draws = _OWN_SETTINGS.get(str(described.get("owned_by")), ({}, {}))

    @property
    def has_chat_template(self) -> bool:
        if self._options.server.chat is not None:
            return self._options.server.chat
        return self._tokenizer is None or self._tokenizer.chat_template is not None

    def chat(self, message: str) -> str:
        """A user's message, and the system's before it, as JSON."""
        system = self._options.system
        turns = [{"role": "system", "content": system}] if system else []
        return json.dumps([*turns, {"role": "user", "content": message}], ensure_ascii=False)

    def complete(
        self, prompts: Sequence[str], decoding: Decoding, progress: Progress | None = None
    ) -> list[list[Completion]]:
        """Ask for every completion; a prompt that the context does not hold gets none."""
        texts = [self._text(prompt) for prompt in prompts]
        room = self._room(texts, decoding)
        asked = [i for i, most in enumerate(room) if most]
        requests = [
            self._request(prompts[i], decoding, room[i], i * decoding.n + draw, texts[i])
            for i in asked
            for draw in range(decoding.n)
        ]
        found = iter(self._servers.ask(requests, _read_written, progress))
        answers = [[NO_ROOM] * decoding.n for _ in prompts]
        for i in asked:
            written = [next(found) for _ in range(decoding.n)]
            answers[i] = [self._completion(one, texts[i], decoding.stop) for one in written]
        if progress is not None and len(asked) < len(prompts):
            progress((len(prompts) - len(asked)) * decoding.n)
        return answers

    def fits(self, texts: Sequence[str], decoding: Decoding | None = None) -> list[bool]:
        """Whether the context holds each text and what is written behind it, a token at least.

        Without a tokenizer, or a context that is known, all do: a server says so itself.
        """
        if self._tokenizer is None or self._context is None or not texts:
            return [True] * len(texts)
        shown = [self._text(text) for text in texts]
        asked = [None if decoding is None else self._roomy(decoding, text) for text in shown]
        return fitting(self._lengths(shown), asked, self._context, LEAST_WRITTEN)

    def log_likelihoods(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, bool]]:
        """By lm-eval's own class for servers.

        Raises:
            SaturateError: No tokenizer is known, or the servers give no log-probabilities.
        """
        return self._choices.log_likelihoods(
            [(self._text(prompt), continuation) for prompt, continuation in pairs]
        )

    def close(self) -> None:
        """Close the connections."""
        self._servers.close()

    @property
    def _shown(self) -> bool:
        """Whether a tokenizer shows what the model reads, and not its server alone."""
        if self._tokenizer is None:
            return False
        return self._tokenizer.chat_template is not None or not self.has_chat_template

    @cached_property
    def _choices(self) -> RemoteChoices:
        from saturate.models.remote.choices import RemoteChoices

        if self._tokenizer_name is None:
            raise SaturateError(
                f"Choices are scored by log-likelihood, which needs the tokenizer of model "
                f"{self._model!r}; name its folder or hub id by --tokenizer."
            )
        if not self._shown:
            raise SaturateError(
                f"Choices are scored behind the text of a prompt, and the chat template that makes "
                f"it is not in tokenizer {self._tokenizer_name!r}; name one that has it by "
                "--tokenizer, or leave out --apply-chat-template."
            )
        return RemoteChoices(
            self._servers, self._model, self._tokenizer_name, self._context, self._options
        )

    def _check_options(self) -> None:
        """See that what the options say reaches the model.

        Raises:
            SaturateError: It has no place in texts, or in the template as far as a tokenizer shows.
        """
        options = self._options
        if options.server.chat is False and (options.system or options.template):
            flag = "--system-instruction" if options.system else "--chat-template-args"
            raise SaturateError(
                f"Texts are sent by --no-apply-chat-template, and a text has no place for {flag}; "
                "leave one of the two out."
            )
        if self._shown:
            check_options(self._tokenizer, options, self._model)

    def _request(
        self, prompt: str, decoding: Decoding, room: int, place: int, text: str
    ) -> Request:
        sampled = decoding.temperature > 0
        body: dict[str, Any] = {
            "model": self._model,
            "max_tokens": room,
            "temperature": decoding.temperature,
            **self._plain,
        }
        if sampled:
            body |= {"top_p": 1.0, **self._draws, **self._options.gen.given()}
            body["seed"] = stable_hash("sample", decoding.seed, place) % 2**31
        if decoding.stop and not self._thinks(text):
            body["stop"] = list(decoding.stop[:_MAX_STOPS])
        if not self.has_chat_template:
            return Request("/completions", {**body, "prompt": prompt})
        if self._options.template:
            body["chat_template_kwargs"] = self._options.template
        turns, end = json.JSONDecoder().raw_decode(prompt)
        begun = [{"role": "assistant", "content": prompt[end:]}] if prompt[end:] else []
        return Request("/chat/completions", {**body, "messages": [*turns, *begun]})

    def _completion(self, kept: Any, text: str, stop: tuple[str, ...]) -> Completion:
        if kept is None:
            return NO_ROOM
        written = _Written(*kept)
        begun = "" if written.thought else text  # who parts a thought off ends what a prompt began
        thought, answer, finished = part(self._marks, begun, written.text, stop, written.ended)
        if written.thought:
            marks = self._marks or _THINK
            thought, finished = (
                f"{marks.begin}{written.thought}{marks.end}",
                finished and answer != "",
            )
        return Completion(answer, self._tokens(written), None, finished, thought)

    def _tokens(self, written: _Written) -> int:
        if written.tokens is not None:
            return written.tokens
        if self._tokenizer is None:
            raise SaturateError(
                f"The server does not count the tokens of its answers (usage); name the tokenizer "
                f"of model {self._model!r} by --tokenizer, so that they can be counted here."
            )
        return len(self._tokenizer(written.thought + written.text)["input_ids"])

    def _text(self, prompt: str) -> str:
        """What the model reads, as far as that is known here; something may follow the messages."""
        if not self.has_chat_template or self._tokenizer is None:
            return prompt
        turns, end = json.JSONDecoder().raw_decode(prompt)
        if not self._shown:
            return "\n".join(turn["content"] for turn in turns) + prompt[end:]
        message = turns[-1]["content"]
        return chat_prompt(self._tokenizer, message, self._options) + prompt[end:]

    def _room(self, texts: Sequence[str], decoding: Decoding) -> list[int]:
        """Most tokens of the answer to each text; 0 where there is no room."""
        wanted = [self._roomy(decoding, text) for text in texts]
        if self._tokenizer is None or not texts:
            return [longest(0, one, self._context) for one in wanted]
        lengths = self._lengths(texts)
        return [
            longest(length, one, self._context) for length, one in zip(lengths, wanted, strict=True)
        ]

    def _roomy(self, decoding: Decoding, text: str) -> Decoding:
        """The same with room for a thought, where one may come."""
        return with_thought(decoding, self._options) if self._thinks(text) else decoding

    def _thinks(self, text: str) -> bool:
        """Whether a thought may come, as far as a tokenizer tells."""
        return self._shown and may_think(self._marks, text)

    def _lengths(self, texts: Sequence[str]) -> list[int]:
        encoded = self._tokenizer(list(texts), add_special_tokens=not self.has_chat_template)
        return [len(ids) for ids in encoded["input_ids"]]


def _read_written(_: Request, sent: Any) -> list[Any]:
    """The one completion that a server sent, with its usage.

    Raises:
        NoAnswer: It is none.
    """
    try:
        (choice,) = sent["choices"]
        message = choice.get("message", choice)
        text = message.get("content", message.get("text"))
        thought = message.get("reasoning_content") or message.get("reasoning") or ""
        tokens = (sent.get("usage") or {}).get("completion_tokens")
        written = _Written(text or "", thought, tokens, choice["finish_reason"] == "stop")
    except (KeyError, TypeError, ValueError, AttributeError):
        raise NoAnswer("it holds no completion") from None
    whole = isinstance(written.text, str) and isinstance(thought, str)
    if not whole or not isinstance(tokens, int | None) or not message.keys() & {"content", "text"}:
        raise NoAnswer("it holds no completion")
    return list(written)
