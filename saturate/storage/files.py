"""Reads and writes the small files of a run: JSON, JSON lines, and disk errors as sentences."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from saturate.errors import SaturateError

_DISK = {
    errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR,
    errno.EISDIR, errno.ENAMETOOLONG, errno.EFBIG,
}  # fmt: skip
"""Errors that the place causes that a user named."""
_NOTHING = {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP}
"""Errors of reading where there is no such file."""
_IN_TEXT = re.compile(r"\(os error (\d+)\)")
"""How libraries in Rust, which write models and tokenizers, tell of such an error."""
_BLOCK = 1 << 20
"""Bytes that are copied at a time."""


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn a full or read-only disk into a sentence."""
    try:
        yield
    except Exception as error:
        number = _number(error)
        if number not in _DISK:
            raise
        raise SaturateError(
            f"Cannot write to {path}: {os.strerror(number)}. Free some room or name another place; "
            "a run continues after the last complete stage."
        ) from error


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn a file or folder that is there and may not be read into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in _NOTHING or error.errno is None:
            raise
        raise SaturateError(
            f"{error.filename or path} cannot be read: {os.strerror(error.errno)}."
        ) from error


def _number(error: Exception) -> int:
    """The system's number of an error; 0 where it has none."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    told = _IN_TEXT.search(str(error))
    return int(told[1]) if told else 0


def write_json(path: Path, value: Any) -> None:
    """Write JSON so that no reader sees half of it; see :func:`written_whole`."""
    with written_whole(path) as partial:
        partial.write_text(json.dumps(value, indent=1, sort_keys=True, default=str) + "\n", "utf-8")


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a temporary name for a file, which has its own once the block ends.

    Where that fails, nothing is left; a kill may leave the temporary file.
    """
    partial = partial_of(path)
    try:
        yield partial
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def partial_of(path: Path) -> Path:
    """The temporary name under which :func:`written_whole` writes a file."""
    return path.with_name(path.name + ".partial")


def read_json(path: Path) -> Any | None:
    """Read JSON; ``None`` where the file is missing or damaged.

    Raises:
        SaturateError: It is there and may not be read.
    """
    try:
        with reading(path):
            text = path.read_text("utf-8")
        return json.loads(text)
    except (OSError, ValueError):
        return None


def must_read_json(path: Path) -> Any:
    """Read JSON that has to be there.

    Raises:
        SaturateError: It is missing or damaged, or may not be read.
    """
    if (content := read_json(path)) is None:
        raise SaturateError(f"{path} is missing or damaged; run the same command to make it again.")
    return content


def write_rows(path: Path, rows: Iterable[Any], default: Callable[[Any], Any] | None = None) -> int:
    """Write JSON lines, one after the other, and tell how many.

    Args:
        path: The file.
        rows: Any number of them; none is held here.
        default: Turns what JSON does not know into what it does.
    """
    written = 0
    with row_writer(path, default) as write:
        for row in rows:
            write(row)
            written += 1
    return written


@contextmanager
def row_writer(
    path: Path, default: Callable[[Any], Any] | None = None
) -> Iterator[Callable[[Any], None]]:
    """What writes JSON lines into a new file while the block runs."""
    with path.open("w", encoding="utf-8") as handle:
        yield lambda row: _write_row(handle, row, default)


def _write_row(handle: TextIO, row: Any, default: Callable[[Any], Any] | None = None) -> None:
    handle.write(json.dumps(row, sort_keys=True, default=default) + "\n")


def append_row(path: Path, row: Any) -> None:
    """Add one line of JSON to a file, for a stage that is not whole yet."""
    with path.open("a", encoding="utf-8") as handle:
        _write_row(handle, row)


def move_rows(source: Path, target: Path) -> None:
    """Put the lines of one file behind those of another, and remove the one."""
    if not target.exists():
        source.replace(target)
        return
    with source.open("rb") as held, target.open("ab") as handle:
        shutil.copyfileobj(held, handle, _BLOCK)
    source.unlink()


def read_rows(path: Path) -> list[Any]:
    """Read JSON lines, all at once; :func:`each_row` reads as many as there may be."""
    return list(each_row(path))


def each_row(path: Path) -> Iterator[Any]:
    """Read JSON lines, one after the other.

    Raises:
        SaturateError: A line is damaged, or the file may not be read.
    """
    return (row for _, row in placed_rows(path))


def placed_rows(path: Path) -> Iterator[tuple[int, Any]]:
    """JSON lines, one after the other, each with the byte of the file at which it begins.

    Raises:
        SaturateError: A line is damaged, or the file may not be read.
    """
    start = 0
    with reading(path):
        rows = path.open("rb")
    with rows as handle:
        for number, line in enumerate(handle, start=1):
            try:
                row = json.loads(line)
            except ValueError:
                raise SaturateError(
                    f"Line {number} of {path} is damaged; run the same command to make it again."
                ) from None
            yield start, row
            start += len(line)


def row_at(path: Path, start: int) -> Any:
    """The JSON line that begins at a byte of a file."""
    with path.open("rb") as handle:
        handle.seek(start)
        return json.loads(handle.readline())
