"""A random model of a few thousand weights that reads bytes."""

from pathlib import Path


def write_tiny_model(
    folder: Path,
    positions: int = 4096,
    template: str | None = None,
    begins: bool = False,
    seed: int = 0,
) -> Path:
    """Save a Llama of two layers with a tokenizer that needs no merges.

    Args:
        folder: Where to; it is made.
        positions: Longest prompt in bytes.
        template: A chat template, if any.
        begins: Whether its tokenizer puts ``<bos>`` before a text.
        seed: Of the weights.
    """
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {"<eos>": 0} | {letter: n for n, letter in enumerate(letters, 1)}
    if begins:
        vocabulary["<bos>"] = len(vocabulary)
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    named = {"eos_token": "<eos>", "pad_token": "<eos>"}
    if begins:
        named["bos_token"] = "<bos>"
        tokenizer.post_processor = processors.TemplateProcessing(
            single="<bos> $A", special_tokens=[("<bos>", vocabulary["<bos>"])]
        )
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, **named)
    fast.chat_template = template
    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=len(vocabulary), hidden_size=16, intermediate_size=32, num_hidden_layers=2,
        num_attention_heads=2, max_position_embeddings=positions, eos_token_id=0, pad_token_id=0,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder)
    fast.save_pretrained(folder)
    return folder
