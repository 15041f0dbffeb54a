"""Rows of tokens to train on, in a file that the trainer reads as it goes: memory holds a part."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple

from saturate.training.replay import Pair

_AT_ONCE = 1_024
"""Pairs that are made into tokens together."""
Rows = Mapping[str, Sequence[Sequence[int]]]
"""Columns of tokens, a list for each pair."""


class TokenRows(NamedTuple):
    """All rows of one training."""

    dataset: Any
    """Them, as ``datasets.Dataset`` over the file."""
    tokens: Mapping[str, int]
    """Tokens of each column."""
    longest: Mapping[str, int]
    """Those of its longest row."""


@contextmanager
def token_rows(
    batches: Iterable[Sequence[Pair]], encode: Callable[[Sequence[Pair]], Rows], beside: Path
) -> Iterator[TokenRows]:
    """The pairs of all steps as tokens, while the block runs.

    Args:
        batches: The pairs of every step, in order; gone through once.
        encode: Makes some pairs into tokens.
        beside: The file lies beside this path until the block ends.
    """
    import pyarrow as pa
    from datasets import Dataset

    beside.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=".rows-", dir=beside.parent))
    kind = pa.list_(pa.int64())
    tokens: dict[str, int] = {}
    longest: dict[str, int] = {}

    def tables() -> Iterator[Any]:
        pairs = chain.from_iterable(batches)
        while some := list(islice(pairs, _AT_ONCE)):
            columns = encode(some)
            for name, rows in columns.items():
                lengths = list(map(len, rows))
                tokens[name] = tokens.get(name, 0) + sum(lengths)
                longest[name] = max([longest.get(name, 0), *lengths])
            yield pa.table({name: pa.array(rows, kind) for name, rows in columns.items()})

    try:
        file = folder / "rows.arrow"
        made = tables()
        first = next(made)
        with pa.ipc.new_stream(str(file), first.schema) as writer:
            for table in chain([first], made):
                writer.write_table(table)
        yield TokenRows(Dataset.from_file(str(file)), tokens, longest)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
