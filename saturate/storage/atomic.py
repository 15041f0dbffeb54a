"""Writes a folder so that it is complete under its name, or not there at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def atomic_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder of a temporary name beside ``path``, which is renamed after the block.

    What an earlier, killed process left under the temporary name goes. Where the block fails,
    nothing is left. A folder at ``path`` has to be empty or gone when the block ends.
    """
    partial = path.with_name(f".{path.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        yield partial
        partial.replace(path)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
