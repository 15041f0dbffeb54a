"""Files of one split: a file, or shards whose columns may differ in order but in nothing else.

A column that a shard lacks would be filled with nothing, and one whose type differs would be
turned into another (12 into 12.0), so that a gold changes unseen. Such shards are refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saturate.errors import SaturateError, first_line
from saturate.harden.tasks.rows import Rows, read_task_rows

if TYPE_CHECKING:
    from datasets import Dataset
    from pyarrow import Table

_SHARD = re.compile(r"-(\d{1,5})-of-(\d{1,5})(?:-[0-9a-f]+)?")
_READ = ("jsonl", "json", "parquet")
"""Kinds of files that are read; the first kind of which a split has files counts."""


def read_split(folder: Path, split: str) -> Dataset | None:
    """The documents of a split; ``None`` where the folder has no file of it.

    Raises:
        SaturateError: A file cannot be read, a shard is missing, or shards don't fit together.
    """
    if "/" in split or split in ("..", "."):
        return None
    for kind in _READ:
        files = _files(folder, split, kind)
        if files:
            return _from_parquet(files) if kind == "parquet" else _from_rows(files)
    return None


def _files(folder: Path, split: str, kind: str) -> list[Path]:
    """``SPLIT.kind``, else its shards in order."""
    whole = folder / f"{split}.{kind}"
    if whole.is_file():
        return [whole]
    shards: dict[int, Path] = {}
    counts = set()
    for file in sorted(folder.iterdir()):
        if file.suffix == f".{kind}" and file.name.startswith(f"{split}-"):
            match = _SHARD.fullmatch(file.stem.removeprefix(split))
            if match:
                shards[int(match[1])] = file
                counts.add(int(match[2]))
    if shards and (len(counts) > 1 or sorted(shards) != list(range(max(counts)))):
        raise SaturateError(
            f"{folder} holds {len(shards)} of the {max(counts)} files of split {split!r}; "
            "add the others."
        )
    return [shards[number] for number in sorted(shards)]


def _from_rows(files: Sequence[Path]) -> Dataset:
    from datasets import Dataset

    rows: Rows = []
    for file in files:
        more = read_task_rows(file)
        if rows:
            _compare(files[0], set(rows[0]), file, set(more[0]))
        rows += more
    try:
        return Dataset.from_list(rows)
    except Exception as error:  # pyarrow's own errors, many kinds
        where = files[0] if len(files) == 1 else f"{files[0]} and its other shards"
        raise SaturateError(
            f"{where}: its rows don't share types ({first_line(error)})."
        ) from error


def _from_parquet(files: Sequence[Path]) -> Dataset:
    import pyarrow as pa
    from datasets import Dataset

    tables = [_read(file) for file in files]
    first = tables[0]
    for file, table in zip(files[1:], tables[1:], strict=True):
        _compare(files[0], set(first.column_names), file, set(table.column_names))
        for name in first.column_names:
            kinds = [_kind(one.schema.field(name).type) for one in (first, table)]
            if kinds[0] != kinds[1] and "null" not in kinds:
                raise SaturateError(
                    f"{file}: column {name!r} holds {table.schema.field(name).type}, and "
                    f"{first.schema.field(name).type} in {files[0].name}; write both alike."
                )
    try:
        table = pa.concat_tables(tables, promote_options="permissive")
    except pa.ArrowException as error:
        raise SaturateError(
            f"{files[0]} and its other shards cannot be read as one: {first_line(error)}."
        ) from error
    if not table.num_rows:
        raise SaturateError(f"{files[0]} holds no items.")
    return Dataset(table)


def _read(file: Path) -> Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(file).read()
    except (OSError, pa.ArrowException) as error:
        raise SaturateError(f"{file} cannot be read: {first_line(error)}.") from error
    for name in table.column_names:
        if table.column_names.count(name) > 1:
            raise SaturateError(f"{file} has two columns of the name {name!r}; keep one.")
    return table


def _compare(first: Path, columns: set[str], other: Path, others: set[str]) -> None:
    if odd := sorted(columns ^ others):
        has, lacks = (first, other) if odd[0] in columns else (other, first)
        raise SaturateError(
            f"Column {odd[0]!r} of {has} is not in {lacks.name}; shards need the same columns."
        )


def _kind(column: Any) -> Any:
    """A column's type without what does not change how a value is shown: its width."""
    from pyarrow import types

    if types.is_integer(column):
        return "integer"
    if types.is_floating(column):
        return "floating"
    if types.is_string(column) or types.is_large_string(column) or types.is_string_view(column):
        return "text"
    if types.is_null(column):
        return "null"
    if types.is_struct(column):
        return frozenset((field.name, _kind(field.type)) for field in column)
    if types.is_list(column) or types.is_large_list(column) or types.is_fixed_size_list(column):
        return "list", _kind(column.value_type)
    return column
