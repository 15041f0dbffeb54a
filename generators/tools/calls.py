"""Tool calls as lines of text, bare and as JSON, and how a plan is found in what a model wrote.

A plan is the last run of lines that are calls, so that a model may think first and end in words.
Nothing is ever executed but by :mod:`saturate.generators.tools.world`. A line that begins like a
call and is none (another tool, a wrong type, a part too many) spoils the plan: it is no answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from saturate.generators.tools.printed import once, spread
from saturate.generators.tools.world import MAX_CALLS, Call

_MAX_LINE = 200
_MAX_CHARACTERS = MAX_CALLS * _MAX_LINE
_ITEM = r"(key [1-9][0-9]|[a-z]{1,40})"
_BARE = {
    "go": re.compile(r"go ([a-z]{1,40})"),
    "open": re.compile(r"open ([1-9][0-9])"),
    "take": re.compile(rf"take {_ITEM}"),
    "put": re.compile(rf"put {_ITEM} ([a-z]{{1,40}})"),
}
_PARTS = {"go": ("room",), "open": ("box",), "take": ("item",), "put": ("item", "shelf")}
_AROUND = re.compile(r"\s*|```[a-z]*|</?tool_calls?>")
"""Lines that may stand between calls: blank ones, fences, and the marks that chat models use."""

_OBJECT = re.compile(r"[{}]|\[\s*\{")
"""A JSON object, the end of one that is printed over several lines, or an array of them."""
_LISTED = re.compile(r"\A(?:[-*]|[0-9]{1,3}[.)])[ \t]+")


class Spelling(NamedTuple):
    """One way to write calls."""

    write: Callable[[Call], str]
    begins: Callable[[str], bool]
    """Whether a line is meant as a call, right or wrong."""
    read: Callable[[str], Call | None]
    """The call of such a line; ``None`` where it is none."""
    spread: Callable[[str], str] = str
    """Tells calls one a line in a text that has them otherwise, for a lenient reading."""


def plan_in(text: str, spelling: Spelling, lenient: bool = False) -> list[Call] | None:
    """The plan at the end of a text.

    Args:
        text: What a model wrote, of any length.
        spelling: How its calls are written.
        lenient: Leave out what begins like a call and is none, which otherwise spoils the plan,
            and find calls that are printed otherwise than one a line.

    Returns:
        ``None`` where there is no plan, where it is too long, and where a line of it is no call.
    """
    calls: list[Call] = []
    begun = False
    tail = text[-_MAX_CHARACTERS:]
    for line in reversed((spelling.spread(tail) if lenient else tail).split("\n")):
        bare = _unwrapped(line)
        if not spelling.begins(bare):
            if begun and not _AROUND.fullmatch(line[:_MAX_LINE]):
                break
            continue
        begun = True
        call = spelling.read(bare) if len(bare) <= _MAX_LINE else None
        if call is not None:
            calls.append(call)
        elif not lenient:
            return None
        if len(calls) > MAX_CALLS:
            return None
    return calls[::-1] or None


def first_call(text: str, spelling: Spelling) -> tuple[str | None, Call | None]:
    """The first line of a text that begins like a call, and its call.

    Returns:
        The line as far as a call may be long, ``None`` where there is none; and the call, ``None``
        where the line is none.
    """
    for line in text[:_MAX_CHARACTERS].split("\n"):
        bare = _unwrapped(line)
        if spelling.begins(bare):
            call = spelling.read(bare) if len(bare) <= _MAX_LINE else None
            return bare[:_MAX_LINE], call
    return None, None


def _unwrapped(line: str) -> str:
    """A line without the mark of a list before it, a comma behind it, and markup around it."""
    line = line.strip().removeprefix("<tool_call>").removesuffix("</tool_call>").strip()
    line = _LISTED.sub("", line, count=1).removesuffix(",").strip()
    for mark in ("**", "`"):
        if line.startswith(mark) and line.endswith(mark):
            line = line.strip(mark).removesuffix(",").strip()
    return line


def _write_bare(call: Call) -> str:
    return " ".join([call.tool, *call.arguments])


def _begins_bare(line: str) -> bool:
    return line.partition(" ")[0] in _BARE


def _read_bare(line: str) -> Call | None:
    tool = line.partition(" ")[0]
    match = _BARE[tool].fullmatch(line)
    return None if match is None else Call(tool, match.groups())


@lru_cache(maxsize=1_000)
def _write_json(call: Call) -> str:
    named: dict[str, str | int] = dict(zip(_PARTS[call.tool], call.arguments, strict=True))
    if call.tool == "open":
        named["box"] = int(call.arguments[0])
    return json.dumps({"name": call.tool, "arguments": named})


def _begins_json(line: str) -> bool:
    return _OBJECT.match(line) is not None


def _read_json(line: str) -> Call | None:
    try:
        found = json.loads(line, object_pairs_hook=once)
    except (ValueError, RecursionError):
        return None
    match found:
        case {"name": str(tool), "arguments": dict(named), **others} if not others:
            parts = _PARTS.get(tool, ())
            if not parts or set(named) != set(parts):
                return None
            values = [_value(named[part], number=part == "box") for part in parts]
            call = _read_bare(" ".join([tool, *(value or "" for value in values)]))
            return call if call is not None and call.arguments == tuple(values) else None
    return None


def _value(value: object, number: bool) -> str | None:
    """An argument as text, where it is of the right type."""
    if number:
        return str(value) if type(value) is int and 10 <= value <= 99 else None
    return value if isinstance(value, str) else None


BARE = Spelling(_write_bare, _begins_bare, _read_bare)
JSON = Spelling(_write_json, _begins_json, _read_json, spread)
