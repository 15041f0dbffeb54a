"""Reads the rows of a task's file that a user wrote, and says by line what is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from saturate.errors import SaturateError
from saturate.storage.item_files import read_file

Rows = list[dict[str, Any]]


def read_task_rows(file: Path) -> Rows:
    """Rows of a JSON-lines file, or of a file that is one JSON list.

    Raises:
        SaturateError: It is not UTF-8, a line is no JSON object or no text, columns differ, or it
            is empty.
    """
    rows: Rows = []
    for where, row in read_file(file):
        if not isinstance(row, dict) or not row:
            raise SaturateError(f"{where}: not a JSON object with columns.")
        if rows and (odd := sorted(set(row) ^ set(rows[0]))):
            raise SaturateError(f"{where}: column {odd[0]!r} is not in every row.")
        if not _is_unicode(row):
            raise SaturateError(f"{where}: half of a surrogate pair, which is no text.")
        rows.append(row)
    if not rows:
        raise SaturateError(f"{file} holds no items.")
    return rows


def _is_unicode(row: dict[str, Any]) -> bool:
    """Whether every text can be written: JSON can spell half of a surrogate pair."""
    try:
        json.dumps(row, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
