"""Whether a model's weights can be trained, found out before anything is paid for."""

from __future__ import annotations

from saturate.config.model_options import ModelOptions
from saturate.errors import SaturateError
from saturate.models.dtypes import ROUNDING
from saturate.models.published import published_config


def check_bits(options: ModelOptions, lora: bool) -> None:
    """See that weights which are held in 4 bits are to be trained by adapters.

    Raises:
        SaturateError: All weights are.
    """
    if options.args.load_in_4bit and not lora:
        raise SaturateError(
            "Weights of 4 bits are not trained: where a model is, --model-args load_in_4bit=True "
            "goes with --lora, which trains adapters beside them."
        )


def check_trainable(path: str, options: ModelOptions | None = None) -> None:
    """See that a model's weights were published whole.

    Of others (GPTQ, AWQ, FP8, bitsandbytes) the library trains none, and adapters that are trained
    beside them have no exact weights to be added to.

    Args:
        path: A folder or a hub id.
        options: What it is opened with.

    Raises:
        SaturateError: They were not, or the hub doesn't know the model or doesn't answer.
    """
    rounding = getattr(published_config(path, options), ROUNDING, None)
    if rounding is None:
        return
    method = rounding.get("quant_method", "in few bits")
    raise SaturateError(
        f"Model {path!r} was published with quantized weights ({method}), which can be scored but "
        "not trained; name the unquantized model that it was made of."
    )
