"""Weights held in 4 bits, beside which adapters are trained (QLoRA, arXiv 2305.14314).

They answer and are trained beside in 4 bits; what a round keeps are the exact weights with the
adapters added, which the next stage rounds anew. So no more than one exact copy is ever in memory,
after training.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from saturate.config.model_options import ModelOptions
from saturate.errors import SaturateError

if TYPE_CHECKING:
    import torch

_LIBRARY = "bitsandbytes"


def four_bit_settings(
    options: ModelOptions, computes_in: torch.dtype, where: str
) -> dict[str, Any]:
    """What ``from_pretrained`` is told: NF4 with constants rounded too, as in QLoRA's section 3.

    Args:
        options: What the model is opened with.
        computes_in: The type to which weights are unpacked.
        where: ``cuda``, ``mps`` or ``cpu``.

    Returns:
        Nothing where weights are whole.

    Raises:
        SaturateError: The library is not installed.
    """
    if not options.args.load_in_4bit:
        return {}
    if find_spec(_LIBRARY) is None:
        raise SaturateError(
            f"--model-args load_in_4bit=True needs {_LIBRARY}, which is not installed; "
            "pip install 'lm-saturate[4bit]', or leave it out."
        )
    rounding = {
        "quant_method": _LIBRARY,
        "load_in_4bit": True,
        "bnb_4bit_quant_type": "nf4",
        "bnb_4bit_use_double_quant": True,
        "bnb_4bit_compute_dtype": computes_in,
    }
    return {"quantization_config": rounding, "device_map": {"": where}}
