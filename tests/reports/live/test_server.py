"""The live server: what it shows, and whom it refuses."""

import http.client
import json
import threading

import pytest
from support.fakes import make_results

from saturate.errors import SaturateError
from saturate.reports.live.server import server
from saturate.results.files import write_results


def plain(results, path):
    path.write_text(f"rounds {[len(arm.rounds) for arm in results.arms]}")
    return path


@pytest.fixture
def running(tmp_path):
    """A run folder without results, and a server on it."""
    (tmp_path / "run.json").write_text("{}")
    made = server(tmp_path, 0, plain)
    thread = threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield tmp_path, made.server_address[1]
    made.shutdown()
    made.server_close()


def ask(port, path, method="GET", **headers):
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    link.request(method, path, headers=headers)
    answer = link.getresponse()
    body = answer.read()
    link.close()
    return answer, body.decode()


def test_the_report_grows_with_the_results(running):
    run, port = running
    assert "No round is over" in ask(port, "/report")[1]
    state = json.loads(ask(port, "/state")[1])
    assert state == {"version": "", "complete": False, "rounds": 0, "at": ""}
    (run / "voted/03/.train-0.partial").mkdir(parents=True)
    write_results(run, make_results())
    assert ask(port, "/report")[1] == "rounds [3, 3]"
    state = json.loads(ask(port, "/state")[1])
    assert state.pop("version")
    assert state == {"complete": True, "rounds": 4, "of": 4, "at": "voted/03/train-0"}


def test_broken_results_give_a_sentence(running):
    run, port = running
    (run / "results.json").write_text("{")
    assert "cannot be read" in ask(port, "/report")[1]
    assert json.loads(ask(port, "/state")[1])["version"] == ""


def test_only_loopback_names_may_ask(running):
    _, port = running
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1:{port + 1}"):
        answer, _ = ask(port, "/state", Host=host)
        assert answer.status == 403
    assert ask(port, "/state", Host=f"localhost:{port}")[0].status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD"])
def test_only_get(running, method):
    answer, _ = ask(running[1], "/state", method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET")


@pytest.mark.parametrize(
    "path",
    ["/run.json", "/../run.json", "/%2e%2e/run.json", "//etc/passwd", "/live.js/../run.json",
     "/results.json", "/report/", "/state?x=1"],
)  # fmt: skip
def test_no_other_file_can_be_had(running, path):
    assert ask(running[1], path)[0].status == 404


def test_pages_carry_their_policy(running):
    for path, policy in (("/", "default-src 'none'"), ("/report", "frame-ancestors 'self'")):
        answer, _ = ask(running[1], path)
        assert policy in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in ask(running[1], "/")[0].headers["Content-Security-Policy"]


def test_it_listens_on_loopback_alone_and_leaves_the_folder_as_it_was(running):
    run, port = running
    before = sorted(run.rglob("*"))
    ask(port, "/report")
    assert sorted(run.rglob("*")) == before


def test_no_run_and_a_taken_port_are_refused(running, tmp_path_factory):
    run, port = running
    with pytest.raises(SaturateError, match="no run folder"):
        server(tmp_path_factory.mktemp("empty"), 0, plain)
    with pytest.raises(SaturateError, match="--port"):
        server(run, port, plain)
    with pytest.raises(SaturateError, match="--port"):
        server(run, 99999, plain)
