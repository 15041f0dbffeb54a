"""Which type a model answers in."""

import pytest
import torch
from transformers import LlamaConfig

from saturate.config.run_config import build_config
from saturate.models.dtypes import ANSWERS_IN_KEY, answering_dtype

LARGE = {"hidden_size": 576, "num_hidden_layers": 30, "vocab_size": 49152, "dtype": "bfloat16"}
TRAINED = LARGE | {"dtype": "float32", ANSWERS_IN_KEY: "bfloat16"}


@pytest.mark.parametrize(
    ("able", "asked", "config", "expected"),
    [
        ({"avx512_bf16": True}, "", LARGE, torch.bfloat16),
        ({"amx_bf16": True}, "", LARGE, torch.bfloat16),
        ({"avx512_bf16": False, "avx2": True}, "", LARGE, torch.float32),
        ({"avx512_bf16": True}, "", LARGE | {"hidden_size": 64}, torch.float32),
        ({}, "dtype=bfloat16", LARGE, torch.bfloat16),
        ({"avx512_bf16": True}, "dtype=float32", LARGE, torch.float32),
        ({}, "dtype=auto", LARGE, torch.bfloat16),
        ({}, "dtype=auto", LARGE | {"dtype": None}, torch.float32),
        # Trained weights are kept as float32; the model goes on answering as it was published.
        ({}, "dtype=auto", TRAINED, torch.bfloat16),
    ],
)  # fmt: skip
def test_bfloat16_where_it_is_fast_or_asked_for(able, asked, config, expected, monkeypatch):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: able, raising=False)
    options = build_config(model_args=asked).model_options
    assert answering_dtype(LlamaConfig(**config), options, "cpu") is expected
