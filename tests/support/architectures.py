"""Tiny random models of published architectures, each with a tokenizer and a chat template.

The configuration classes are those of ``transformers``; tokenizers are trained here on a ladder's
own text; templates are written here in the manner of the models' own: role markers, whether a
system role is taken, what ends a turn, what a thinking switch adds.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

SIZES: dict[str, Any] = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 1024,
}

_CHATML = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n"
)
CHATML = _CHATML + "{% endif %}"
QWEN3 = _CHATML + (
    "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% endif %}"
    "{% endif %}"
)
SMOLLM3 = (
    "{% set thinks = enable_thinking is not defined or enable_thinking %}"
    "<|im_start|>system\nReasoning mode: {{ '/think' if thinks else '/no_think' }}"
    "{% if messages[0].role == 'system' %}\n{{ messages[0].content }}{% endif %}<|im_end|>\n"
    "{% for m in messages if m.role != 'system' %}<|im_start|>{{ m.role }}\n"
    "{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n"
    "{{ '<think>\n' if thinks else '<think>\n\n</think>\n' }}{% endif %}"
)
LLAMA = (
    "{{ bos_token }}{% for m in messages %}<|start_header_id|>{{ m.role }}<|end_header_id|>\n\n"
    "{{ m.content | trim }}<|eot_id|>{% endfor %}"
    "{% if add_generation_prompt %}<|start_header_id|>assistant<|end_header_id|>\n\n{% endif %}"
)
GEMMA = (
    "{{ bos_token }}{% if messages[0].role == 'system' %}"
    "{{ raise_exception('System role not supported') }}{% endif %}"
    "{% for m in messages %}<start_of_turn>{{ 'model' if m.role == 'assistant' else m.role }}\n"
    "{{ m.content | trim }}<end_of_turn>\n{% endfor %}"
    "{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}"
)
MISTRAL = (
    "{{ bos_token }}{% for m in messages %}"
    "{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('Roles must alternate user/assistant') }}{% endif %}"
    "{% if m.role == 'user' %}[INST] {{ m.content }} [/INST]"
    "{% else %} {{ m.content }}{{ eos_token }}{% endif %}{% endfor %}"
)
OLMO = (
    "{{ bos_token }}{% for m in messages %}<|{{ m.role }}|>\n{{ m.content }}"
    "{{ eos_token if m.role == 'assistant' }}\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>\n{% endif %}"
)


class Architecture(NamedTuple):
    """One kind of model, and what is special about its tokenizer."""

    config: str
    """Configuration class of ``transformers``."""
    template: str | None
    """Chat template; ``None`` for a base model."""
    end: str
    """End token of the tokenizer."""
    pad: str | None
    """Padding token; ``None`` where the tokenizer names none."""
    bos: str | None = None
    """Token that the tokenizer puts before every text."""
    turn: str | None = None
    """What ends a turn, where that is another token than ``end``."""
    markers: tuple[str, ...] = ()
    """Further special tokens."""
    thinks: bool = False
    """Whether the vocabulary holds ``<think>`` and ``</think>``."""
    system: bool = True
    """Whether the template takes a system role."""
    settings: Mapping[str, Any] = MappingProxyType({})
    """Settings of the configuration beside the sizes."""


ARCHITECTURES: dict[str, Architecture] = {
    "llama": Architecture(
        "LlamaConfig", LLAMA, "<|end_of_text|>", None, "<|begin_of_text|>", "<|eot_id|>",
        ("<|start_header_id|>", "<|end_header_id|>"), settings={"tie_word_embeddings": True},
    ),
    "qwen2": Architecture(
        "Qwen2Config", CHATML, "<|im_end|>", "<|endoftext|>", markers=("<|im_start|>",),
        settings={"tie_word_embeddings": True},
    ),
    "qwen3": Architecture(
        "Qwen3Config", QWEN3, "<|im_end|>", "<|endoftext|>", markers=("<|im_start|>",),
        thinks=True, settings={"tie_word_embeddings": True, "head_dim": 8},
    ),
    "gemma3": Architecture(
        "Gemma3TextConfig", GEMMA, "<eos>", "<pad>", "<bos>", "<end_of_turn>",
        ("<start_of_turn>",), system=False,
        settings={"head_dim": 8, "sliding_window": 16, "query_pre_attn_scalar": 8,
                  "layer_types": ["sliding_attention", "full_attention"]},
    ),
    "phi": Architecture("PhiConfig", None, "<|endoftext|>", "<|endoftext|>"),
    "mistral": Architecture(
        "MistralConfig", MISTRAL, "</s>", None, "<s>", markers=("[INST]", "[/INST]"),
        system=False, settings={"sliding_window": 16},
    ),
    "smollm3": Architecture(
        "SmolLM3Config", SMOLLM3, "<|im_end|>", "<|im_end|>", markers=("<|im_start|>",),
        thinks=True, settings={"no_rope_layers": [1, 0], "tie_word_embeddings": True},
    ),
    "olmo2": Architecture(
        "Olmo2Config", OLMO, "<|endoftext|>", "<|pad|>", "<|endoftext|>",
        markers=("<|user|>", "<|assistant|>", "<|system|>"),
    ),
}  # fmt: skip


def build(name: str, folder: Path, texts: list[str]) -> Path:
    """Write a random model with its tokenizer, as the hub would give it.

    Args:
        name: Which architecture.
        folder: Where to.
        texts: What the tokenizer is trained on.
    """
    import torch
    import transformers

    kind = ARCHITECTURES[name]
    tokenizer = _tokenizer(kind, texts)
    ids = {"eos_token_id": tokenizer.convert_tokens_to_ids(kind.end), "bos_token_id": None}
    ids["pad_token_id"] = tokenizer.pad_token_id
    if kind.bos is not None:
        ids["bos_token_id"] = tokenizer.convert_tokens_to_ids(kind.bos)
    settings = SIZES | dict(kind.settings) | ids | {"vocab_size": len(tokenizer)}
    torch.manual_seed(0)
    config = getattr(transformers, kind.config)(**settings)
    model = transformers.AutoModelForCausalLM.from_config(config, dtype=torch.float32)
    if kind.turn is not None:
        ends = [ids["eos_token_id"], tokenizer.convert_tokens_to_ids(kind.turn)]
        model.generation_config.eos_token_id = ends
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _tokenizer(kind: Architecture, texts: list[str]) -> Any:
    """A byte-level tokenizer of a few hundred tokens."""
    from transformers import PreTrainedTokenizerFast

    special = {kind.end, kind.pad, kind.bos, kind.turn, *kind.markers} - {None}
    inner = Tokenizer(models.BPE())
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=384,
        special_tokens=sorted(special),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    inner.train_from_iterator(texts, trainer)
    if kind.thinks:
        inner.add_tokens(["<think>", "</think>"])
    if kind.bos is not None:
        number = inner.token_to_id(kind.bos)
        inner.post_processor = processors.TemplateProcessing(
            single=f"{kind.bos} $A", special_tokens=[(kind.bos, number)]
        )
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=inner, eos_token=kind.end, pad_token=kind.pad, bos_token=kind.bos
    )
    tokenizer.chat_template = kind.template
    return tokenizer
