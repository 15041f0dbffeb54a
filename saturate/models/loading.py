"""Loads models and tokenizers: the embedded seed, a local folder, or a hub id."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from saturate.config.model_options import ModelOptions
from saturate.config.servers import is_remote
from saturate.config.settings import SEED_MODEL
from saturate.errors import SaturateError, first_line
from saturate.models.dtypes import ANSWERS_IN_KEY, answering_dtype
from saturate.models.four_bit import four_bit_settings
from saturate.models.memory import in_memory
from saturate.models.shared_tokenizers import shared_tokenizer
from saturate.models.template import check_options, named_ends
from saturate.storage.hub_check import HubError, ask_hub
from saturate.storage.model_facts import BARE_PROMPTS_KEY, KNOWN_RUNGS_KEY, model_facts
from saturate.storage.model_files import check_model_folder, files_that_tell

if TYPE_CHECKING:
    import torch
    from transformers import (
        GenerationConfig,
        PretrainedConfig,
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


def seed_folder(number: int = 0, ladder: str | None = None) -> Path:
    """Folder of an embedded seed model.

    Args:
        number: Its random seed.
        ladder: What it is wanted for: a model that was taught it, where there is one; the model of
            the first recipe otherwise.

    Raises:
        SaturateError: There is no seed model of that number.
    """
    shipped = _shipped_seeds(number)
    if not shipped:
        raise SaturateError(f"There is no embedded seed model number {number} in this package.")
    return next((one for one in shipped if ladder in model_facts(str(one)).known_rungs), shipped[0])


def _shipped_seeds(number: int) -> list[Path]:
    """Folders of the embedded models with a random seed; that of the first recipe comes first."""
    package = Path(str(files("saturate.seed")))
    folders = [package / f"model-{number}", *sorted(package.glob(f"model-*-{number}"))]
    return [folder for folder in folders if (folder / "model.safetensors").is_file()]


def taught_rungs(name: str) -> dict[str, int]:
    """By ladder, the last rung that a model, or one of the embedded ones, was taught.

    Args:
        name: As for :func:`resolve`.
    """
    folders = _shipped_seeds(0) if name == SEED_MODEL else [resolve(name)]
    return {k: v for folder in folders for k, v in model_facts(str(folder)).known_rungs.items()}


def resolve_all(names: Sequence[str], ladder: str) -> list[str]:
    """What ``from_pretrained`` takes for each of several models that climb a ladder together.

    Raises:
        SaturateError: As by :func:`resolve`.
    """
    return [resolve(name, member, ladder) for member, name in enumerate(names)]


def resolve(name: str, member: int = 0, ladder: str | None = None) -> str:
    """What ``from_pretrained`` takes for a model name.

    Args:
        name: ``seed``, a local folder, a hub id, or that of a model of servers, which stays.
        member: Which of several seed models, for voters that are models.
        ladder: What it is wanted for; several seed models may ship, each for other ladders.

    Raises:
        SaturateError: A folder without a whole model, or a name that is neither folder nor hub id.
    """
    if is_remote(name):
        return name
    if name == SEED_MODEL:
        return str(seed_folder(member, ladder))
    folder = Path(name).expanduser()
    if folder.is_dir():
        check_model_folder(folder)
        return str(folder)
    if name.count("/") != 1 or name.startswith((".", "/", "~")):
        raise SaturateError(
            f"Model {name!r} is no folder here and no hub id (owner/name). "
            f"Did you mean {SEED_MODEL!r}, the embedded model?"
        )
    return name


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
        _ask_hub(name_or_path, options.args.revision)
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


def hub_settings(name_or_path: str, options: ModelOptions) -> dict[str, Any]:
    """What ``from_pretrained`` is told of a repository; a folder has no revisions."""
    found: dict[str, Any] = {"trust_remote_code": True} if options.trust else {}
    if options.args.revision and not Path(name_or_path).is_dir():
        found["revision"] = options.args.revision
    return found


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


def _ask_hub(name: str, revision: str | None) -> None:
    """Find out soon whether the hub has a model that is not cached; loading would retry for long.

    Raises:
        SaturateError: It doesn't, or it doesn't answer.
    """
    from huggingface_hub import try_to_load_from_cache

    if isinstance(try_to_load_from_cache(name, "config.json", revision=revision), str):
        return
    try:
        ask_hub(name, "model")
    except HubError as reason:
        raise SaturateError(
            f"Model {name!r} could not be found on the hub ({reason}); --model also takes a folder."
        ) from reason


def mark_as_seed(model: PreTrainedModel, known_rungs: dict[str, int]) -> None:
    """Write into the configuration that the model takes bare prompts, and what it was taught."""
    setattr(model.config, BARE_PROMPTS_KEY, True)
    setattr(model.config, KNOWN_RUNGS_KEY, known_rungs)


def mark_as_taught(model: PreTrainedModel, ladder: str, last: int) -> None:
    """Write into the configuration that the model was taught a ladder up to a rung."""
    setattr(
        model.config,
        KNOWN_RUNGS_KEY,
        {**(getattr(model.config, KNOWN_RUNGS_KEY, None) or {}), ladder: last},
    )


def model_digest(path: str, options: ModelOptions | None = None) -> str:
    """What tells a model from another: its files' hash, its hub id and commit, or its name.

    Raises:
        SaturateError: The hub doesn't know the model or doesn't answer.
    """
    if is_remote(path):
        return path
    folder = Path(path)
    if folder.is_dir():
        digest = hashlib.sha256()
        for file in files_that_tell(folder):
            digest.update(file.relative_to(folder).as_posix().encode())
            digest.update(file.read_bytes())
        return digest.hexdigest()
    return f"{path}@{getattr(published_config(path, options), '_commit_hash', None)}"


def published_config(path: str, options: ModelOptions | None = None) -> PretrainedConfig:
    """A model's configuration, read without its weights.

    Raises:
        SaturateError: There is none, or the hub doesn't know the model or doesn't answer.
    """
    from transformers import AutoConfig

    options = options or ModelOptions()
    if not Path(path).is_dir():
        _ask_hub(path, options.args.revision)
    try:
        return AutoConfig.from_pretrained(path, **hub_settings(path, options))
    except (OSError, ValueError) as error:
        raise SaturateError(f"Model {path!r} could not be found: {first_line(error)}") from error
