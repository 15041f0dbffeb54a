"""Loads models and tokenizers: the embedded seed, a local folder, or a hub id."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from saturate.config.model_options import ModelOptions
from saturate.errors import SaturateError, first_line
from saturate.models.dtypes import ANSWERS_IN_KEY, answering_dtype
from saturate.models.four_bit import four_bit_settings
from saturate.models.memory import in_memory
from saturate.models.published import hub_settings, require_on_hub
from saturate.models.shared_tokenizers import shared_tokenizer
from saturate.models.template import check_options, named_ends
from saturate.storage.model_facts import BARE_PROMPTS_KEY, KNOWN_RUNGS_KEY

if TYPE_CHECKING:
    import torch
    from transformers import (
        GenerationConfig,
        PreTrainedModel,
        PreTrainedTokenizerBase,
    )

_END_WORDS = ("<|im_end|>", "<|eot_id|>", "<end_of_turn>", "<|endoftext|>", "</s>", "<eos>")
"""End tokens of published models, for tokenizers that name none."""
_SMALLER = "--model-args dtype=bfloat16, --lora where all weights are trained, a smaller model"
_SPECIAL_TOKENS = ("bos_token_id", "eos_token_id", "pad_token_id")


class Loaded(NamedTuple):
    """A model ready for use."""

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase
    bare_prompts: bool
    """Whether prompts are bare questions; otherwise they carry the ladder's instruction."""
    known_rungs: dict[str, int]
    """By ladder, the last rung that the model was trained on with true labels."""
    options: ModelOptions
    """What it was opened with."""
    path: str
    """Where it was loaded from: a folder or a hub id."""
    answers_in: torch.dtype
    """The type in which it answers; one that is to be trained holds float32."""
    generation: GenerationConfig
    """How its makers would have it answer, which is kept with it; it answers plainly."""


def device() -> str:
    """The best device at hand: ``cuda``, ``mps`` or ``cpu``."""
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def load(
    name_or_path: str,
    options: ModelOptions | None = None,
    *,
    exact: bool = False,
    where: str | None = None,
) -> Loaded:
    """Load a model: to answer, or with exact weights, to be trained.

    Args:
        name_or_path: A folder or a hub id.
        options: What it is opened with.
        exact: Hold the weights as float32, whatever the model answers in, and in no fewer bits.
        where: Device of the weights; the best at hand by default.

    Raises:
        SaturateError: The hub doesn't answer, what is there cannot be loaded, or the options don't
            fit it.
    """
    options = options or ModelOptions()
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM
    from transformers.utils import logging

    logging.disable_progress_bar()  # the run has its own
    if not Path(name_or_path).is_dir():
        require_on_hub(name_or_path, options.args.revision)
    where = where or device()
    repository = hub_settings(name_or_path, options)
    rounded: dict[str, Any] = {}
    attention = options.args.attn_implementation
    try:
        tokenizer = shared_tokenizer(name_or_path, repository)
        described = AutoConfig.from_pretrained(name_or_path, **repository)
        answers_in = answering_dtype(described, options, where)
        rounded = {} if exact else four_bit_settings(options, answers_in, where)
        with in_memory(f"model {name_or_path!r}", _SMALLER):
            model, found = AutoModelForCausalLM.from_pretrained(
                name_or_path,
                dtype=torch.float32 if exact else answers_in,
                output_loading_info=True,
                **({"attn_implementation": attention} if attention else {}),
                **rounded,
                **repository,
            )
            model = (model if rounded else model.to(where)).eval()
    except SaturateError:
        raise
    except Exception as error:  # whatever the library and its readers raise of what they find
        reason = first_line(error)
        raise SaturateError(f"Model {name_or_path!r} could not be loaded: {reason}") from error
    if missing := sorted(found["missing_keys"]):
        raise SaturateError(
            f"The weights of model {name_or_path!r} lack {len(missing)} tensors of its "
            f"configuration, {missing[0]!r} first; are both of one causal language model?"
        )
    _complete_tokenizer(tokenizer, model, name_or_path)
    check_options(tokenizer, options, name_or_path)
    generation = model.generation_config
    model.generation_config = _plain(generation)
    extras: Any = model.config
    if answers_in is not torch.float32:
        setattr(extras, ANSWERS_IN_KEY, str(answers_in).removeprefix("torch."))
    return Loaded(
        model,
        tokenizer,
        bool(getattr(extras, BARE_PROMPTS_KEY, False)),
        dict(getattr(extras, KNOWN_RUNGS_KEY, None) or {}),
        options,
        name_or_path,
        answers_in,
        generation,
    )


def _plain(generation: GenerationConfig) -> GenerationConfig:
    """Settings that leave every token's score as it is: a model's special tokens alone.

    Else ``generate`` takes from the model's own what it is not told: penalties of repetition, cuts,
    forbidden tokens. vLLM and TRL's trainers are kept from them as well.
    """
    from transformers import GenerationConfig

    return GenerationConfig(**{name: getattr(generation, name) for name in _SPECIAL_TOKENS})


def _complete_tokenizer(
    tokenizer: PreTrainedTokenizerBase, model: PreTrainedModel, name: str
) -> None:
    """See that a tokenizer can end an answer and fill up a batch, and fits the model.

    An end token that the tokenizer doesn't name is taken from the model's settings, else it is a
    usual one of the vocabulary. Batches are filled up with the end token where there is no other
    that the model has.

    Raises:
        SaturateError: No end token is known, or the model has fewer tokens than the tokenizer.
    """
    rows = model.get_input_embeddings().num_embeddings
    if tokenizer.eos_token_id is None:
        config = model.config
        ids = named_ends(model.generation_config, config, config.get_text_config())
        words = [tokenizer.convert_ids_to_tokens(e) for e in ids if e < rows]
        usual = [word for word in _END_WORDS if word in tokenizer.get_vocab()]
        end = next((word for word in [*words, *usual] if word is not None), None)
        if end is None:
            raise SaturateError(
                f"The tokenizer of model {name!r} names no end token, so no answer would end; set "
                "eos_token in its tokenizer_config.json."
            )
        tokenizer.eos_token = end
    if max(tokenizer.vocab_size - 1, tokenizer.eos_token_id) >= rows:
        raise SaturateError(
            f"The tokenizer of model {name!r} has {len(tokenizer):,} tokens, the model {rows:,}; "
            "is the tokenizer another model's?"
        )
    if tokenizer.pad_token_id is None or tokenizer.pad_token_id >= rows:
        tokenizer.pad_token = tokenizer.eos_token
