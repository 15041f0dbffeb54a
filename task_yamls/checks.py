"""Reads the values of a task's metadata, which come from YAML, JSON or a command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from saturate.errors import SaturateError

T = TypeVar("T", bound=str)

_WORDS = {"true": True, "false": False}


def whole_number(key: str, value: object, least: int) -> int:
    """An integer, also where it is written as text.

    Args:
        key: Its name in the metadata.
        value: What stands there.
        least: The smallest that makes sense.

    Raises:
        SaturateError: It is none, or smaller.
    """
    if isinstance(value, str) and value.strip().lstrip("-").isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise SaturateError(
            f"Metadata {key!r} is {value!r}; it must be a whole number of {least} or more."
        )
    return value


def yes_or_no(key: str, value: object) -> bool:
    """True or false, also where it is written as text.

    Raises:
        SaturateError: It is neither.
    """
    if isinstance(value, str):
        value = _WORDS.get(value.strip().lower(), value)
    if not isinstance(value, bool):
        raise SaturateError(f"Metadata {key!r} is {value!r}; it must be true or false.")
    return value


def text(key: str, value: object) -> str:
    """A text.

    Raises:
        SaturateError: It is none.
    """
    if not isinstance(value, str):
        raise SaturateError(f"Metadata {key!r} is {value!r}; it must be a text.")
    return value


def one_of(key: str, value: object, valid: Sequence[T]) -> T:
    """One of the values that are valid.

    Raises:
        SaturateError: It is another.
    """
    found = next((one for one in valid if one == value), None)
    if found is None:
        raise SaturateError(f"Metadata {key!r} is {value!r}; it must be one of {', '.join(valid)}.")
    return found
