"""Servers that answer over the API of OpenAI: how they are named, and how they are asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from pydantic import PlainSerializer

from saturate.config.fields import ONE_WORD, from_text
from saturate.errors import KEY, SaturateError

REMOTE = "openai:"
"""Begins the name of a model that a server holds, beside models that are here."""
_ENDPOINTS = ("/chat/completions", "/completions")
"""What lm-eval's ``base_url`` ends in; the API's own ends before it."""


def is_remote(name: str) -> bool:
    """Whether a model's name says that a server holds it."""
    return name.startswith(REMOTE)


@dataclass(frozen=True)
class ServerUrl:
    """Where a server is; as text and as JSON it is without what logs in there."""

    url: str
    """Its address, such as ``http://127.0.0.1:8000/v1``."""
    credentials: str = field(default="", repr=False)
    """``user:password``, where the address held them."""

    def __str__(self) -> str:
        return self.url


def parse_urls(text: str) -> tuple[ServerUrl, ...]:
    """Read addresses with commas; a missing path is ``/v1``, and an endpoint is cut off.

    Raises:
        SaturateError: One is no address of a server.
    """
    found = [_parse_url(part.strip()) for part in text.split(",") if part.strip()]
    return tuple({one.url: one for one in found}.values())


def _parse_url(text: str) -> ServerUrl:
    parts = _split(text)
    user, _, host = parts.netloc.rpartition("@")
    path = parts.path.rstrip("/")
    for endpoint in _ENDPOINTS:
        path = path.removesuffix(endpoint)
    return ServerUrl(f"{parts.scheme}://{host}{path or '/v1'}", unquote(user))


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # brackets or a port that are none
        whole = False
    if not whole:
        raise SaturateError(
            f"--base-url {text.rpartition('@')[2]!r} is no address of a server; write "
            "http://HOST:PORT/v1, several with commas."
        )
    if parts.query or parts.fragment:
        shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
        raise SaturateError(
            f"--base-url {shown} has something behind its path; leave that out (a key is read from "
            f"{KEY})."
        )
    return parts


ServerUrls = Annotated[
    tuple[ServerUrl, ...],
    from_text(parse_urls),
    PlainSerializer(lambda urls: [one.url for one in urls]),
    ONE_WORD,
]
"""Addresses of servers, written without what logs in there."""


class ServerOptions(NamedTuple):
    """How servers are asked."""

    urls: tuple[ServerUrl, ...] = ()
    """Where they are; all of them that hold a model answer for it."""
    num_concurrent: int = 8
    """Requests at once."""
    max_retries: int = 5
    """Tries after the first that fails."""
    timeout: float = 300.0
    """Seconds that one try may take."""
    tokenizer: str | None = None
    """Folder or hub id of the model's tokenizer."""
    chat: bool | None = None
    """Whether messages are sent, or texts; ``None``: as the tokenizer says, else messages."""
    answers: Path | None = None
    """File that keeps answers as they come; in memory where ``None``."""
