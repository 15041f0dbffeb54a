"""What every trainer is given alike, where a machine has what those of the tests lack."""

import pytest
from transformers import TrainingArguments

from saturate.models import Decoding
from saturate.models.loading import load, seed_folder
from saturate.registry import load_ladder
from saturate.training.dpo import prefer
from saturate.training.grpo import Exercise, reinforce
from saturate.training.recipe import Recipe
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
