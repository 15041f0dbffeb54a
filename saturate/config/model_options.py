"""How a model of the hub is loaded, prompted and decoded: settings named as lm-eval names them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, ValidationError

from saturate.config.cluster import ClusterOptions
from saturate.config.fields import ONE_WORD, from_text
from saturate.config.servers import ServerOptions
from saturate.config.vllm import VllmOptions
from saturate.errors import SaturateError, nearest

_ELSEWHERE = {
    "pretrained": "--model",
    "temperature": "--temperature",
    "max_gen_toks": "--max-new-tokens",
    "max_new_tokens": "--max-new-tokens",
    "trust_remote_code": "--trust-remote-code",
    "max_model_len": "--model-args max_length",
    "tensor_parallel_size": "--tensor-parallel-size",
    "gpu_memory_utilization": "--gpu-memory-utilization",
    "enable_thinking": "--chat-template-args",
    "system_instruction": "--system-instruction",
}
"""Names that lm-eval takes here and that are flags of their own."""


ANSWER_TOKENS = 512
"""Tokens of an answer, where nothing else is set."""
MOST_TOKENS = 65_536
"""Most that may be set."""
THOUGHT_TOKENS = 2_048
"""Tokens of a thought, where nothing else is set."""


class _Arguments(BaseModel):
    """Arguments written ``name=value,name=value``; what is not named is left to the model."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    def given(self) -> dict[str, Any]:
        """The arguments that somebody named."""
        return self.model_dump(exclude_none=True)

    def __str__(self) -> str:
        return ",".join(f"{name}={value}" for name, value in self.given().items())


class ModelArgs(_Arguments):
    """How a model is loaded."""

    dtype: Literal["auto", "float32", "float16", "bfloat16"] | None = None
    """Type in which the model answers (default: bfloat16 for a large model where the GPU or the
    processor multiplies it natively, else float32). Weights are trained and kept as float32."""
    revision: str | None = None
    """Branch, tag or commit on the hub."""
    attn_implementation: str | None = None
    """What computes attention: eager, sdpa, flash_attention_2, ..."""
    max_length: Annotated[int, Field(ge=8)] | None = None
    """Most tokens of prompt and answer together."""
    load_in_4bit: bool | None = None
    """Hold the weights in 4 bits, beside which adapters are trained."""


class GenKwargs(_Arguments):
    """How answers are drawn where they are drawn; greedy answers have nothing to draw."""

    top_p: Annotated[float, Field(gt=0, le=1)] | None = None
    """Draw from the likeliest tokens that hold this share."""
    top_k: Annotated[int, Field(ge=1)] | None = None
    """Draw from so many likeliest tokens."""
    min_p: Annotated[float, Field(ge=0, le=1)] | None = None
    """Draw from tokens of at least this share of the likeliest one's probability."""


A = TypeVar("A", bound=_Arguments)


def _arguments(kind: type[A], flag: str, text: str) -> A:
    """Read ``name=value,name=value``.

    Raises:
        SaturateError: A name is unknown or a value out of its range.
    """
    found: dict[str, str] = {}
    valid = list(kind.model_fields)
    for part in filter(None, (one.strip() for one in text.split(","))):
        name, equals, value = (one.strip() for one in part.partition("="))
        if name in _ELSEWHERE and name not in valid:
            raise SaturateError(f"{flag}: {name} is set by {_ELSEWHERE[name]}.")
        if not equals or name not in valid:
            raise SaturateError(f"{flag} {part!r} is not name=value; {nearest(name, valid)}")
        found[name] = value
    try:
        return kind.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        raise SaturateError(f"{flag} {first['loc'][0]}={first['input']}: {first['msg']}.") from None


def _template_args(text: str) -> dict[str, Any]:
    """Read a JSON object.

    Raises:
        SaturateError: It is none.
    """
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise SaturateError(
            f"--chat-template-args {text!r} is no JSON object; write for instance "
            "'{\"enable_thinking\": false}'."
        )
    return found


ModelArguments = Annotated[
    ModelArgs,
    from_text(lambda text: _arguments(ModelArgs, "--model-args", text)),
    PlainSerializer(str),
    ONE_WORD,
]
"""Written ``dtype=bfloat16,revision=main``."""
GenArguments = Annotated[
    GenKwargs,
    from_text(lambda text: _arguments(GenKwargs, "--gen-kwargs", text)),
    PlainSerializer(str),
    ONE_WORD,
]
"""Written ``top_p=0.95,top_k=20``."""
TemplateArguments = Annotated[dict[str, Any], from_text(_template_args), ONE_WORD]
"""Written as a JSON object."""


class ModelOptions(NamedTuple):
    """All that a model is opened with beside its name and its engine."""

    args: ModelArgs = ModelArgs()
    """How it is loaded."""
    template: dict[str, Any] | None = None
    """Variables of its chat template."""
    system: str = ""
    """What the system says before the user's message."""
    gen: GenKwargs = GenKwargs()
    """How answers are drawn."""
    thought_tokens: int = THOUGHT_TOKENS
    """Tokens of a thought."""
    trust: bool = False
    """Whether code of its repository may run here."""
    server: ServerOptions = ServerOptions()
    """How servers are asked, where one holds it."""
    cluster: ClusterOptions = ClusterOptions()
    """Which cluster answers, where workers do."""
    vllm: VllmOptions = VllmOptions()
    """How vLLM runs it, where it does."""


def keeping(options: ModelOptions, answers: Path) -> ModelOptions:
    """The same, with a file that keeps what servers answer."""
    return options._replace(server=options.server._replace(answers=answers))
