"""A frozen benchmark under verifiers itself, against a stand-in for a model's server."""

import asyncio
import importlib
import sys
import tomllib
from collections import Counter
from types import ModuleType

import httpx
import pytest
import verifiers.v1 as vf
from pydantic_config import cli
from support.servers import StandInServer
from support.threads import apart
from verifiers.v1.cli.eval.runner import run_eval
from verifiers.v1.cli.resolve import narrow_config, with_positional_taskset
from verifiers.v1.configs.cli.eval import EvalConfig

from saturate.publish import BenchmarkRequest, freeze
from saturate.publish.bridges import run_line
from saturate.registry import load_ladder

ITEMS = 4


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("frozen") / "bench"
    path = freeze(BenchmarkRequest("gsm8k", 6, 7, ITEMS, framework="verifiers"), out).path
    return path / "for_verifiers"


@pytest.fixture
def taskset(folder, monkeypatch):
    monkeypatch.syspath_prepend(folder)
    yield importlib.import_module("frozen_gsm8k.taskset")
    for name in [name for name in sys.modules if name.startswith("frozen_gsm8k")]:
        del sys.modules[name]


class Insistent(vf.Harness[vf.HarnessConfig]):
    """Asks a question until no answer comes; verifiers' own install a program for that."""

    NEEDS_CONTAINER = EXECUTES_CODE = False

    async def launch(self, ctx, trace, runtime, endpoint, secret, mcp_urls, data):
        said = [{"role": "user", "content": data.prompt}]
        async with httpx.AsyncClient(headers={"Authorization": f"Bearer {secret}"}) as http:
            status = 200
            while status == 200:
                body = {"model": ctx.model, "messages": said}
                reply = await http.post(f"{endpoint}/chat/completions", json=body)
                status = reply.status_code
        return vf.ProgramResult(exit_code=0, stdout="", stderr="")


@pytest.fixture
def harness(monkeypatch):
    module = ModuleType("insistent")
    module.__all__, module.Insistent = ["Insistent"], Insistent
    monkeypatch.setitem(sys.modules, "insistent", module)
    return "insistent"


def test_verifiers_asks_once_and_rewards_the_answer_in_its_format(taskset, harness, tmp_path):
    """Answers to the first five problems that are scored are in the format, others bare."""
    ladder = load_ladder("gsm8k")
    problems = [ladder.problem(rung, "score", i) for rung in (6, 7) for i in range(ITEMS)]
    instruction = ladder.describe().instruction
    asked = [f"{instruction}\n\n{ladder.prompt(one.question)}" for one in problems]
    said = {
        text: f"1 + 1 = 2. #### {one.answer}" if place < 5 else f"so {one.answer}"
        for place, (text, one) in enumerate(zip(asked, problems))
    }
    server = StandInServer(said.__getitem__)
    config = EvalConfig(
        env={
            "taskset": {"id": "frozen_gsm8k", "split": "score"},
            "agent": {"harness": {"id": harness}, "runtime": {"type": "subprocess"}},
        },
        model="stand-in",
        client={"type": "eval", "base_url": server.url},
        sampling={"max_tokens": 64},
        rich=None,
        push=False,
        output_dir=tmp_path,
    )
    try:
        episodes = apart(asyncio.run, run_eval(config))
    finally:
        server.stop()
    assert Counter(one["messages"][0]["content"] for one in server.asked) == Counter(asked)
    traces = {trace.task.key: trace for episode in episodes for trace in episode.traces}
    assert list(traces) == [f"{one.rung}-{one.key}" for one in problems]
    for place, trace in enumerate(traces.values()):
        assert trace.errors == [] and trace.stop_condition == "single_turn"
        assert trace.last_reply == said[asked[place]]
        assert trace.rewards["right"].score == (1.0 if place < 5 else 0.0)
        assert trace.metrics["flexible"] == 1.0


def test_the_command_that_is_told_asks_what_is_scored_without_tools(folder, taskset):
    line = run_line(folder.parent, "verifiers", "frozen_gsm8k")
    installs, _, asks = line.partition(" && vf-eval ")
    assert installs == f"pip install {folder}"
    words = with_positional_taskset(asks.split())
    config = cli(narrow_config(EvalConfig, words), args=words)
    assert config.env.taskset.split == "score" and config.model == "..."
    assert config.env.agent.harness.id == "null"
    assert config.env.agent.runtime.type == "subprocess"


def test_verifiers_has_problems_to_train_on_and_those_that_are_scored(taskset):
    ladder = load_ladder("gsm8k")
    for split in ("train", "score"):
        config = taskset.FrozenConfig(split=split)
        tasks = list(taskset.FrozenTaskset(config).load())
        problems = [ladder.problem(rung, split, i) for rung in (6, 7) for i in range(ITEMS)]
        assert [one.key for one in tasks] == [f"{p.rung}-{p.key}" for p in problems]
        assert [one.data.answer for one in tasks] == [p.answer for p in problems]
        assert all(apart(asyncio.run, one.validate(None)) for one in tasks)
    one = list(taskset.FrozenTaskset(taskset.FrozenConfig(rung=7, instructed=False)).load())
    assert {task.data.rung for task in one} == {7} and len(one) == ITEMS
    assert one[0].data.prompt == ladder.prompt(ladder.problem(7, "train", 0).question)


def test_a_worked_solution_that_is_not_rewarded_does_not_validate(taskset):
    task, *_ = taskset.FrozenTaskset(taskset.FrozenConfig()).load()
    wrong = type(task)(task.data.model_copy(update={"solution": "#### 99999"}), task.config)
    assert apart(asyncio.run, wrong.validate(None)) is False


def test_the_package_of_verifiers_names_its_data(folder):
    told = tomllib.loads((folder / "pyproject.toml").read_text())
    assert told["project"]["name"] == "frozen-gsm8k"
    assert told["tool"]["setuptools"]["packages"] == ["frozen_gsm8k"]
    files = {f.name for f in (folder / "frozen_gsm8k").iterdir()}
    assert files >= {"__init__.py", "taskset.py", "reading.py", "numbers.py", "benchmark.json"}
