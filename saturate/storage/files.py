"""Reads and writes the small files of a run: JSON, JSON lines, and disk errors as sentences."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from saturate.errors import SaturateError

_DISK = {
    errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR,
    errno.EISDIR, errno.ENAMETOOLONG,
}  # fmt: skip
"""Errors that the place causes that a user named."""


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn a full or read-only disk into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in _DISK:
            raise SaturateError(
                f"Cannot write to {path}: {error.strerror}. Free some room or name another folder "
                "with --out; the same command continues after the last complete stage."
            ) from error
        raise


def write_json(path: Path, value: Any) -> None:
    """Write JSON through a temporary name, so that no reader sees half of it."""
    partial = path.with_name(path.name + ".partial")
    partial.write_text(json.dumps(value, indent=1, sort_keys=True, default=str) + "\n", "utf-8")
    partial.replace(path)


def read_json(path: Path) -> Any | None:
    """Read JSON; ``None`` where the file is missing or damaged."""
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def must_read_json(path: Path) -> Any:
    """Read JSON that has to be there.

    Raises:
        SaturateError: It is missing or damaged.
    """
    if (content := read_json(path)) is None:
        raise SaturateError(f"{path} is missing or damaged; run the same command to make it again.")
    return content


def write_rows(
    path: Path, rows: Iterable[Any], default: Callable[[Any], Any] | None = None
) -> None:
    """Write JSON lines; ``default`` turns what JSON does not know into what it does."""
    with path.open("w", encoding="utf-8") as handle:
        for row in rows:
            handle.write(json.dumps(row, sort_keys=True, default=default) + "\n")


def append_row(path: Path, row: Any) -> None:
    """Add one line of JSON to a file, for a stage that is not whole yet."""
    with path.open("a", encoding="utf-8") as handle:
        handle.write(json.dumps(row, sort_keys=True) + "\n")


def read_rows(path: Path) -> list[Any]:
    """Read JSON lines."""
    with path.open(encoding="utf-8") as handle:
        return [json.loads(line) for line in handle]
