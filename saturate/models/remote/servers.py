"""Asks servers over the API of OpenAI, through its official client.

So many requests are under way at once; each goes to the server that has the fewest. The client
tries again by itself, with growing pauses, where a server is busy, fails or breaks off; what it
takes for an answer and is none is asked again here, with the same pauses. A server that fails all
tries is left out for a while, and where none is left the command ends with what it has, which
:mod:`saturate.storage.answers` keeps.
"""

from __future__ import annotations

import asyncio
import base64
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from saturate.config.servers import ServerOptions, ServerUrl
from saturate.errors import KEY, SaturateError
from saturate.models.remote.replies import (
    LIST,
    Reader,
    Request,
    is_too_long,
    read_models,
    said_in,
    shown,
)
from saturate.models.sampler import Progress
from saturate.storage.answers import MISSING, AnswerStore

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI

_T = TypeVar("_T")
_PASSING = (408, 409, 429)
"""Answers by which a server says that another time will do; so do all from 500 on."""
_NO_LIST = (404, 405, 501)
"""Answers of servers that list no models."""
_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.5, 8.0
"""First and longest pause before something is asked again; the client's own."""
_CONNECT_SECONDS = 10.0
"""After which an address is one where nobody listens, however long an answer may take."""
_AWAY_SECONDS = 30.0
"""After which a server that was left out is tried again, while others answer."""


@dataclass
class _Server:
    url: ServerUrl
    client: AsyncOpenAI
    under_way: int = 0
    """Requests that it has not answered yet."""
    asked: int = 0
    """Requests so far."""
    away_until: float = 0.0
    """By the monotonic clock."""
    fault: str = ""
    """Why it was left out last."""
    listed: dict[str, Mapping[str, Any]] | None = field(default=None)
    """Its models by name; ``None`` where it lists none."""


class _Lost(Exception):
    """A server fails all tries; the message says how."""


