"""The vLLM sampler against a stand-in for the library, which is no dependency of the tests."""

import json
import shutil
import sys
from types import ModuleType, SimpleNamespace

import pytest

from saturate.config.run_config import build_config
from saturate.errors import SaturateError
from saturate.models import Decoding
from saturate.models.loading import load, seed_folder
from saturate.models.vllm import VllmSampler
from saturate.run.defaults import resolve_config

END = 0


class StandIn:
    """Answers every prompt with its first two letters and the end token, or is cut before that."""

    def __init__(self, **settings):
        self.settings, self.calls, self.ended = settings, [], False
        self.tokenizer = load(str(seed_folder())).tokenizer
        config = SimpleNamespace(eos_token_id=[END])
        core = SimpleNamespace(shutdown=self._end)
        self.llm_engine = SimpleNamespace(
            model_config=SimpleNamespace(max_model_len=8192, hf_config=config), engine_core=core
        )

    def _end(self):
        self.ended = True

    def get_tokenizer(self):
        return self.tokenizer

    def generate(self, prompts, settings, use_tqdm):
        self.calls.append((prompts, settings))
        return [
            SimpleNamespace(outputs=[self._answer(p, one) for _ in range(one.n)])
            for p, one in zip(prompts, settings, strict=True)
        ]

    def _answer(self, prompt, settings):
        whole = [*prompt["prompt_token_ids"][1:3], END]
        tokens = whole[: settings.max_tokens]
        return SimpleNamespace(
            text=self.tokenizer.decode([t for t in tokens if t != END]),
            token_ids=tuple(tokens),
            cumulative_logprob=-0.5 * len(tokens),
            finish_reason="stop" if tokens == whole else "length",
        )


@pytest.fixture
def sampler(monkeypatch):
    module = ModuleType("vllm")
    module.LLM = StandIn
    module.SamplingParams = SimpleNamespace
    monkeypatch.setitem(sys.modules, "vllm", module)
    return VllmSampler(str(seed_folder()))


def test_completions_come_in_the_order_of_the_prompts_without_their_end_token(sampler):
    done = []
    found = sampler.complete(["12+34=", "56+78="], Decoding(n=2), done.append)
    assert [[one.text for one in row] for row in found] == [["12", "12"], ["56", "56"]]
    assert all(one.tokens == 2 and one.finished for row in found for one in row)
    assert found[0][0].logprob == -1.5
    assert sum(done) == 4


def test_on_a_processor_prompts_are_read_whole(sampler):
    assert sampler._engine.settings["enable_chunked_prefill"] is False


def test_an_answer_that_was_cut_is_not_finished(sampler):
    ((one,),) = sampler.complete(["12+34="], Decoding(max_new_tokens=1))
    assert (one.text, one.finished) == ("1", False)


def test_each_prompt_is_drawn_by_a_seed_of_its_own_and_greedy_by_none(sampler):
    prompts = ["12+34="] * 3
    decoding = Decoding(n=5, temperature=0.8, seed=4, stop=("\n",))
    for _ in range(2):
        sampler.complete(prompts, decoding)
    sampler.complete(prompts, decoding._replace(seed=5))
    sampler.complete(prompts, Decoding())
    seeds = [[one.seed for one in settings] for _, settings in sampler._engine.calls]
    assert len(set(seeds[0])) == 3
    assert seeds[0] == seeds[1]
    assert not set(seeds[0]) & set(seeds[2])
    assert seeds[3] == [None] * 3
    first = sampler._engine.calls[0][1][0]
    assert (first.n, first.temperature, first.stop) == (5, 0.8, ["\n"])
    assert first.max_tokens == 512


def test_closing_ends_the_engine(sampler):
    engine = sampler._engine
    sampler.close()
    assert engine.ended


def test_without_vllm_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "vllm", None)
    with pytest.raises(SaturateError, match=r"pip install 'lm-saturate\[vllm\]'"):
        VllmSampler(str(seed_folder()))


def test_an_engine_that_dies_is_told_in_a_sentence(sampler, monkeypatch):
    def dies(*_, **__):
        raise RuntimeError("EngineCore encountered an issue")

    monkeypatch.setattr(sampler._engine, "generate", dies)
    with pytest.raises(SaturateError, match="vLLM stopped: EngineCore"):
        sampler.complete(["12+34="], Decoding())


def test_what_vllm_cannot_do_is_refused_before_anything_is_done(tmp_path):
    with pytest.raises(SaturateError, match="leave out --engine vllm"):
        resolve_config(build_config(engine="vllm"))
    stranger = tmp_path / "stranger"
    shutil.copytree(seed_folder(), stranger)
    config = json.loads((stranger / "config.json").read_text())
    del config["saturate_bare_prompts"]
    (stranger / "config.json").write_text(json.dumps(config))
    two = {"engine": "vllm", "model": f"{stranger},{stranger}", "benchmark": "addition"}
    with pytest.raises(SaturateError, match="memory of a GPU for one model"):
        resolve_config(build_config(**two, voters="models:2"))
