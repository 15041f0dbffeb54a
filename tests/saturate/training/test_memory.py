"""Pairs at once follow from free memory, for models that are large."""

import weakref
from types import SimpleNamespace

import pytest
import torch
from accelerate.utils import memory as accelerate_memory

from saturate.config.model_options import ModelOptions
from saturate.models.naming import seed_folder
from saturate.training import memory
from saturate.training.by_two import Training
from saturate.training.recipe import Recipe, TrainingSummary
from saturate.training.replay import Pair
from saturate.training.sft import train


def model(parameters, dtype=torch.float32, where="cpu", bits=None):
    settings = SimpleNamespace(num_hidden_layers=10, hidden_size=100, vocab_size=1000)
    return SimpleNamespace(
        num_parameters=lambda: parameters,
        get_memory_footprint=lambda: parameters * (bits or 8 * dtype.itemsize) // 8,
        config=SimpleNamespace(get_text_config=lambda: settings),
        device=torch.device(where),
        dtype=dtype,
    )


@pytest.mark.parametrize(
    ("free", "lora", "rows"),
    [(10**12, False, 32), (10**9, False, 1), (10**9, True, 32), (10**8, True, 2), (0, True, 1)],
)
def test_the_largest_part_that_fits(monkeypatch, free, lora, rows):
    # One token takes 10 layers x 100 wide x 40 values x 4 bytes + 1000 words x 12 bytes = 172 kB.
    monkeypatch.setattr(memory, "_free_bytes", lambda device: free)
    assert memory.rows_at_once(model(10**8), 32, tokens=100, lora=lora) == rows


def test_what_files_fill_of_the_memory_counts_as_free(monkeypatch):
    machine = SimpleNamespace(available=7 * 10**9, free=10**9)
    monkeypatch.setattr(memory.psutil, "virtual_memory", lambda: machine)
    assert memory.training_fit(model(10**8), 32, 100, lora=True).free == 74 * 10**8


def test_what_pytorch_keeps_of_a_gpu_counts_as_free(monkeypatch):
    """It keeps the blocks of an answering model's caches, which the card counts as taken."""
    kept = [8 * 10**9]
    monkeypatch.setattr(accelerate_memory, "is_cuda_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "empty_cache", kept.clear)
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda _: (9 * 10**9 - sum(kept), 10**10))
    assert memory.rows_at_once(model(10**8, where="cuda"), 32, tokens=100, lora=False) == 32


def test_a_small_model_takes_a_step_at_once(monkeypatch):
    monkeypatch.setattr(memory, "_free_bytes", lambda device: 0)
    assert memory.rows_at_once(model(10**6), 48, tokens=10**6, lora=False) == 48


def test_what_training_takes_is_reckoned_beside_what_the_answering_model_gives_back(monkeypatch):
    monkeypatch.setattr(memory, "_free_bytes", lambda device: 10**9)
    whole = memory.training_fit(model(10**8), 32, tokens=100, lora=False)
    assert whole == (16 * 10**8, 14 * 10**8, 1, 0, 0)
    # Beside 0.4 GB of weights, 60 % of 1 GB: 32 pairs of 100 tokens at 172 kB take 0.55 GB.
    adapters = memory.training_fit(model(10**8), 32, 100, lora=True)
    assert adapters == (4 * 10**8, 14 * 10**8, 32, 0, 0)
    assert memory.training_fit(model(10**8), 32, 110, lora=True).rows == 16


def test_preferences_take_the_weights_before_and_two_answers(monkeypatch):
    monkeypatch.setattr(memory, "_free_bytes", lambda device: 3 * 10**9)
    told = memory.training_fit(model(10**8), 32, 50, lora=False, preferences=True)
    assert told.fixed == 20 * 10**8  # 4 + 4 bytes of weights, 12 of gradients and moments
    plain = memory.training_fit(model(10**8), 32, 100, lora=True)
    both = memory.training_fit(model(10**8), 32, 50, lora=True, preferences=True)
    assert both == plain, "adapters are taken off for the model before"


def test_weights_of_four_bits_are_reckoned_as_what_they_take(monkeypatch):
    monkeypatch.setattr(memory, "_free_bytes", lambda device: 10**9)
    packed = model(10**8, torch.bfloat16, "cuda", bits=4)
    assert memory.training_fit(packed, 32, 100, lora=True)[:2] == (5 * 10**7, 105 * 10**7)


@pytest.mark.parametrize("where", ["cuda", "cpu"])
def test_exact_weights_for_adapters_are_reckoned_in_the_machines_memory(where, monkeypatch):
    free = {"cuda": 10**9, "cpu": 3 * 10**9}
    monkeypatch.setattr(memory, "_free_bytes", lambda device: free[device.type])
    rounded = model(10**8, torch.bfloat16, where)
    assert memory.training_fit(rounded, 32, 100, lora=True)[3:] == (4 * 10**8, 3 * 10**9)
    assert memory.training_fit(rounded, 32, 100, lora=False)[3:] == (0, 0)


def test_processes_that_part_a_model_take_a_share_each_once_they_have_loaded_it(monkeypatch):
    monkeypatch.setattr(memory, "_free_bytes", lambda device: 10**9)
    eight = memory.training_fit(model(10**8), 32, 100, lora=False, shares=8)
    assert eight.fixed == 4 * 10**8, "the whole weights while it loads, not an eighth of 1.6 GB"
    assert memory.training_fit(model(10**8), 32, 100, lora=False, shares=2).fixed == 8 * 10**8
    assert eight[3:] == (4 * 10**8, 10**9), "put together in the end"
    # Half of 1.2 GB of gradients and moments goes, half of 0.4 GB of weights comes: 60 % of 0.6 GB.
    assert memory.rows_at_once(model(10**8), 32, 100, lora=False, shares=2) == 16
    assert memory.rows_at_once(model(10**8), 32, 100, lora=False) == 1


def test_a_model_is_gone_once_it_is_trained(tmp_path):
    """Else a worker that answers on the same GPU finds its memory taken."""
    seen = []

    def learn(loaded, recipe, out, **_):
        seen.append(weakref.ref(loaded.model))
        return train(loaded, [[Pair("1+1=", "2")] * 2], recipe, out)

    training = Training(learn, str(seed_folder()), ModelOptions(), Recipe(1, 2, 1e-3, False, 0))
    assert isinstance(training.carry_out(tmp_path), TrainingSummary)
    assert seen[0]() is None
