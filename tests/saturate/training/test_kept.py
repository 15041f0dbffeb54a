"""A trained model's folder holds what that of the model had that it was made of."""

import json
from functools import partial

import pytest
import torch
from support.architectures import SIZES
from support.tokenizer_kinds import TURNS, write_model_with
from transformers import (
    AutoTokenizer,
    Gemma3Config,
    Gemma3ForConditionalGeneration,
    Gemma3TextConfig,
    SiglipVisionConfig,
)

from saturate.models import Decoding
from saturate.models.loading import load
from saturate.training.dpo import prefer
from saturate.training.grpo import Exercise, reinforce
from saturate.training.recipe import Recipe
from saturate.training.replay import Pair
from saturate.training.sft import train

PAIRS = [Pair("12+34=", "46", "64"), Pair("1+1=", "2", "3")]
EXERCISE = Exercise(["12+34="], lambda *_: [1.0, 0.0], 2, Decoding(max_new_tokens=4))
TRAINERS = {
    "sft": partial(train, batches=[PAIRS]),
    "dpo": partial(prefer, batches=[PAIRS]),
    "grpo": partial(reinforce, exercise=EXERCISE),
}


def trained(folder, out, trainer="sft", lora=False):
    recipe = Recipe(1, 2, 1e-4, lora, seed=0)
    TRAINERS[trainer](load(str(folder), exact=True), recipe=recipe, out=out)
    return out


def read(folder, name):
    return json.loads((folder / name).read_text())


@pytest.mark.parametrize(
    ("trainer", "lora"), [("sft", False), ("sft", True), ("dpo", False), ("grpo", False)]
)
def test_settings_are_saved_as_they_were(trainer, lora, tmp_path):
    folder = write_model_with("bytes-bos", tmp_path / "before", TURNS)
    out = trained(folder, tmp_path / "after", trainer, lora)
    assert read(out, "config.json") == read(folder, "config.json")
    loads = {"is_local", "local_files_only"}  # which a plain load and save add as well
    found = read(out, "tokenizer_config.json")
    assert {k: v for k, v in found.items() if k not in loads} == {
        k: v for k, v in read(folder, "tokenizer_config.json").items() if k not in loads
    }
    assert AutoTokenizer.from_pretrained(out).padding_side == "right"
    assert (out / "chat_template.jinja").read_text() == TURNS


@pytest.fixture(scope="module")
def sees(tmp_path_factory):
    """A model that reads pictures too, with settings of its processors."""
    folder = tmp_path_factory.mktemp("sees") / "model"
    tokenizer = load(str(write_model_with("bytes", folder, TURNS))).tokenizer
    size = len(tokenizer)
    text = Gemma3TextConfig(**SIZES, head_dim=8, vocab_size=size + 3, sliding_window=64)
    vision = SiglipVisionConfig(
        hidden_size=32, intermediate_size=64, num_hidden_layers=1, num_attention_heads=2,
        image_size=28, patch_size=14,
    )  # fmt: skip
    config = Gemma3Config(
        text_config=text, vision_config=vision, mm_tokens_per_image=4, image_token_index=size,
        boi_token_index=size + 1, eoi_token_index=size + 2, eos_token_id=tokenizer.eos_token_id,
    )  # fmt: skip
    torch.manual_seed(0)
    Gemma3ForConditionalGeneration(config).save_pretrained(folder)
    (folder / "preprocessor_config.json").write_text('{"image_processor_type": "Gemma3"}')
    (folder / "processor_config.json").write_text('{"processor_class": "Gemma3Processor"}')
    return folder


@pytest.mark.parametrize("lora", [False, True])
def test_a_model_that_reads_pictures_keeps_its_processors(lora, sees, tmp_path):
    out = trained(sees, tmp_path / "after", lora=lora)
    for name in ("preprocessor_config.json", "processor_config.json"):
        assert (out / name).read_bytes() == (sees / name).read_bytes()
    assert not (out / "video_preprocessor_config.json").exists()
    before, after = read(sees, "config.json"), read(out, "config.json")
    assert after.get("use_cache") == before.get("use_cache")
    assert after["text_config"]["use_cache"] is True
