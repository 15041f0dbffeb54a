"""A frozen benchmark's ladder under TRL itself: its data, and its rewards in GRPOTrainer."""

import importlib
import json
import sys

import pytest
from datasets import load_dataset
from support.architectures import CHATML
from support.tiny_models import write_tiny_model

from saturate.publish import BenchmarkRequest, freeze
from saturate.publish.bridges import run_line
from saturate.registry import load_ladder

ITEMS = 4


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    out = tmp_path_factory.mktemp("frozen") / "bench"
    return freeze(BenchmarkRequest("gsm8k", 6, 7, ITEMS, framework="trl"), out).path


@pytest.fixture
def rewards(bench, monkeypatch):
    monkeypatch.syspath_prepend(bench / "for_trl")
    yield importlib.import_module("frozen_gsm8k.rewards")
    for name in [name for name in sys.modules if name.startswith("frozen_gsm8k")]:
        del sys.modules[name]


@pytest.fixture
def data(bench, tmp_path):
    folder = str(bench / "for_trl" / "data")
    return load_dataset(folder, split="train", cache_dir=str(tmp_path / "cache"))


def test_problems_are_to_train_on_and_none_is_of_the_benchmark(bench, data):
    ladder = load_ladder("gsm8k")
    assert data["rung"] == [6] * ITEMS + [7] * ITEMS
    frozen = [
        json.loads(line)["prompt"]
        for file in sorted((bench / "data").glob("*.jsonl"))
        for line in file.read_text().splitlines()
    ]
    assert len(frozen) == 2 * ITEMS
    for row in data:
        (asked,), (written,) = row["prompt"], row["completion"]
        assert (asked["role"], written["role"]) == ("user", "assistant")
        assert ladder.describe().instruction in asked["content"]
        assert not any(one in asked["content"] for one in frozen)
        assert ladder.extract(written["content"]) == row["answer"]


@pytest.mark.parametrize("as_messages", [True, False])
def test_rewards_read_as_the_scores_do(rewards, data, as_messages):
    def written(texts):
        return [[{"role": "assistant", "content": t}] if as_messages else t for t in texts]

    gold = list(data["answer"])
    solutions = written(one["content"] for (one,) in data["completion"])
    assert rewards.right(solutions, answer=gold, rung=data["rung"]) == [1.0] * len(gold)
    bare = written(f"It is {one}" for one in gold)
    assert rewards.right(bare, answer=gold) == [0.0] * len(gold)
    assert rewards.flexible(bare, answer=gold) == [1.0] * len(gold)
    wrong = written(f"#### {int(one) + 1}" for one in gold)
    assert rewards.right(wrong, answer=gold) == rewards.flexible(wrong, answer=gold) == [0.0] * 8


def test_grpo_trainer_takes_both(rewards, data, tmp_path):
    from trl import GRPOConfig, GRPOTrainer

    seen = []

    def right(completions, **columns):
        seen.append(sorted(columns))
        return rewards.right(completions, **columns)

    config = GRPOConfig(
        output_dir=str(tmp_path / "out"), max_steps=1, per_device_train_batch_size=4,
        num_generations=2, max_completion_length=8, report_to="none", use_cpu=True, bf16=False,
        save_strategy="no", logging_steps=1, disable_tqdm=True,
    )  # fmt: skip
    model = str(write_tiny_model(tmp_path / "model", template=CHATML))
    trainer = GRPOTrainer(model, [right, rewards.flexible], config, train_dataset=data)
    trainer.train()
    (logged, _) = trainer.state.log_history
    assert (logged["rewards/right/mean"], logged["rewards/flexible/mean"]) == (0.0, 0.0)
    assert {"answer", "rung"} <= set(seen[0])


def test_the_command_trains_where_the_files_lie(bench):
    line = run_line(bench, "trl", "frozen_gsm8k")
    assert line.startswith(f"cd {bench}/for_trl && trl grpo --dataset_name data --reward_funcs ")
    assert "frozen_gsm8k.rewards.right" in line
