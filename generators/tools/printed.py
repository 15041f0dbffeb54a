"""Calls in JSON as chat models print them, told one a line.

Models print arrays, objects over several lines, the ``function`` objects of chat interfaces, and
arguments as a text of JSON. What of it is a call is not judged here.
"""

from __future__ import annotations

import json
import re
from typing import Any

NONE = "{}"
"""The line of what is printed like a call and is none."""
_BEFORE = re.compile(r"[ \t`]*(?:<tool_call>)?[ \t]*(?:(?:[-*]|[0-9]{1,3}[.)])[ \t]+)?[ \t`]*")
_BEHIND = re.compile(r"[ \t\r,;`]*(?:</tool_call>)?[ \t\r,;`]*(?=<tool_call>|[{\[\n]|\Z)")
_CLOSING = re.compile(r"[ \t\r]*\][ \t\r\],;`]*")
"""A line that ends an array whose objects were read one by one."""
_MOST_FAILED = 100
"""Beginnings that are no JSON; more are no plan, and would take long."""


def spread(text: str) -> str:
    """A text with each object that begins a line on one of its own, those of arrays one by one.

    What is no JSON stays as it is, and so do lines with words before it or behind.
    """
    lines: list[str] = []
    at = failed = 0
    while at < len(text):
        start = _begin(text, at)
        if text[start : start + 1] in ("{", "[") and failed < _MOST_FAILED:
            try:
                found, at = _printed(text, start)
            except (ValueError, RecursionError):
                failed += 1
                if text[start] == "[":  # its objects may be whole where it is not
                    at = start + 1
                    continue
            else:
                lines += found
                continue
        end = _end(text, at)
        lines.append("" if _CLOSING.fullmatch(text, at, end) else text[at:end])
        at = end + 1
    return "\n".join(lines)


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON whose names are all different.

    Raises:
        ValueError: One is there twice.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is there twice")
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=once)


def _printed(text: str, start: int) -> tuple[list[str], int]:
    """The objects from a place to the end of a line, a line each, and where the next line begins.

    Raises:
        ValueError: It is not all JSON, or holds no object.
    """
    opened, lines = text[start], list[str]()
    while True:
        value, stop = _DECODER.raw_decode(text, start)
        objects = _objects(value)
        if not any(isinstance(one, dict) for one in objects):
            raise ValueError("no object")
        lines += map(_line, objects)
        behind = _BEHIND.match(text, stop)
        if behind is None:
            end = _end(text, stop)
            return [NONE if opened == "{" else text[stop:end]], end + 1
        if behind.end() == _end(text, behind.end()):
            return lines, behind.end() + 1
        start = _begin(text, behind.end())


def _objects(value: Any) -> list[Any]:
    match value:
        case {"tool_calls": list(calls), **others} if not others:
            return calls
        case list():
            return value
    return [value]


def _line(value: Any) -> str:
    """An object of a name and its arguments, however they are wrapped."""
    match value:
        case {"function": dict(inner), **others} if set(others) <= {"type", "id"}:
            value = inner
    match value:
        case {"name": name, "arguments": told, **others} if not others:
            return json.dumps({"name": name, "arguments": _decoded(told)})
        case {"name": name, "parameters": told, **others} if not others:
            return json.dumps({"name": name, "arguments": _decoded(told)})
    return NONE


def _decoded(arguments: Any) -> Any:
    if not isinstance(arguments, str):
        return arguments
    try:
        return _DECODER.decode(arguments)
    except (ValueError, RecursionError):
        return None


def _begin(text: str, at: int) -> int:
    match = _BEFORE.match(text, at)
    return at if match is None else match.end()


def _end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
