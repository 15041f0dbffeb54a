"""Number types: a model answers in a fast one, is trained on exact weights and kept as those.

Weights of bfloat16 have eight significant bits, so a change below 0.2 % of a weight is lost, which
at the learning rates of fine-tuning is nearly every change. So weights are trained, merged and
written as float32, while what is computed from them may be rounded (mixed precision: Micikevicius
et al., arXiv 1710.03740).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from saturate.config.model_options import ModelOptions

if TYPE_CHECKING:
    import torch
    from transformers import PretrainedConfig, PreTrainedModel

LARGE = 50_000_000
"""Parameters below which a model is small: fast enough in float32, and on one thread."""
_NATIVE = ("avx512_bf16", "amx_bf16")
"""What a processor that multiplies bfloat16 by itself calls that; others take longer by it."""
ROUNDING = "quantization_config"
"""Where a configuration tells that weights are held in few bits, and how."""
ANSWERS_IN_KEY = "saturate_answers_in"
"""Names, in a model's ``config.json``, the type that it answered in before it was trained."""


def answering_dtype(config: PretrainedConfig, options: ModelOptions, where: str) -> torch.dtype:
    """The type in which a model answers.

    The options' if they name one. Otherwise bfloat16 for a large model on a GPU or a processor that
    multiplies it natively, else float32.

    Args:
        config: The model's configuration.
        options: What the model is opened with; ``auto`` is the type that it was published in.
        where: ``cuda``, ``mps`` or ``cpu``.
    """
    import torch

    match options.args.dtype:
        case "auto":
            kept = getattr(config, ANSWERS_IN_KEY, None)
            return getattr(torch, kept) if kept else config.dtype or torch.float32
        case None:
            fast = _parameters(config) >= LARGE and _multiplies_bfloat16(where)
            return torch.bfloat16 if fast else torch.float32
        case name:
            return getattr(torch, name)  # type: ignore[no-any-return]


def is_rounded(model: PreTrainedModel) -> bool:
    """Whether a model in memory holds fewer bits of its weights than are kept of its training."""
    import torch

    return model.dtype is not torch.float32 or getattr(model.config, ROUNDING, None) is not None


def _multiplies_bfloat16(where: str) -> bool:
    import torch

    if where == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    ask = getattr(torch.cpu, "get_capabilities", None)  # older releases cannot tell
    able = ask() if ask is not None and where == "cpu" else {}
    return any(able.get(name) for name in _NATIVE)


def _parameters(config: PretrainedConfig) -> int:
    """About how many parameters a model has, going by its width, depth and vocabulary."""
    text = config.get_text_config()
    layers: int = 12 * text.num_hidden_layers * text.hidden_size
    return text.hidden_size * (layers + text.vocab_size)  # type: ignore[no-any-return]
