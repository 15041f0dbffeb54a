"""Faults of servers, against stand-in servers and the real client."""

import asyncio
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from support.servers import serving

from saturate.config.servers import ServerOptions, parse_urls
from saturate.errors import SaturateError
from saturate.models.remote import servers as servers_module
from saturate.models.remote.replies import NoAnswer, Request
from saturate.models.remote.servers import Servers

OPEN = ExitStack()


def read(_, sent):
    try:
        return sent["choices"][0]["text"]
    except (KeyError, IndexError, TypeError):
        raise NoAnswer("it holds no completion") from None


def requests(count):
    return [
        Request("/completions", {"model": "stand-in", "prompt": f"p{n}", "max_tokens": 9})
        for n in range(count)
    ]


def opened(*urls, retries=1, **settings):
    options = ServerOptions(parse_urls(",".join(urls)), max_retries=retries, **settings)
    servers = Servers("stand-in", options)
    OPEN.callback(servers.close)
    return servers


@pytest.fixture(autouse=True)
def closing():
    with OPEN:
        yield


def prompts(server):
    return sorted(body["prompt"] for body in server.asked)


@pytest.mark.parametrize("fault", ["429", "500", "503", "dropped", "page", "cut", "empty"])
def test_a_fault_that_passes_costs_one_more_try(fault):
    with serving() as server:
        asking = opened(server.url)
        server.faults.append(fault)
        assert asking.ask(requests(1), read) == ["P0"]
    assert prompts(server) == ["p0", "p0"]


def test_servers_answer_where_a_loop_runs_already():
    async def notebook(url):
        asking = opened(url)
        answers = asking.ask(requests(3), read)
        OPEN.close()
        return answers

    with serving() as server, ThreadPoolExecutor(1) as thread:  # a new thread has no loop yet
        answers = thread.submit(asyncio.run, notebook(server.url)).result()
    assert answers == ["P0", "P1", "P2"]


def test_a_server_that_hangs_is_asked_again():
    with serving() as server:
        asking = opened(server.url, timeout=0.3)
        server.faults.append("hanging")
        assert asking.ask(requests(1), read) == ["P0"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("500", "500: no: Bearer none"),
        ("429", "429: no"),
        ("dropped", "Server disconnected"),
        ("cut", "its answer is none: Unterminated string"),
        ("page", "its answer is none: it holds no completion"),
        ("nothing", "it holds no completion"),
    ],
)
def test_a_fault_that_stays_ends_the_command_with_what_it_has(fault, said):
    with serving() as server:
        asking = opened(server.url, retries=0, num_concurrent=1)
        server.faults.extend(["", "", fault])
        with pytest.raises(SaturateError) as refused:
            asking.ask(requests(4), read)
        assert said in str(refused.value) and f"{server.url}: " in str(refused.value)
        assert "The 2 answers so far are kept" in str(refused.value)
    assert prompts(server) == ["p0", "p1", "p2"]


def test_a_request_that_is_refused_is_not_asked_again():
    said = r"refuses what is asked \(418: no: Bearer none\)"
    with serving(always="418") as server, pytest.raises(SaturateError, match=said):
        opened(server.url).ask(requests(1), read)
    assert len(server.asked) == 1