class Servers:
    """The servers that hold one model, and the answers that they gave."""

    def __init__(self, model: str, options: ServerOptions) -> None:
        """See which servers are there and hold the model.

        Raises:
            SaturateError: The client is not installed, no server answers, or none holds the model.
        """
        try:
            import openai
        except ImportError:
            raise SaturateError(
                "The client of servers is not installed; pip install 'lm-saturate[openai]'."
            ) from None
        self._openai = openai
        self._options = options
        self._runner = asyncio.Runner()
        self._store = AnswerStore(options.answers)
        self._servers = [_Server(url, self._client(url)) for url in options.urls]
        try:
            self._servers = _aside(lambda: self._runner.run(self._list_models(model)))
        except SaturateError:
            self.close()
            raise
        listed = (one.listed for one in self._servers if one.listed)
        self.described = next((models[model] for models in listed), {})
        """What a server tells of the model in its list."""

    def ask(
        self, requests: Sequence[Request], read: Reader, progress: Progress | None = None
    ) -> list[Any]:
        """The answers to all requests, in their order; ``None`` where a context is too short.

        Equal requests are asked once, and none that was answered before. An answer is kept before
        it counts.

        Raises:
            SaturateError: No server is left, or one refuses a request.
        """
        places: dict[str, list[int]] = {}
        for place, request in enumerate(requests):
            places.setdefault(request.key, []).append(place)
        answers: list[Any] = [None] * len(requests)

        def take(key: str, answer: Any) -> None:
            for place in places[key]:
                answers[place] = answer
            if progress is not None:
                progress(len(places[key]))

        missing = []
        for key in places:
            if (answer := self._store.get(key)) is MISSING:
                missing.append(key)
            else:
                take(key, answer)
        waiting = iter(missing)

        async def work() -> None:
            for key in waiting:
                try:
                    answer = await self._answer(requests[places[key][0]], read)
                except SaturateError:
                    deque(waiting, maxlen=0)  # what is under way comes to its end, and no more
                    raise
                self._store.put(key, answer)
                take(key, answer)

        jobs = [work() for _ in missing[: self._options.num_concurrent]]
        _aside(lambda: self._runner.run(_all(jobs)))
        return answers

    def close(self) -> None:
        """Close the connections and the file of answers."""
        jobs = [one.client.close() for one in self._servers]
        _aside(lambda: self._runner.run(_all(jobs)))
        _aside(self._runner.close)
        self._store.close()

    def _client(self, url: ServerUrl) -> AsyncOpenAI:
        patience = self._options.timeout
        login = base64.b64encode(url.credentials.encode()).decode()
        return self._openai.AsyncOpenAI(
            api_key=os.environ.get(KEY) or "none",
            base_url=url.url,
            timeout=self._openai.Timeout(patience, connect=min(patience, _CONNECT_SECONDS)),
            max_retries=self._options.max_retries,
            default_headers={"Authorization": f"Basic {login}"} if login else None,
        )

    async def _list_models(self, model: str) -> list[_Server]:
        """The servers that are there and hold the model, or list none.

        Raises:
            SaturateError: None is.
        """

        async def listing(server: _Server) -> None:
            try:
                server.listed = await self._try(server, LIST, read_models)
            except _Lost as lost:
                server.fault = str(lost)

        await asyncio.gather(*map(listing, self._servers))
        there = [one for one in self._servers if not one.fault]
        if not there:
            raise SaturateError(f"No server answers ({self._faults()}); is it running?")
        holding = [one for one in there if one.listed is None or model in one.listed]
        if not holding:
            served = sorted({name for one in there for name in one.listed or ()})
            raise SaturateError(
                f"No server of --base-url holds model {model!r}; they hold: {', '.join(served)}."
            )
        return holding

    async def _answer(self, request: Request, read: Reader) -> Any:
        """What a server says to a request; another is asked where one fails.

        Raises:
            SaturateError: All have failed.
        """
        while there := [one for one in self._servers if one.away_until <= time.monotonic()]:
            server = min(there, key=lambda one: (one.under_way, one.asked))
            server.under_way += 1
            server.asked += 1
            try:
                return await self._try(server, request, read)
            except _Lost as lost:
                server.fault = str(lost)
                server.away_until = time.monotonic() + _AWAY_SECONDS
            finally:
                server.under_way -= 1
        raise SaturateError(
            f"No server answers any more ({self._faults()}). The {len(self._store):,} answers so "
            "far are kept: start the server again and repeat the command, which goes on from there."
        )

    async def _try(self, server: _Server, request: Request, read: Reader) -> Any:
        """What a server says to a request.

        Raises:
            _Lost: It fails all tries.
            SaturateError: It refuses the request.
        """
        openai, client = self._openai, server.client
        for pause in _pauses(self._options.max_retries):
            try:
                if request is LIST:
                    return read(request, await client.get(request.path, cast_to=object))
                sent = await client.post(request.path, body=request.body, cast_to=object)
                return read(request, sent)
            except openai.APIStatusError as error:
                return self._refused(server, request, error)
            except openai.APIConnectionError as error:
                raise _Lost(shown(error.__cause__ or error)) from None
            except (
                ValueError,
                openai.APIResponseValidationError,
            ) as error:  # no JSON, or no answer
                fault = shown(error)
            await asyncio.sleep(pause)
        raise _Lost(f"its answer is none: {fault}")

    def _refused(self, server: _Server, request: Request, error: APIStatusError) -> None:
        """What an answer means that says no: ``None`` where the model's context is too short."""
        status, said = error.status_code, said_in(error)
        if status in _PASSING or status >= 500:
            raise _Lost(f"{status}: {said}") from None
        if status in (401, 403):
            raise SaturateError(
                f"Server {server.url} refuses the key ({status}: {said}); set {KEY}."
            ) from None
        if status in _NO_LIST if request is LIST else is_too_long(said):
            return
        raise SaturateError(f"Server {server.url} refuses what is asked ({status}: {said}).")

    def _faults(self) -> str:
        return "; ".join(f"{one.url}: {one.fault}" for one in self._servers)


def _aside(work: Callable[[], _T]) -> _T:
    """Do what runs a loop of its own; in a thread where one runs here already, as in a notebook."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()


async def _all(jobs: Sequence[Any]) -> None:
    """Wait for all to end, and then raise what the first of them raised."""
    for ended in await asyncio.gather(*jobs, return_exceptions=True):
        if ended is not None:
            raise ended


def _pauses(retries: int) -> Iterator[float]:
    """Seconds to wait after each try."""
    for retry in range(retries + 1):
        yield 0.0 if retry == retries else min(_PAUSE_SECONDS * 2**retry, _LONGEST_PAUSE_SECONDS)
