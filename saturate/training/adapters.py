"""Low-rank adapters (LoRA, arXiv 2106.09685): which are trained, and how they become weights."""

from __future__ import annotations

from copy import deepcopy
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from saturate.models.loading import Loaded, load

if TYPE_CHECKING:
    from transformers import PreTrainedModel

_ROUNDING = "quantization_config"
"""Where a configuration tells how its weights are held."""
_RANKS = {"embedded": 16, "pretrained": 32}


def adapters(loaded: Loaded) -> Any:
    """The adapters' settings: one beside every linear layer."""
    from peft import LoraConfig

    rank = _RANKS["embedded" if loaded.bare_prompts else "pretrained"]
    return LoraConfig(
        r=rank, lora_alpha=2 * rank, target_modules="all-linear", task_type="CAUSAL_LM"
    )


def _whole(config: Any) -> Any:
    """A configuration without the rounding that weights were loaded with."""
    found = deepcopy(config)
    if hasattr(found, _ROUNDING):
        delattr(found, _ROUNDING)
    return found


def merged(trained: Any, loaded: Loaded, mean: bool) -> PreTrainedModel:
    """A model with its adapters added to its weights, as float32.

    Where the adapters were trained beside rounded weights, the exact ones are loaded for it.

    Args:
        trained: The model with its adapters.
        loaded: What it was made from.
        mean: Add half of them: the mean of the weights before and after.
    """
    import torch
    from peft import PeftModel
    from peft.tuners.lora import LoraLayer

    if loaded.model.dtype is not torch.float32 or loaded.options.args.load_in_4bit:
        with TemporaryDirectory() as folder:
            trained.save_pretrained(folder)
            exact = load(loaded.path, loaded.options, exact=True).model
            exact.config = _whole(loaded.model.config)
            trained = PeftModel.from_pretrained(exact, folder)
    if mean:
        for module in trained.modules():
            if isinstance(module, LoraLayer):
                module.scale_layer(0.5)
    return trained.merge_and_unload()
