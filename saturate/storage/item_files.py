"""Reads a file of items: JSON lines or one JSON list, plain or gzipped.

JSON is read strictly: no ``NaN`` or ``Infinity``, no key named twice in one object. A byte order
mark, Windows line ends and blank lines are fine.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from saturate.errors import SaturateError, first_line

SUFFIXES = (".jsonl", ".json", ".jsonl.gz", ".json.gz")
"""Names that a file of items may end in; the first one found is read."""
_ALL_SUFFIXES = (*SUFFIXES, ".parquet")
_DIGITS = 16
"""Of a hash that is shown."""


class PlacedItem(NamedTuple):
    """One item and where it stands."""

    where: str
    """File and line, for sentences: ``data/test.jsonl, line 7``."""
    value: Any
    """What its JSON holds."""


class _NotStrict(ValueError):
    """JSON that Python reads and others don't; the message says what it is."""


def items_digest(folder: Path) -> str:
    """A short hash over a folder's files of items."""
    digest = hashlib.sha256()
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        if file.name.endswith(_ALL_SUFFIXES) and file.is_file():
            with file.open("rb") as handle:
                content = hashlib.file_digest(handle, "sha256").hexdigest()
            digest.update(f"{file.name} {content}\n".encode())
    return digest.hexdigest()[:_DIGITS]


def read_items(folder: Path, stem: str) -> Iterator[PlacedItem]:
    """The items of a folder's file of that name.

    Args:
        folder: Where the file is.
        stem: Its name without the ending, such as ``train``.

    Raises:
        SaturateError: There is no such file, or it cannot be read; the sentence names the line.
    """
    file = next((f for suffix in SUFFIXES if (f := folder / f"{stem}{suffix}").is_file()), None)
    if file is None:
        raise SaturateError(
            f"Data folder {str(folder)!r} has no {stem}.jsonl (nor {stem}.json, also as .gz)."
        )
    return read_file(file, is_list=file.name.removesuffix(".gz").endswith(".json"))


def read_file(file: Path, is_list: bool | None = None) -> Iterator[PlacedItem]:
    """The items of one file.

    Args:
        file: JSON lines, or one list.
        is_list: Which of them; told by its first sign where ``None``.

    Raises:
        SaturateError: It cannot be read, is no JSON, or has to be a list and is none.
    """
    text = _text(file)
    if text.lstrip().startswith("[") if is_list is None else is_list:
        values = _parse(text or "[]", str(file))
        if not isinstance(values, list):
            raise SaturateError(f"{file} is not a JSON list of items.")
        for number, value in enumerate(values, 1):
            yield PlacedItem(f"{file}, item {number}", value)
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            where = f"{file}, line {number}"
            yield PlacedItem(where, _parse(line, where))


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
        if file.suffix == ".gz":
            data = gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise SaturateError(f"{file} cannot be read: {first_line(error)}.") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SaturateError(
            f"{file} cannot be read as UTF-8 (line {line}); save it in that encoding."
        ) from error


def _parse(text: str, where: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_no_number)
    except _NotStrict as error:
        raise SaturateError(f"{where}: {error}.") from None
    except (ValueError, RecursionError):
        raise SaturateError(f"{where}: not JSON; is it cut off?") from None


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    item = dict(pairs)
    if len(item) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _NotStrict(f"the key {twice!r} stands there twice")
    return item


def _no_number(name: str) -> Any:
    raise _NotStrict(f"{name} is no number")
