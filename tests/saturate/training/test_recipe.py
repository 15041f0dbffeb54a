"""What every trainer is given alike, where a machine has what those of the tests lack."""

from types import SimpleNamespace

import pytest
import torch
from transformers import TrainingArguments
from trl.trainer import dpo_trainer

from saturate.config.run_config import build_config
from saturate.errors import SaturateError
from saturate.models import Decoding, loading
from saturate.models.loading import load
from saturate.models.naming import seed_folder
from saturate.registry import load_ladder
from saturate.training.dpo import prefer
from saturate.training.grpo import Exercise, reinforce
from saturate.training.recipe import Recipe, run_trainer
from saturate.training.replay import Pair
from saturate.training.sft import train

LADDER = load_ladder("addition")
PROBLEMS = [LADDER.problem(3, "train", index) for index in range(4)]
PAIRS = [Pair(LADDER.prompt(p.question), p.solution, p.solution[::-1]) for p in PROBLEMS]
PROMPTS = [pair.prompt for pair in PAIRS[:2]]
EXERCISE = Exercise(PROMPTS, lambda *_: [1.0, 0.0], 2, Decoding(max_new_tokens=4))


@pytest.fixture
def two_gpus(monkeypatch):
    """The library's settings find two GPUs, as they do where two are visible."""
    finds = TrainingArguments.__post_init__

    def finds_two(self):
        finds(self)
        self._n_gpu = 2

    monkeypatch.setattr(TrainingArguments, "__post_init__", finds_two)


@pytest.mark.parametrize(
    ("learn", "of_what"),
    [
        (train, {"batches": [PAIRS]}),
        (prefer, {"batches": [PAIRS]}),
        (reinforce, {"exercise": EXERCISE}),
    ],
)
def test_one_process_trains_on_one_gpu_however_many_it_sees(learn, of_what, two_gpus, tmp_path):
    model = load(str(seed_folder()), exact=True)
    told = learn(model, recipe=Recipe(1, 4, 1e-4, lora=False, seed=0), out=tmp_path, **of_what)
    assert told.steps == 1
    assert (tmp_path / "model.safetensors").is_file()


ROUNDED = build_config(model_args="dtype=bfloat16").model_options


def test_adapters_are_added_in_the_machines_memory_whatever_trained_them(monkeypatch, tmp_path):
    rounded = load(str(seed_folder()), ROUNDED)
    monkeypatch.setattr(loading, "device", lambda: "meta")  # as a full GPU it holds no weights
    train(rounded, [PAIRS] * 3, Recipe(3, 4, 1e-3, lora=True, seed=0), tmp_path)
    monkeypatch.undo()
    kept, before = (load(str(path)).model for path in (tmp_path, seed_folder()))
    layer = "model.layers.0.self_attn.q_proj.weight"
    assert not kept.get_parameter(layer).equal(before.get_parameter(layer))


@pytest.mark.parametrize("lora", [False, True])
def test_settings_of_generation_that_a_model_does_not_follow_are_kept_with_it(lora, tmp_path):
    model = load(str(seed_folder()), ROUNDED, exact=not lora)
    model.generation.repetition_penalty = 1.1
    train(model, [PAIRS], Recipe(1, 4, 1e-3, lora, seed=0), tmp_path)
    kept = load(str(tmp_path))
    assert kept.generation.repetition_penalty == 1.1
    assert kept.model.generation_config.repetition_penalty is None


@pytest.mark.parametrize(("lora", "merge"), [(True, False), (False, True)])
def test_of_processes_that_train_together_the_first_one_alone_makes_what_is_kept(
    lora, merge, monkeypatch, tmp_path
):
    loaded = load(str(seed_folder()), ROUNDED)
    trainer = SimpleNamespace(
        accelerator=SimpleNamespace(num_processes=2, is_main_process=False),
        remove_callback=lambda _: None,
        train=lambda: None,
        state=SimpleNamespace(log_history=[{"loss": 2.5}]),
    )  # no model: none may be asked of it
    recipe = Recipe(1, 4, 1e-3, lora, seed=0, merge=merge, world=2)
    assert run_trainer(lambda **_: trainer, loaded, recipe, tmp_path, None) == 2.5
    assert not list(tmp_path.iterdir())


FULL = "CUDA out of memory. Tried to allocate 2.00 GiB."


@pytest.mark.parametrize("lora", [False, True])
def test_moments_that_memory_does_not_hold_are_told_in_a_sentence(lora, monkeypatch, tmp_path):
    """The optimizer makes them at its first step, after the gradients were taken."""

    def full(*_, **__):
        raise torch.OutOfMemoryError(FULL)

    monkeypatch.setattr(torch.optim.AdamW, "step", full)
    model = load(str(seed_folder()), exact=True)
    with pytest.raises(SaturateError, match="does not hold what training keeps"):
        train(model, [PAIRS], Recipe(1, 4, 1e-3, lora, seed=0), tmp_path)


def test_a_trainer_that_memory_does_not_hold_is_told_in_a_sentence(monkeypatch, tmp_path):
    """It may take some as it is made, before any step."""

    def full(*_, **__):
        raise torch.OutOfMemoryError(FULL)

    monkeypatch.setattr(dpo_trainer.DPOTrainer, "__init__", full)
    model = load(str(seed_folder()), exact=True)
    with pytest.raises(SaturateError, match="does not hold what training keeps"):
        prefer(model, [PAIRS], Recipe(1, 4, 1e-3, lora=False, seed=0), tmp_path)
