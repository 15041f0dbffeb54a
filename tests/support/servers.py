"""A stand-in for a server with OpenAI's API, on a port of this machine, with faults on demand."""

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[str], str]
"""What it writes behind a prompt, or the last message."""
_BROKEN = {
    "page": ("<html>Hello</html>", "text/html"),
    "cut": ('{"choices": [{"text": "wh', "application/json"),
    "empty": ('{"choices": []}', "application/json"),
    "nothing": ('{"choices": [{"finish_reason": "stop", "message": {}}]}', "application/json"),
}
"""By fault, what is sent in place of an answer, and what it says that it is."""


class _QuietServer(ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """Say nothing of clients that hang up."""


class StandInServer:
    """Answers requests, keeps them, and has the faults that it is told, one for each request."""

    def __init__(self, answer: Answer, models: tuple[str, ...] = ("stand-in",)) -> None:
        self.answer = answer
        self.models: tuple[str, ...] | None = models
        """``None``: it lists none."""
        self.described: dict[str, Any] = {}
        """Said of each model in the list."""
        self.tokens = True
        """Whether it counts them, each character being one."""
        self.beside: dict[str, Any] = {}
        """Said in each message beside its content, such as a thought that was parted off."""
        self.echoes = True
        """Whether it gives log-probabilities of a prompt."""
        self.context: int | None = None
        """Characters of a prompt from which on it is too long."""
        self.faults: deque[str] = deque()
        self.always = ""
        """A fault of every request."""
        self.delay: Callable[[str], float] = lambda prompt: 0.0
        self.asked: list[dict[str, Any]] = []
        """Bodies of all requests but those for the list, in order of arrival."""
        self.headers: list[dict[str, str]] = []
        self.most_at_once = 0
        self.under_way = 0
        self.lock = threading.Lock()
        self._http = _QuietServer(
            ("127.0.0.1", 0), type("Handler", (_Handler,), {"stand_in": self})
        )
        self._http.daemon_threads = True
        self.port = self._http.server_address[1]
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def stop(self) -> None:
        self.always = "dropped"  # on connections that are still open
        self._http.shutdown()
        self._http.server_close()

    def completion(self, body: dict[str, Any], prompt: str, chat: bool) -> dict[str, Any]:
        whole = self.answer(prompt)
        text = whole[: body["max_tokens"]]
        message = {"role": "assistant", "content": text, **self.beside}
        shown = {"message": message} if chat else {"text": text}
        reason = "stop" if text == whole else "length"
        asked, said = len(prompt), len(text)
        counts = {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}
        usage = {"usage": counts} if self.tokens else {}
        kind = "chat.completion" if chat else "text_completion"
        named = {"id": "1", "object": kind, "created": 0, "model": body["model"]}
        return {**named, "choices": [{"index": 0, "finish_reason": reason, **shown}], **usage}

    def echo(self, ids: list[int]) -> dict[str, Any]:
        """Token ``n`` has a log-probability of ``-n / 100``; even ones are the likeliest."""
        if not self.echoes:
            return {"index": 0, "text": "x", "finish_reason": "length", "logprobs": {"content": []}}
        marks = [None, *(-one / 100 for one in ids[1:]), -1.0]
        top = [None if mark is None else {"a": mark, "b": mark} for mark in marks]
        for place, one in enumerate(ids):
            if place and one % 2:
                top[place]["b"] = 0.0
        logprobs = {"token_logprobs": marks, "top_logprobs": top}
        return {"index": 0, "text": "x", "finish_reason": "length", "logprobs": logprobs}


class _Handler(BaseHTTPRequestHandler):
    """Replies for one stand-in."""

    stand_in: StandInServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._keep_headers()
        if self.path != "/v1/models":
            self._send_text("<html>Hello</html>", kind="text/html")
        elif self.stand_in.models is None:
            self._send({"error": {"message": "no such page"}}, 404)
        else:
            rows = [{"id": name, **self.stand_in.described} for name in self.stand_in.models]
            self._send({"object": "list", "data": rows})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server = self.stand_in
        with server.lock:
            server.asked.append(body)
            server.under_way += 1
            server.most_at_once = max(server.most_at_once, server.under_way)
            fault = server.faults.popleft() if server.faults else server.always
        self._keep_headers()
        try:
            self._fail(fault) if fault else self._reply(body)
        except OSError:  # nobody listens any more
            self.close_connection = True
        finally:
            with server.lock:
                server.under_way -= 1

    def _keep_headers(self) -> None:
        self.stand_in.headers.append({name.lower(): one for name, one in self.headers.items()})

    def _fail(self, fault: str) -> None:
        if fault.isdigit():
            said = f"no: {self.headers.get('Authorization', '')}"
            self._send({"error": {"message": said}}, int(fault))
        elif fault == "long":
            self._send_too_long()
        elif fault in _BROKEN:
            text, kind = _BROKEN[fault]
            self._send_text(text, kind=kind)
        else:
            time.sleep({"dropped": 0.0, "hanging": 1.5}[fault])
            self.close_connection = True

    def _reply(self, body: dict[str, Any]) -> None:
        server, chat = self.stand_in, self.path.endswith("/chat/completions")
        prompt = body["messages"][-1]["content"] if chat else body["prompt"]
        if server.context is not None and len(prompt) > server.context:
            self._send_too_long()
        elif body.get("echo"):
            self._send({"choices": [server.echo(body["prompt"][0])]})
        else:
            time.sleep(server.delay(prompt))
            self._send(server.completion(body, prompt, chat))

    def _send_too_long(self) -> None:
        said = f"This model's maximum context length is {self.stand_in.context} tokens."
        self._send({"error": {"message": said}}, 400)

    def _send(self, content: Any, status: int = 200) -> None:
        self._send_text(json.dumps(content), status)

    def _send_text(self, text: str, status: int = 200, kind: str = "application/json") -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Retry-After-Ms", "1")  # so that tests need not wait
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def serving(answer: Answer = str.upper, **settings: Any) -> Iterator[StandInServer]:
    """A server that answers in capitals, until the block ends."""
    server = StandInServer(answer)
    for name, value in settings.items():
        setattr(server, name, value)
    try:
        yield server
    finally:
        server.stop()


def sums(prompt: str) -> str:
    """Solves the sum in the last line of a prompt."""
    from saturate.registry import load_ladder

    return load_ladder("addition").solve(prompt.splitlines()[-1])
