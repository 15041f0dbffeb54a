"""Model folders on their way through Ray's object store: nodes need not share a disk.

A folder is put into the store file by file, in pieces. On each node that needs it the first worker
writes it, the others wait for it, and it goes once no living process holds it, however those ended:
a hold is an ``flock`` of the folder, which the system gives back.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from saturate.errors import SaturateError

_PIECE_BYTES = 64 * 2**20
_WHOLE = ".whole"
"""Empty file of a folder that is written to its end."""


class Packed(NamedTuple):
    """A folder in the object store."""

    key: str
    """Names it, and no other."""
    files: dict[str, list[Any]]
    """By name, references to its pieces in order."""


def pack(ray: ModuleType, key: str, files: Sequence[Path]) -> Packed:
    """Put files into the store; they stay there as long as what is returned."""
    return Packed(key, {file.name: [ray.put(p) for p in pieces(file)] for file in files})


def pieces(file: Path) -> Iterator[Any]:
    """A file as arrays of bytes, which go through the store without a copy."""
    import numpy as np

    with file.open("rb") as handle:
        while len(piece := np.fromfile(handle, np.uint8, _PIECE_BYTES)):
            yield piece


class NodeFolder:
    """A packed folder as files of this node, held until it is closed or this process ends."""

    def __init__(self, ray: ModuleType, packed: Packed) -> None:
        """Take hold of it, and write it where nobody has.

        Raises:
            SaturateError: The node's temporary folder does not hold it.
        """
        try:
            _sweep()
            self.path = _root() / packed.key
            self._handle = self._hold(ray, packed)
        except OSError as error:
            with suppress(OSError):
                _sweep()  # what is written of it takes the room of others
            raise SaturateError(
                f"Node {socket.gethostname()} cannot keep the model in "
                f"{tempfile.tempdir or 'a temporary folder'} ({error.strerror or error}); start "
                "its Ray with TMPDIR naming a folder that has room for it."
            ) from error

    def close(self) -> None:
        """Let go of it."""
        os.close(self._handle)
        _sweep()

    def _hold(self, ray: ModuleType, packed: Packed) -> int:
        while True:
            self.path.mkdir(exist_ok=True)
            with suppress(FileNotFoundError), ExitStack() as let_go:
                handle = os.open(self.path, os.O_RDONLY)
                let_go.callback(os.close, handle)
                fcntl.flock(handle, fcntl.LOCK_SH)
                if self._is(handle) and (self.path / _WHOLE).exists():
                    let_go.pop_all()
                    return handle
                fcntl.flock(handle, fcntl.LOCK_EX)
                if self._is(handle) and not (self.path / _WHOLE).exists():
                    self._write(ray, packed)

    def _is(self, handle: int) -> bool:
        """Whether an open folder is still the one of that name; it may have been swept away."""
        with suppress(FileNotFoundError):
            return self.path.stat().st_ino == os.fstat(handle).st_ino
        return False

    def _write(self, ray: ModuleType, packed: Packed) -> None:
        for name, pieces in packed.files.items():
            with (self.path / name).open("wb") as out:
                for piece in pieces:
                    out.write(ray.get(piece))
        (self.path / _WHOLE).touch()


def _root() -> Path:
    """Where folders lie on this node.

    Raises:
        SaturateError: Somebody else made it.
    """
    root = Path(tempfile.gettempdir()) / f"saturate-models-{os.getuid()}"
    root.mkdir(mode=0o700, exist_ok=True)
    if root.stat().st_uid != os.getuid():
        raise SaturateError(f"{root} is another user's; set TMPDIR to a folder of your own.")
    return root


def _sweep() -> None:
    """Remove the folders that no process holds."""
    for folder in _root().iterdir():
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder)
            finally:
                os.close(handle)
