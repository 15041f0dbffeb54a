"""Writes a folder so that it is complete under its name, or not there at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from saturate.errors import SaturateError


def remove(folder: Path) -> None:
    """Remove a folder with all that it holds, if it is there.

    Raises:
        SaturateError: It cannot be removed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    if os.path.lexists(folder):
        raise SaturateError(
            f"{folder} is left of an earlier call and cannot be removed; see to its permissions, "
            "or remove it."
        )


@contextmanager
def atomic_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder of a temporary name beside ``path``, which is renamed after the block.

    What an earlier, killed process left under the temporary name goes. Where the block fails,
    nothing is left. A folder at ``path`` has to be empty or gone when the block ends.

    Raises:
        SaturateError: What is left under the temporary name cannot be removed.
    """
    partial = path.with_name(f".{path.name}.partial")
    remove(partial)
    partial.mkdir(parents=True)
    try:
        yield partial
        partial.replace(path)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
