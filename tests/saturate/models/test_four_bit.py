"""Weights in 4 bits: what the library is told, and what is kept of training beside them.

bitsandbytes is not installed where tests run; docs/your-model.md says on what it was tried.
"""

import json

import pytest
import torch
from peft import get_peft_model
from support.runs import small_config
from support.tiny_models import write_tiny_model
from transformers import AutoModelForCausalLM

from saturate.config.run_config import build_config
from saturate.errors import SaturateError
from saturate.models import four_bit
from saturate.models.engines import open_model
from saturate.models.loading import load
from saturate.run.fitting import check_trained
from saturate.training.adapters import adapters, merged

OPTIONS = build_config(model_args="load_in_4bit=True").model_options
ROUNDING = {
    "quant_method": "bitsandbytes",
    "load_in_4bit": True,
    "bnb_4bit_quant_type": "nf4",
    "bnb_4bit_use_double_quant": True,
    "bnb_4bit_compute_dtype": torch.float32,
}


@pytest.fixture
def tiny(tmp_path):
    return str(write_tiny_model(tmp_path / "model"))


@pytest.fixture
def told(monkeypatch):
    """What ``from_pretrained`` is told; the weights stay whole, the settings as a library's."""
    found = []
    opens = AutoModelForCausalLM.from_pretrained

    def from_pretrained(name, **settings):
        found.append(
            {key: settings.pop(key, None) for key in ("quantization_config", "device_map")}
        )
        model, missing = opens(name, **settings)
        if found[-1]["quantization_config"]:
            model.config.quantization_config = {"load_in_4bit": True}
        return model, missing

    monkeypatch.setattr(AutoModelForCausalLM, "from_pretrained", from_pretrained)
    monkeypatch.setattr(four_bit, "find_spec", lambda name: name == "bitsandbytes")
    return found


def test_the_library_that_is_missing_is_named(tiny, monkeypatch):
    monkeypatch.setattr(four_bit, "find_spec", lambda _: None)
    with pytest.raises(SaturateError, match=r"pip install 'lm-saturate\[4bit\]', or leave it out"):
        load(tiny, OPTIONS)
    assert load(tiny, OPTIONS, exact=True).model.dtype is torch.float32


def test_a_model_answers_in_four_bits_and_exact_weights_are_whole(tiny, told):
    load(tiny, OPTIONS)
    load(tiny, OPTIONS, exact=True)
    load(tiny, build_config(model_args="load_in_4bit=False").model_options)
    whole = {"quantization_config": None, "device_map": None}
    assert told == [{"quantization_config": ROUNDING, "device_map": {"": "cpu"}}, whole, whole]


def test_adapters_are_added_to_the_exact_weights(tiny, told, tmp_path):
    loaded = load(tiny, OPTIONS)
    exact = {name: one.clone() for name, one in loaded.model.named_parameters()}
    with torch.no_grad():  # as if the library had rounded them
        for one in loaded.model.parameters():
            one.copy_(one.mul(16).round().div(16))
    trained = get_peft_model(loaded.model, adapters(loaded))
    for name, one in trained.named_parameters():
        if "lora_" in name:
            torch.nn.init.normal_(one, generator=torch.Generator().manual_seed(len(name)))
    added = {
        name.removeprefix("base_model.model."): layer.get_delta_weight("default").detach()
        for name, layer in trained.named_modules()
        if hasattr(layer, "get_delta_weight")
    }
    kept = merged(trained, loaded, mean=False)
    assert len(added) == 14
    for name, one in kept.named_parameters():
        change = added.get(name.removesuffix(".weight"), 0.0)
        assert one.allclose(exact[name] + change, atol=1e-5), name
    kept.save_pretrained(tmp_path / "kept")
    assert "quantization_config" not in json.loads((tmp_path / "kept/config.json").read_text())
    assert loaded.model.config.quantization_config == {"load_in_4bit": True}


def test_weights_of_four_bits_are_not_trained_themselves(tiny):
    """Who only asks them, as `saturate voters` does, needs no adapters."""
    asked = small_config(model=tiny, model_args="load_in_4bit=True")
    with pytest.raises(SaturateError, match="load_in_4bit=True goes with --lora"):
        check_trained(asked)
    check_trained(small_config(model=tiny, model_args="load_in_4bit=True", lora=True))


@pytest.mark.parametrize(
    "workers", [{"engine": "vllm"}, {"engine": "ray", "worker_engine": "vllm"}]
)
def test_an_engine_that_holds_no_such_weights_is_refused_with_them(tiny, workers):
    with pytest.raises(SaturateError, match="not held by vLLM"):
        open_model(tiny, "vllm", OPTIONS)
    with pytest.raises(SaturateError, match="not held by vLLM"):
        small_config(model=tiny, model_args="load_in_4bit=True", lora=True, **workers)
