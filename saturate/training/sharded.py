"""Training whose weights, gradients and moments are parted among processes (PyTorch's FSDP2).

accelerate parts them where the trainer's settings ask for it, but on GPUs alone: on processors it
passes the settings over without a word. PyTorch parts them there as well, so accelerate's state is
set here; what a processor tries is then what runs on GPUs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from saturate.errors import SaturateError
from saturate.models.loading import Loaded, load

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel

Weights = dict[str, "torch.Tensor"]
"""Whole tensors by name, in the machine's memory."""


def sharded_settings(recompute: bool) -> dict[str, Any]:
    """The settings of a trainer whose processes part the model.

    Args:
        recompute: Whether activations are worked out again for the gradients instead of kept.
    """
    return {"fsdp": True, "fsdp_config": {"activation_checkpointing": recompute}}


def sharding(base: Any) -> type:
    """A trainer of TRL whose settings are heeded on processors too."""
    from accelerate.utils import DistributedType, FullyShardedDataParallelPlugin

    class ShardedTrainer(base):  # type: ignore[misc]
        def create_accelerator_and_postprocess(self) -> None:
            super().create_accelerator_and_postprocess()
            state = self.accelerator.state
            if state.distributed_type is DistributedType.MULTI_CPU:
                state.fsdp_plugin = FullyShardedDataParallelPlugin(**self.args.fsdp_plugin_args)
                if state.mixed_precision != "no":
                    state.fsdp_plugin.set_mixed_precision(state.mixed_precision)
                state.distributed_type = DistributedType.FSDP
                self.is_fsdp_enabled = True

    return ShardedTrainer


def trained_weights(model: Any) -> Weights:
    """What was trained, put together from all processes, each of which has to call this.

    Returns:
        The weights that have gradients, where this is the first process; nothing elsewhere.

    Raises:
        SaturateError: Each process held the whole model after all.
    """
    from torch.distributed.checkpoint.state_dict import StateDictOptions, get_model_state_dict
    from torch.distributed.fsdp import FSDPModule

    if not any(isinstance(module, FSDPModule) for module in model.modules()):
        raise SaturateError(
            "The libraries left the model whole in every process; train without --fsdp."
        )
    options = StateDictOptions(full_state_dict=True, cpu_offload=True, ignore_frozen_params=True)
    found: Weights = get_model_state_dict(model, options=options)  # type: ignore[assignment]
    return found


def with_weights(loaded: Loaded, trained: Weights) -> PreTrainedModel:
    """The model that training began with, in the machine's memory, with the weights that it found.

    Args:
        loaded: What it was made from.
        trained: The weights.
    """
    model = load(loaded.path, loaded.options, exact=True, where="cpu").model
    fill(model, trained)
    return model


def fill(model: torch.nn.Module, trained: Weights) -> None:
    """Put what was trained into a model that is not parted.

    Raises:
        SaturateError: The names of what was trained are not those of what the model trains.
    """
    found = model.load_state_dict(trained, strict=False)
    wanted = {name for name, one in model.named_parameters() if one.requires_grad}
    if strange := [*found.unexpected_keys, *wanted.intersection(found.missing_keys)]:
        raise SaturateError(
            f"Of the trained weights {len(strange)} have other names than the model's "
            f"({strange[0]} is one); train without --fsdp."
        )
