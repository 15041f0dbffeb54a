"""Types of settings: how a command line's text is read, what is checked, what ``--help`` shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, get_args

from cyclopts import Parameter, Token
from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

from saturate.config.arms import Arm, parse_arms
from saturate.config.voters import Voters, parse_voters
from saturate.errors import SaturateError, nearest

Filter = Literal["vote", "length"]
"""What the voted arm keeps labels by."""
Engine = Literal["transformers", "vllm", "openai", "ray"]
"""What generates answers."""
ProposerName = Literal["ladder", "model"]
"""Who makes the questions of a round."""
Framework = Literal["lm-eval", "inspect", "verifiers", "trl"]
"""What runs a frozen benchmark, or trains on its ladder."""
RecordForm = Literal["every-eval-ever", "lm-eval"]
"""Whose format a run's evaluations are written in."""
PlayMode = Literal["whole", "turns"]
"""Whether a problem is answered at once or turn by turn."""
ViewSource = Literal["auto", "ladder", "text", "model", "program"]
"""Where views come from; :mod:`saturate.voting.views.make_views` makes them."""


_SHARE = r"0?\.[0-9]{1,6}|[01](?:\.0*)?"
_ROUNDING = 1e-9


def parse_filters(text: str) -> tuple[Filter, ...]:
    """Read ``vote,length``, or ``none``.

    Raises:
        SaturateError: A filter is unknown.
    """
    names = parse_names(text)
    valid = get_args(Filter)
    for name in names if names != ("none",) else ():
        if name not in valid:
            raise SaturateError(f"Unknown filter {name!r}; {nearest(name, [*valid, 'none'])}")
    return tuple(name for name in valid if name in names)


def parse_range(text: str) -> tuple[int, int]:
    """Read ``3:12``, or ``3`` for one rung.

    Raises:
        SaturateError: It is not two rungs, the first no larger than the last, nor one.
    """
    match = re.fullmatch(r"([0-9]{1,6})(?::([0-9]{1,6}))?", text.strip())
    if match is None or int(match[1]) > int(match[2] or match[1]):
        raise SaturateError(
            f"Rungs {text!r} cannot be read; write first:last, e.g. 3:12, or one rung."
        )
    return int(match[1]), int(match[2] or match[1])


class Band(NamedTuple):
    """Agreement of the labels that are trained on, both ends included."""

    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.low:g}:{self.high:g}"

    def holds(self, agreement: float) -> bool:
        """Whether so much agreement lies in it."""
        return self.low - _ROUNDING <= agreement <= self.high + _ROUNDING


def parse_band(text: str) -> Band | None:
    """Read ``.3:.9``, or ``none``.

    Raises:
        SaturateError: It is not two shares, the first no larger than the second.
    """
    if text.strip() == "none":
        return None
    match = re.fullmatch(rf"({_SHARE}):({_SHARE})", text.strip())
    if match is None or float(match[1]) > float(match[2]):
        raise SaturateError(
            f"Band {text!r} cannot be read; write the least and the most agreement, e.g. .3:.9, or "
            "none."
        )
    return Band(float(match[1]), float(match[2]))


def parse_names(text: str) -> tuple[str, ...]:
    """Read ``wandb,mlflow``: names with commas, each taken once."""
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def from_text(parse: Callable[[str], object]) -> BeforeValidator:
    """Let ``parse`` read a setting that is text or a list of texts; other values pass."""

    def read(value: object) -> object:
        if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
            value = ",".join(value)
        return parse(value) if isinstance(value, str) else value

    return BeforeValidator(read)


def _word(_: type, tokens: Sequence[Token]) -> str:
    """The word as it was typed, for the field's own validator."""
    return tokens[0].value


def _band_text(band: Band | None) -> str:
    return "none" if band is None else str(band)


def _as_typed(value: Any) -> str:
    """A default as one would type it."""
    plain = isinstance(value, tuple) and not hasattr(value, "_fields")
    return ",".join(map(str, value)) if plain else str(value)


ONE_WORD = Parameter(
    converter=_word,
    accepts_keys=False,
    n_tokens=1,
    negative="",
    metavar="TEXT",
    show_choices=False,
    show_default=_as_typed,
)
"""Hands a command line's word to the field's validator, whatever the field's type."""
LATER = Parameter(show_default=False)
"""Shows no default: the field's docstring says what follows where the setting is left open."""
SWITCH = Parameter(negative="")
"""A flag that can only be switched on."""
ITEMS = Parameter(name=["--items", "-n"])
"""The flag of how many problems."""
OPEN_ENDED = "open-ended"
"""Marks a setting that may differ between calls of one run: more rounds or arms add stages and
change none, trackers only read, a server may move, and a reason is words."""

Arms = Annotated[tuple[Annotated[Arm, PlainSerializer(str)], ...], from_text(parse_arms), ONE_WORD]
"""Arms, written by their names in JSON."""
VoterCounts = Annotated[Voters, from_text(parse_voters), PlainSerializer(str), ONE_WORD]
"""Voters, written as ``views:7`` in JSON."""
Filters = Annotated[tuple[Filter, ...], from_text(parse_filters), ONE_WORD]
"""Filters of labels, in the order in which they are applied."""
AgreementBand = Annotated[Band | None, from_text(parse_band), PlainSerializer(_band_text), ONE_WORD]
"""A band, written as ``0.3:0.9`` in JSON; ``None`` as ``none``."""
Rungs = Annotated[tuple[int, int], from_text(parse_range), ONE_WORD]
"""First and last rung."""
Names = Annotated[tuple[str, ...], from_text(parse_names), ONE_WORD]
"""Any names, with commas."""
DataFolder = Annotated[Path, AfterValidator(Path.resolve)]
"""A folder by its full path, so that a run goes on from wherever it is called."""
Seed = Annotated[int, Field(ge=0, lt=2**31)]
Share = Annotated[float, Field(ge=0, le=1)]
Steps = Annotated[int, Field(ge=1, le=1_000_000)]
BatchSize = Annotated[int, Field(ge=1, le=65_536)]
RoundCount = Annotated[int, Field(ge=1, le=1000)]
