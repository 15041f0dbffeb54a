"""Tiny random models with tokenizers that cut texts as those of published models do."""

from __future__ import annotations

import json
from pathlib import Path

from tokenizers import (
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)

SPACED = ("prepend", "first", "always")
"""As of SentencePiece, each by its own means: a space before a text that stands alone."""
BYTES = ("bytes", "bytes-bos")
"""Byte-level; the second one puts ``<s>`` before every text, as those of ``SPACED`` do."""
TURNS = (
    "{% for m in messages %}<|{{ m.role }}|>\n{{ m.content }}</s>\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>\n{% endif %}"
)
"""A chat template that leaves the first token to the tokenizer."""
TURNS_BEGUN = "<s>" + TURNS
INSTRUCTION = "<s>{% for m in messages %}[INST] {{ m.content }} [/INST]{% endfor %}"
"""One whose first token stands before a text that is no token."""
_SPECIAL = ["<unk>", "<s>", "</s>", "<|user|>", "<|assistant|>"]
_LEARNT = ["the answer", " is", " was", "=cba"] * 4
_PATTERN = r"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
"""Llama 3's, but for its contractions: a mark and the letters behind it are one word."""


def write_model_with(kind: str, folder: Path, template: str | None = None) -> Path:
    """Save a random Llama with a tokenizer of a kind."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    names = {"unk_token": "<unk>", "bos_token": "<s>", "eos_token": "</s>", "pad_token": "</s>"}
    inner = _spaced(kind) if kind in SPACED else _of_bytes()
    if kind != "bytes":
        inner.post_processor = processors.TemplateProcessing(
            single="<s> $A", special_tokens=[("<s>", inner.token_to_id("<s>"))]
        )
    fast = PreTrainedTokenizerFast(tokenizer_object=inner, **names)
    fast.chat_template = template
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(fast), hidden_size=32, intermediate_size=64, num_hidden_layers=2,
        num_attention_heads=2, max_position_embeddings=1024, bos_token_id=fast.bos_token_id,
        eos_token_id=fast.eos_token_id, pad_token_id=fast.pad_token_id,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder)
    fast.save_pretrained(folder)
    return folder


def _spaced(kind: str) -> Tokenizer:
    """As ``tokenizer.json`` of Llama 2 says it, or as the class ``LlamaTokenizer`` does."""
    inner = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    letters = [chr(code) for code in range(33, 127)]
    trainer = trainers.BpeTrainer(
        vocab_size=500,
        special_tokens=[*_SPECIAL, *(f"<0x{byte:02X}>" for byte in range(256))],
        initial_alphabet=["▁", *letters],
        show_progress=False,
    )
    words = [f"▁{word}" for text in _LEARNT for word in text.split()]
    inner.train_from_iterator(words, trainer)
    read = json.loads(inner.to_str())
    read["added_tokens"] = [one for one in read["added_tokens"] if one["content"] in _SPECIAL]
    inner = Tokenizer.from_str(json.dumps(read))
    if kind == "prepend":
        inner.normalizer = normalizers.Sequence(
            [normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]
        )
    else:
        inner.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme=kind, split=False)
    inner.decoder = decoders.Sequence(
        [
            decoders.Replace("▁", " "),
            decoders.ByteFallback(),
            decoders.Fuse(),
            decoders.Strip(" ", 1, 0),
        ]
    )
    return inner


def _of_bytes() -> Tokenizer:
    inner = Tokenizer(models.BPE())
    inner.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    inner.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=300,
        special_tokens=_SPECIAL,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    inner.train_from_iterator(_LEARNT, trainer)
    return inner
