"""Serves the growing report of a run: loopback only, a standard-library server, reads alone.

Two pages: a frame that asks every few seconds what is new, and the report inside it. The server
opens ``results.json``, which is always whole, and looks at folder names; it takes no lock, so the
run never waits for it.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from saturate.errors import SaturateError
from saturate.results.files import FILE, read_results
from saturate.results.schema import Results

HOST = "127.0.0.1"
_FRAME_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_REPORT_POLICY = "frame-ancestors 'self'"
"""The report brings a policy of its own; this adds who may frame it."""
_WAITING = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>saturate</title>"
    "<meta name=color-scheme content='light dark'><p>No round is over yet.</p></html>"
)

Render = Callable[[Results, Path], Path]


class Answer(NamedTuple):
    """What a path gives."""

    kind: str
    """Media type."""
    body: bytes
    policy: str
    """Content-Security-Policy."""


class Watch:
    """One run folder, seen from outside."""

    def __init__(self, run: Path, render: Render) -> None:
        """Watch ``run``; ``render`` writes a report of results to a path."""
        self.run = run
        self._render = render
        self._lock = Lock()
        self._made: tuple[str, bytes] = ("", _WAITING.encode())

    def state(self) -> dict[str, Any]:
        """What the frame shows: the version of the report, and what the run is at."""
        try:
            results = read_results(self.run)
        except SaturateError:
            return {"version": "", "complete": False, "rounds": 0, "at": self._at()}
        rounds = sum(len(arm.rounds) - 1 for arm in results.arms)
        return {
            "version": self._version(),
            "complete": results.complete,
            "rounds": rounds,
            "of": results.planned_rounds * len(results.arms),
            "at": self._at(),
        }

    def report(self) -> bytes:
        """The report of the results as they are now; made again only when they changed."""
        with self._lock:
            version = self._version()
            if version and version != self._made[0]:
                with tempfile.TemporaryDirectory() as place:
                    page = self._render(read_results(self.run), Path(place) / "report.html")
                    self._made = (version, page.read_bytes())
            return self._made[1]

    def _version(self) -> str:
        try:
            return hashlib.sha256((self.run / FILE).read_bytes()).hexdigest()[:16]
        except OSError:
            return ""

    def _at(self) -> str:
        """The stage that is being written, or was when the run stopped: ``voted/03/train-0``."""
        found = [
            *self.run.glob("base/.*.partial"),
            *self.run.glob("*/[0-9]*/.*.partial"),
        ]
        if not found:
            return ""
        stage = found[-1].name.removeprefix(".").removesuffix(".partial")
        return (found[-1].parent.relative_to(self.run) / stage).as_posix()


class _Handler(BaseHTTPRequestHandler):
    """Answers five fixed paths; a path of a file is never made from what was asked."""

    server_version = "saturate"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 30

    def __init__(self, watch: Watch, *rest: Any) -> None:
        self._watch = watch
        super().__init__(*rest)

    def do_GET(self) -> None:
        """Answer one of the paths."""
        port = self.connection.getsockname()[1]
        if self.headers.get("Host") not in (f"{HOST}:{port}", f"localhost:{port}"):
            self._send(HTTPStatus.FORBIDDEN, Answer("text/plain", b"Unknown host.\n", ""))
            return
        make = _ROUTES.get(self.path)
        if make is None:
            self._send(HTTPStatus.NOT_FOUND, Answer("text/plain", b"There is no such page.\n", ""))
            return
        try:
            answer = make(self._watch)
        except SaturateError as error:
            answer = Answer("text/plain; charset=utf-8", f"{error}\n".encode(), "")
        self._send(HTTPStatus.OK, answer)

    def _refuse(self) -> None:
        self.close_connection = True  # its body, if any, is not read
        answer = Answer("text/plain", b"This server only answers GET.\n", "")
        self._send(HTTPStatus.METHOD_NOT_ALLOWED, answer)

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = _refuse  # noqa: N815

    def _send(self, status: HTTPStatus, answer: Answer) -> None:
        self.send_response(status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Content-Security-Policy", answer.policy or "default-src 'none'")
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: a line for every poll would bury what matters."""


def _static(name: str, kind: str) -> Callable[[Watch], Answer]:
    def make(_: Watch) -> Answer:
        body = files("saturate.reports.live").joinpath(name).read_bytes()
        return Answer(f"{kind}; charset=utf-8", body, _FRAME_POLICY)

    return make


def _state(watch: Watch) -> Answer:
    return Answer("application/json", json.dumps(watch.state()).encode(), "")


def _report(watch: Watch) -> Answer:
    return Answer("text/html; charset=utf-8", watch.report(), _REPORT_POLICY)


_ROUTES: dict[str, Callable[[Watch], Answer]] = {
    "/": _static("live.html", "text/html"),
    "/live.css": _static("live.css", "text/css"),
    "/live.js": _static("live.js", "text/javascript"),
    "/state": _state,
    "/report": _report,
}


def server(run: Path, port: int, render: Render) -> ThreadingHTTPServer:
    """A server that is bound and ready; ``serve_forever`` starts it.

    Raises:
        SaturateError: There is no run in the folder, or the port is taken.
    """
    if not (run / "run.json").is_file():
        raise SaturateError(f"{run} is no run folder; start the run first, or name its folder.")
    try:
        made = ThreadingHTTPServer((HOST, port), partial(_Handler, Watch(run, render)))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or "no such port"
        raise SaturateError(
            f"Port {port} cannot be used ({reason}); name another with --port."
        ) from None
    made.daemon_threads = True
    return made
