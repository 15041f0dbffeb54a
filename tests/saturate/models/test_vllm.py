"""The vLLM sampler against a stand-in for the library, which is no dependency of the tests."""

import json
import shutil
import sys
from functools import cache
from types import ModuleType, SimpleNamespace

import psutil
import pytest
import torch
from transformers import Gemma3Config, LlamaConfig

from saturate.config.run_config import build_config
from saturate.config.vllm import VllmOptions
from saturate.errors import SaturateError
from saturate.models import Decoding
from saturate.models.loading import load
from saturate.models.naming import seed_folder
from saturate.models.transformers import TransformersSampler
from saturate.models.vllm import VllmSampler, memory_share
from saturate.run.defaults import resolve_config

END = 0


@cache
def seed_model():
    return load(str(seed_folder()))


class StandIn:
    """Answers every prompt with its first two letters and the end token, or is cut before that.

    Tells how likely the seed model finds a prompt's own tokens.
    """

    def __init__(self, **settings):
        self.settings, self.calls, self.ended = settings, [], False
        self.tokenizer = load(str(seed_folder())).tokenizer
        config = LlamaConfig(eos_token_id=[END])
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
        if hasattr(settings[0], "prompt_logprobs"):
            return [SimpleNamespace(prompt_logprobs=self._told(**prompt)) for prompt in prompts]
        return [
            SimpleNamespace(outputs=[self._answer(p, one) for _ in range(one.n)])
            for p, one in zip(prompts, settings, strict=True)
        ]

    def _told(self, prompt_token_ids):
        with torch.inference_mode():
            logits = seed_model().model(torch.tensor([prompt_token_ids])).logits[0]
        rows = []
        for row, token in zip(logits.log_softmax(-1)[:-1], prompt_token_ids[1:], strict=True):
            best = int(row.argmax())
            ranks = {best: 1, token: int((row >= row[token]).sum())}
            rows.append(
                {t: SimpleNamespace(logprob=float(row[t]), rank=rank) for t, rank in ranks.items()}
            )
        return [None, *rows]

    def _answer(self, prompt, settings):
        whole = [*prompt["prompt_token_ids"][1:3], END]
        tokens = whole[: settings.max_tokens]
        return SimpleNamespace(
            text=self.tokenizer.decode([t for t in tokens if t != END]),
            token_ids=tuple(tokens),
            cumulative_logprob=-0.5 * len(tokens),
            finish_reason="stop" if tokens == whole else "length",
        )


def stand_in_library():
    module = ModuleType("vllm")
    module.LLM = StandIn
    module.SamplingParams = SimpleNamespace
    return module


@pytest.fixture
def sampler(monkeypatch):
    monkeypatch.setitem(sys.modules, "vllm", stand_in_library())
    return VllmSampler(str(seed_folder()))


def test_completions_come_in_the_order_of_the_prompts_without_their_end_token(sampler):
    done = []
    found = sampler.complete(["12+34=", "56+78="], Decoding(n=2), done.append)
    assert [[one.text for one in row] for row in found] == [["12", "12"], ["56", "56"]]
    assert all(one.tokens == 2 and one.finished for row in found for one in row)
    assert found[0][0].logprob == -1.5
    assert sum(done) == 4


@pytest.mark.parametrize(
    ("config", "ends"),
    [
        (LlamaConfig(eos_token_id=[7, 8]), {7, 8}),
        (LlamaConfig(eos_token_id=None), set()),
        (Gemma3Config(text_config={"eos_token_id": 5}), {5}),
        (Gemma3Config(text_config={"eos_token_id": 5}, eos_token_id=[5, 106]), {5, 106}),
    ],
)
def test_end_tokens_are_those_of_every_part_of_a_configuration(config, ends, monkeypatch):
    plain = StandIn.__init__

    def begins(self, **settings):
        plain(self, **settings)
        self.llm_engine.model_config.hf_config = config

    monkeypatch.setattr(StandIn, "__init__", begins)
    monkeypatch.setitem(sys.modules, "vllm", stand_in_library())
    sampler = VllmSampler(str(seed_folder()))
    assert sampler._ends == ends | {sampler._tokenizer.eos_token_id}
    sampler.complete(["1+1="], Decoding())
    assert sampler._engine.calls[0][1][0].stop_token_ids == sorted(sampler._ends)


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


def test_choices_are_as_likely_as_lm_evals_own_class_finds_them(sampler):
    pairs = [("12+34=", "6"), ("12+34=", "64"), ("12+34= ", "4"), ("", "1"), ("78+", "")]
    hf = TransformersSampler(seed_model())
    found, expected = sampler.log_likelihoods(pairs[:4]), hf.log_likelihoods(pairs[:4])
    assert [one[0] for one in found] == pytest.approx([one[0] for one in expected], abs=1e-4)
    assert [one[1] for one in found] == [one[1] for one in expected]
    assert len({round(one[0], 3) for one in found}) == 4
    (greedy,) = hf.complete(["12+34="], Decoding(max_new_tokens=3))
    assert sampler.log_likelihoods([("12+34=", greedy[0].text)])[0][1]


def test_a_choice_leaves_room_for_the_token_that_the_engine_writes(sampler):
    longest = "1" * (8191 - len(sampler._ids([""])[0]))
    assert sampler.fits([longest, longest + "1"]) == [True, False]
    assert sampler.fits([]) == []


def test_how_a_model_is_run_reaches_the_engine(sampler):
    assert sampler._engine.settings["tensor_parallel_size"] == 1
    options = build_config(engine="vllm", tensor_parallel_size=4, gpu_memory_utilization=0.7)
    settings = VllmSampler(str(seed_folder()), options.model_options)._engine.settings
    assert (settings["tensor_parallel_size"], settings["gpu_memory_utilization"]) == (4, 0.7)


def test_a_gpu_is_the_engines_to_fill_and_without_one_half_of_what_is_free(sampler, monkeypatch):
    free = SimpleNamespace(available=30, total=100)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: free)
    asked = VllmSampler(str(seed_folder()))._engine.settings
    assert asked["gpu_memory_utilization"] == pytest.approx(0.15)
    assert memory_share(VllmOptions(parallel=2), on_gpu=False) == {"gpu_memory_utilization": 0.075}
    assert memory_share(VllmOptions(parallel=2), on_gpu=True) == {}
    assert memory_share(VllmOptions(2, 0.8), on_gpu=True) == {"gpu_memory_utilization": 0.8}


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
