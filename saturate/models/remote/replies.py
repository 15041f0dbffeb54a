"""What servers are asked, and what their replies mean: no answers, refusals, lists of models."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from saturate.errors import first_line, without_secrets

if TYPE_CHECKING:
    from openai import APIStatusError


class NoAnswer(ValueError):
    """What a server sent is no answer; the message says what it lacks."""


class Request(NamedTuple):
    """One question to a server."""

    path: str
    """The endpoint, below the server's address."""
    body: dict[str, Any]
    start: int = 0
    """Tokens of its prompt that are given; those behind them are looked at."""

    @property
    def key(self) -> str:
        """Tells it from all others, whichever server is asked."""
        return hashlib.sha256(json.dumps(self, sort_keys=True).encode()).hexdigest()


LIST = Request("/models", {})
"""What models a server holds."""
Reader = Callable[[Request, Any], Any]
"""Reads what a server sent to a request, into JSON; raises :class:`NoAnswer`."""


def read_models(_: Request, sent: Any) -> dict[str, Mapping[str, Any]]:
    """The models that a server lists, by name.

    Raises:
        NoAnswer: It sent no list.
    """
    try:
        return {str(model["id"]): model for model in sent["data"]}
    except (KeyError, TypeError):
        raise NoAnswer("no list of models; has the address the right path, mostly /v1?") from None


def said_in(error: APIStatusError) -> str:
    """The sentence in a refusal, whichever of the usual places it stands in."""
    body = error.body
    if isinstance(body, dict):
        inner = body.get("error", body)
        body = inner.get("message", inner) if isinstance(inner, dict) else inner
    return without_secrets(first_line(ValueError(body or error.message)))


def is_too_long(said: str) -> bool:
    """Whether a refusal speaks of the model's context, whichever server wrote it."""
    words = said.lower()
    return "context" in words and any(one in words for one in ("length", "size", "window", "long"))


def shown(error: BaseException) -> str:
    """What an error says, in a line without secrets."""
    return without_secrets(first_line(error))
