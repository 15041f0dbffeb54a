"""What a tokenizer's chat template says: how a message is put, and what ends an answer."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from saturate.config.model_options import ModelOptions
from saturate.errors import SaturateError, first_line

if TYPE_CHECKING:
    from saturate.models.loading import Loaded

_QUESTION, _ANSWER = "2 + 2?", "It is 4"
"""A turn that shows what a template puts after an answer."""


def chat_prompt(tokenizer: Any, message: str, options: ModelOptions) -> str:
    """The prompt text of a user's message by a tokenizer's chat template."""
    turns = [{"role": "user", "content": message}]
    if options.system:
        turns.insert(0, {"role": "system", "content": options.system})
    text = tokenizer.apply_chat_template(
        turns, tokenize=False, add_generation_prompt=True, **(options.template or {})
    )
    return str(text)


def check_options(tokenizer: Any, options: ModelOptions, name: str) -> None:
    """See that a chat template has a place for what the options say.

    Raises:
        SaturateError: There is no template, it knows no such variable, or has no system role.
    """
    if not (options.system or options.template):
        return
    flag = "--system-instruction" if options.system else "--chat-template-args"
    if tokenizer.chat_template is None:
        raise SaturateError(f"Model {name!r} has no chat template; leave out {flag}.")
    for variable in options.template or {}:
        if variable not in str(tokenizer.chat_template):
            raise SaturateError(
                f"The chat template of model {name!r} knows no {variable!r}; leave it out of "
                "--chat-template-args."
            )
    try:
        placed = options.system.strip() in chat_prompt(tokenizer, _QUESTION, options)
    except Exception as error:  # whatever a template raises, or what jinja finds wrong in it
        raise SaturateError(
            f"The chat template of model {name!r} refuses {flag}: {first_line(error)}."
        ) from error
    if not placed:
        raise SaturateError(
            f"The chat template of model {name!r} has no place for a system role; leave out "
            "--system-instruction."
        )


def end_tokens(loaded: Loaded) -> list[int]:
    """The tokens that end an answer: those of the model's generation settings, and end-of-text."""
    return sorted({*named_ends(loaded.model.generation_config), loaded.tokenizer.eos_token_id})


def named_ends(*settings: Any) -> list[int]:
    """The end tokens that settings or configurations name, each of them one, several or none."""
    told = [getattr(one, "eos_token_id", None) for one in settings]
    lists = [ends if isinstance(ends, list) else [ends] for ends in told]
    return [end for ends in lists for end in ends if end is not None]


def answer_end(tokenizer: Any, ends: Collection[int]) -> int:
    """The token that training puts after an answer.

    Models of some families end a turn with another token than a text (``<end_of_turn>`` and
    ``<eos>``): the one that the template puts after an answer is taken where it ends one.

    Args:
        tokenizer: With or without a chat template.
        ends: Tokens that end an answer when it is generated.
    """
    end: int = tokenizer.eos_token_id
    if tokenizer.chat_template is None:
        return end
    turns = [{"role": "user", "content": _QUESTION}, {"role": "assistant", "content": _ANSWER}]
    text = str(tokenizer.apply_chat_template(turns, tokenize=False))
    after = tokenizer(text.rpartition(_ANSWER)[2], add_special_tokens=False)["input_ids"]
    return next((token for token in after if token in ends), end)
