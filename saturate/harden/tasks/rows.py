"""Reads JSON lines that a user wrote, and says by line what is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from saturate.errors import SaturateError, first_line

Rows = list[dict[str, Any]]


def read_rows(file: Path) -> Rows:
    """Rows of a JSON-lines file, or of a file that is one JSON list.

    Raises:
        SaturateError: It is not UTF-8, a line is no JSON object or no text, columns differ, or it
            is empty.
    """
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SaturateError(f"{file} is not UTF-8 ({first_line(error)}); save it so.") from error
    except OSError as error:
        raise SaturateError(f"{file} cannot be read: {first_line(error)}.") from error
    if text.lstrip().startswith("["):
        try:
            held = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise SaturateError(f"{file} is not JSON: {first_line(error)}.") from error
        numbered = list(enumerate(held, 1))
    else:
        numbered = []
        for line, content in enumerate(text.split("\n"), 1):
            if content.strip():
                try:
                    numbered.append((line, json.loads(content)))
                except (ValueError, RecursionError):
                    raise SaturateError(f"{file}, line {line}: not a JSON object.") from None
    columns: set[str] | None = None
    for line, row in numbered:
        if not isinstance(row, dict) or not row:
            raise SaturateError(f"{file}, line {line}: not a JSON object with columns.")
        if columns is not None and set(row) != columns:
            odd = sorted(set(row) ^ columns)[0]
            raise SaturateError(f"{file}, line {line}: column {odd!r} is not in every row.")
        if not _is_unicode(row):
            raise SaturateError(f"{file}, line {line}: half of a surrogate pair, which is no text.")
        columns = set(row)
    if not numbered:
        raise SaturateError(f"{file} holds no items.")
    return [row for _, row in numbered]


def _is_unicode(row: dict[str, Any]) -> bool:
    """Whether every text can be written: JSON can spell half of a surrogate pair."""
    try:
        json.dumps(row, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