def test_the_key_comes_from_the_environment_and_is_never_shown(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    with serving(always="401") as server:
        with pytest.raises(SaturateError) as refused:
            opened(server.url).ask(requests(1), read)
        assert {headers["authorization"] for headers in server.headers} == {"Bearer sk-very-secret"}
    assert "set OPENAI_API_KEY" in str(refused.value) and "very-secret" not in str(refused.value)


def test_what_logs_in_at_an_address_is_sent_and_never_shown():
    with serving() as server:
        url = server.url.replace("http://", "http://me:pass%40word@")
        asking = opened(url, retries=0)
        server.always = "500"
        with pytest.raises(SaturateError) as lost:
            asking.ask(requests(1), read)
        sent = {headers["authorization"] for headers in server.headers}
    assert sent == {"Basic bWU6cGFzc0B3b3Jk"}  # me:pass@word
    assert f"({server.url}: 500" in str(lost.value) and "pass" not in str(lost.value)


def test_no_more_requests_at_once_than_asked_for():
    with serving(delay=lambda prompt: 0.05) as server:
        asking = opened(server.url, num_concurrent=3)
        assert asking.ask(requests(9), read) == [f"P{n}" for n in range(9)]
    assert server.most_at_once == 3


def test_servers_take_turns_and_a_dead_one_is_left_out():
    with serving() as one, serving() as two:
        asking = opened(one.url, two.url, retries=0, num_concurrent=1)
        asking.ask(requests(4), read)
        assert (prompts(one), prompts(two)) == (["p0", "p2"], ["p1", "p3"])
        one.stop()
        more = requests(10)[4:]
        assert asking.ask(more, read) == [f"P{n}" for n in range(4, 10)]
        assert prompts(two) == [f"p{n}" for n in (1, 3, *range(4, 10))]


def test_a_server_that_came_back_is_asked_again(monkeypatch):
    monkeypatch.setattr(servers_module, "_AWAY_SECONDS", 0.2)
    with serving() as one, serving(delay=lambda prompt: 0.1) as two:
        asking = opened(one.url, two.url, retries=0, num_concurrent=1)
        one.faults.append("500")
        assert asking.ask(requests(8), read) == [f"P{n}" for n in range(8)]
        assert "p0" in prompts(two) and len(one.asked) > 1


def test_only_servers_that_hold_the_model_are_asked():
    with serving() as one, serving(models=("other",)) as two, serving(models=None) as three:
        asking = opened(one.url, two.url, three.url, num_concurrent=1)
        asking.ask(requests(4), read)
        assert (len(one.asked), len(two.asked), len(three.asked)) == (2, 0, 2)
        with pytest.raises(SaturateError, match="holds model 'stand-in'; they hold: other"):
            opened(two.url)


def test_where_no_server_is_there_is_told_at_once():
    with serving() as server:
        gone = server.url
    with pytest.raises(SaturateError, match=f"No server answers .{gone}: .*is it running"):
        opened(gone, retries=0)
    with serving() as server:
        opened(gone, server.url, retries=0)  # the other is left out
        with pytest.raises(SaturateError, match="the right path"):
            opened(f"http://127.0.0.1:{server.port}/v1/wrong", retries=0, timeout=5.0)


def test_an_address_where_nobody_answers_is_given_up_before_an_answer_would_be(monkeypatch):
    monkeypatch.setattr(servers_module, "_CONNECT_SECONDS", 0.2)
    with ExitStack() as held:
        silent = held.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):  # more than wait to be taken in: the system lets others wait outside
            waiting = held.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(silent.getsockname())
        began = time.monotonic()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        with pytest.raises(SaturateError, match=r"ConnectTimeout.*is it running"):
            opened(url, retries=1)
        assert time.monotonic() - began < 10


def test_the_time_to_connect_is_no_longer_than_that_of_a_try():
    with serving() as server:
        for asked, wanted in [(300.0, 10.0), (2.0, 2.0)]:
            timeout = opened(server.url, timeout=asked)._servers[0].client.timeout
            assert (timeout.connect, timeout.read) == (wanted, asked)


def test_equal_requests_are_asked_once_and_none_twice(tmp_path):
    done = []
    with serving() as server:
        asking = opened(server.url, answers=tmp_path / "kept.sqlite")
        asked = requests(3)
        assert asking.ask([*asked, asked[0]], read, done.append) == ["P0", "P1", "P2", "P0"]
        again = opened(server.url, answers=tmp_path / "kept.sqlite")
        assert again.ask(requests(4), read, done.append) == ["P0", "P1", "P2", "P3"]
    assert prompts(server) == ["p0", "p1", "p2", "p3"]
    assert sum(done) == 8


_TESTS = Path(__file__).parents[3]
_KILLED = """
import sys
sys.path[:0] = [{here!r}, {tests!r}]
from test_servers import opened, read, requests
from pathlib import Path
asking = opened({url!r}, num_concurrent=2, answers=Path({file!r}))
asking.ask(requests(40), read)
"""


def test_a_kill_asks_nothing_twice_but_what_was_under_way(tmp_path):
    file = tmp_path / "kept.sqlite"
    with serving(delay=lambda prompt: 0.05) as server:
        here = str(Path(__file__).parent)
        script = _KILLED.format(here=here, tests=str(_TESTS), url=server.url, file=str(file))
        child = subprocess.Popen([sys.executable, "-c", script])
        while len(server.asked) < 12:
            time.sleep(0.01)
            assert child.poll() is None
        child.send_signal(signal.SIGKILL)
        child.wait()
        asking = opened(server.url, num_concurrent=2, answers=file)
        assert asking.ask(requests(40), read) == [f"P{n}" for n in range(40)]
    assert set(prompts(server)) == {f"p{n}" for n in range(40)}
    assert len(server.asked) <= 40 + 2
