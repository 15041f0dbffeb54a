"""An lm-eval ``LM`` over a sampler, so that scoring and voting share one loaded model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lm_eval.api.instance import Instance
from lm_eval.api.model import LM

from saturate.ladder import tokens_asked
from saturate.models import Decoding, Progress, Sampler
from saturate.models.sampler import NO_ROOM


class NoRoomError(Exception):
    """Some documents leave an answer no room in the model's context, as an engine that counts
    tokens knows before it is asked, and a server without a tokenizer says afterwards."""

    def __init__(self, documents: set[tuple[str, int]]) -> None:
        """Take them.

        Args:
            documents: Name of the task, and place among the documents that it asks.
        """
        super().__init__()
        self.documents = documents


class SamplerLM(LM):  # type: ignore[misc]
    """Answers ``generate_until`` requests greedily, and those for log-likelihoods of choices.

    Where a prompt leaves no room for its answer, all requests of the kind are refused.

    Args:
        sampler: The engine with the model.
        max_new_tokens: Upper limit over what a task asks for.
        progress: Told of every answered request.
    """

    def __init__(
        self,
        sampler: Sampler,
        max_new_tokens: int,
        progress: Progress | None = None,
    ) -> None:
        super().__init__()
        self._sampler = sampler
        self._limit = max_new_tokens
        self._progress = progress
        self.tokens = 0

    @property
    def tokenizer_name(self) -> str:
        return "sampler"

    def chat_template(self, chat_template: bool | str = False) -> str | None:
        return "model's own" if self._sampler.has_chat_template else ""

    def apply_chat_template(
        self, chat_history: list[dict[str, str]], add_generation_prompt: bool = True
    ) -> str:
        """One message of the user, and behind it what begins the answer, where a task says it."""
        begins = not add_generation_prompt and chat_history[-1]["role"] == "assistant"
        said = chat_history[:-1] if begins else chat_history
        begun = chat_history[-1]["content"] if begins else ""
        return self._sampler.chat("\n\n".join(turn["content"] for turn in said)) + begun

    def generate_until(self, requests: list[Instance]) -> list[str]:
        groups: dict[tuple[Any, ...], list[int]] = {}
        for i, request in enumerate(requests):
            asked = request.args[1]
            until = asked.get("until") or []
            stop = (until,) if isinstance(until, str) else tuple(until)
            groups.setdefault((stop, tokens_asked(asked)), []).append(i)
        texts, asks = [""] * len(requests), []
        for (stop, limit), rows in groups.items():
            longest = min(limit, self._limit) if limit else self._limit
            decoding = Decoding(max_new_tokens=longest, stop=stop)
            asks.append((rows, [str(requests[i].args[0]) for i in rows], decoding))
        _refuse(
            requests[i]
            for rows, prompts, decoding in asks
            for i, fits in zip(rows, self._sampler.fits(prompts, decoding), strict=True)
            if not fits
        )
        refused = []
        for rows, prompts, decoding in asks:
            answers = self._sampler.complete(prompts, decoding, self._progress)
            for i, (answer,) in zip(rows, answers, strict=True):
                texts[i] = answer.text
                self.tokens += answer.tokens
                if answer == NO_ROOM:
                    refused.append(requests[i])
        _refuse(refused)
        return texts

    def loglikelihood(self, requests: list[Instance]) -> list[tuple[float, bool]]:
        pairs = [(str(request.args[0]), str(request.args[1])) for request in requests]
        whole = self._sampler.fits([prompt + written for prompt, written in pairs])
        _refuse(request for request, fits in zip(requests, whole, strict=True) if not fits)
        answers = self._sampler.log_likelihoods(pairs)
        if self._progress is not None:
            self._progress(len({(one.task_name, one.doc_id) for one in requests}))
        return answers

    def loglikelihood_rolling(self, requests: list[Instance]) -> list[float]:
        raise NotImplementedError("saturate scores tasks that ask for answers")


def _refuse(requests: Iterable[Instance]) -> None:
    """Raise if there are any.

    Raises:
        NoRoomError: With their documents.
    """
    if found := {(str(one.task_name), int(one.doc_id)) for one in requests}:
        raise NoRoomError(found)
