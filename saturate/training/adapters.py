"""Low-rank adapters (LoRA, arXiv 2106.09685): which are trained, and how they become weights."""

from __future__ import annotations

from copy import deepcopy
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from saturate.models.dtypes import ROUNDING, is_rounded
from saturate.models.loading import Loaded, load
from saturate.training.sharded import Weights, fill

if TYPE_CHECKING:
    from transformers import PreTrainedModel

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
    if hasattr(found, ROUNDING):
        delattr(found, ROUNDING)
    return found


def merged(
    trained: Any, loaded: Loaded, mean: bool, shared: Weights | None = None
) -> PreTrainedModel:
    """A model with its adapters added to its weights, as float32.

    Where the adapters were trained beside rounded weights, or processes parted them, the exact ones
    are loaded for it into the machine's memory: beside what training holds on a GPU there may be no
    room for them.

    Args:
        trained: The model with its adapters.
        loaded: What it was made from.
        mean: Add half of them: the mean of the weights before and after.
        shared: The adapters, where processes parted the model.
    """
    from peft import PeftModel, get_peft_model
    from peft.tuners.lora import LoraLayer

    if shared is not None or is_rounded(loaded.model):
        exact = load(loaded.path, loaded.options, exact=True, where="cpu").model
        exact.config = _whole(loaded.model.config)
        if shared is not None:
            trained = get_peft_model(exact, adapters(loaded))
            fill(trained, shared)
        else:
            with TemporaryDirectory() as folder:
                trained.save_pretrained(folder)
                trained = PeftModel.from_pretrained(exact, folder, torch_device="cpu")
    if mean:
        for module in trained.modules():
            if isinstance(module, LoraLayer):
                module.scale_layer(0.5)
    return trained.merge_and_unload()
