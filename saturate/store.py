"""The run folder: one folder is one run, every stage writes its output once.

A stage writes into a folder with a temporary name, which is renamed when complete, with a manifest
of its inputs and of the hash of every file. Running again skips stages that are whole, and does
again those that are missing or damaged. Paths inside are relative: a run folder can move.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from saturate.errors import SaturateError
from saturate.storage.outputs import check_folder

MANIFEST = "stage.json"
"""A stage's inputs, the hash of each file, and the digest over them."""
COST = "cost.json"
"""What a stage cost. Not part of its digest, as times differ from run to run."""
RUN = "run.json"
"""A run's settings."""
_DISK = {
    errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR,
    errno.EISDIR, errno.ENAMETOOLONG,
}  # fmt: skip
"""Errors that the place causes that a user named."""
_OPEN_ENDED = {"rounds", "arms", "report_to"}
"""Settings that may differ between calls: more rounds or arms add stages and change none, and
trackers only read."""


class Stage(NamedTuple):
    """A complete stage."""

    name: str
    path: Path
    digest: str
    """Hash over the stage's files, costs apart."""


class RunFolder:
    """The stages of one run."""

    def __init__(self, path: Path, warn: Callable[[str], None] = print) -> None:
        self.path = path
        self._warn = warn

    def claim(self, settings: dict[str, Any]) -> None:
        """Make the folder this run's, or find that it already is.

        Raises:
            SaturateError: It holds another run or foreign files, or cannot be written.
        """
        self.check(settings)
        file = self.path / RUN
        if not file.exists():
            with disk_errors(self.path):
                self.path.mkdir(parents=True, exist_ok=True)
                write_json(file, settings)

    def check(self, settings: dict[str, Any]) -> None:
        """See that the folder can be this run's, and write nothing.

        Raises:
            SaturateError: It holds another run or foreign files, or cannot be written.
        """
        check_folder(self.path)
        file = self.path / RUN
        if not file.exists():
            if self.path.exists() and any(self.path.iterdir()):
                raise SaturateError(
                    f"{self.path} is not empty and holds no run; name another folder with --out."
                )
            return
        held = read_json(file)
        if held is None:
            raise SaturateError(f"{file} is damaged; name another folder with --out.")
        fixed = (set(held) | set(settings)) - _OPEN_ENDED
        changed = sorted(k for k in fixed if held.get(k) != settings.get(k))
        if changed:
            name = changed[0]
            raise SaturateError(
                f"{self.path} holds a run with {name} = {held.get(name)!r}, not "
                f"{settings.get(name)!r}; name another folder with --out, or repeat its settings."
            )

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the folder against a second process.

        Raises:
            SaturateError: Another process works in it.
        """
        with (self.path / ".lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise SaturateError(f"Another process is at work in {self.path}.") from None
            yield

    def stage(self, name: str, inputs: Any, work: Callable[[Path], None]) -> Stage:
        """The stage of that name, done now unless it is there and whole.

        Args:
            name: Its folder below the run's, such as ``voted/03/train``.
            inputs: What its output depends on: settings, digests of earlier stages.
            work: Writes the output into the folder it is given.
        """
        path = self.path / name
        wanted = _hash(json.dumps(inputs, sort_keys=True, default=str).encode())
        if (digest := self._whole(path, wanted)) is not None:
            return Stage(name, path, digest)
        partial = path.with_name(f".{path.name}.partial")
        with disk_errors(self.path):
            for leftover in (partial, path):
                shutil.rmtree(leftover, ignore_errors=True)
            partial.mkdir(parents=True)
            try:
                work(partial)
            except BaseException:
                shutil.rmtree(partial, ignore_errors=True)
                raise
            files = _file_hashes(partial)
            digest = _hash(json.dumps(files, sort_keys=True).encode())
            write_json(partial / MANIFEST, {"inputs": wanted, "digest": digest, "files": files})
            partial.replace(path)
        return Stage(name, path, digest)

    def _whole(self, path: Path, wanted: str) -> str | None:
        """The digest of a stage on disk, or ``None`` where it has to be done."""
        if not path.exists():
            return None
        manifest = read_json(path / MANIFEST)
        if manifest is None or manifest.get("inputs") != wanted:
            self._warn(f"{path.name}: made from other inputs or cut short; doing it again")
            return None
        if _file_hashes(path) != manifest["files"] or read_json(path / COST) is None:
            self._warn(f"{path.name}: a file was damaged; doing it again")
            return None
        return str(manifest["digest"])


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
    if (held := read_json(path)) is None:
        raise SaturateError(f"{path} is missing or damaged; run the same command to make it again.")
    return held


def write_rows(
    path: Path, rows: Iterable[Any], default: Callable[[Any], Any] | None = None
) -> None:
    """Write JSON lines; ``default`` turns what JSON does not know into what it does."""
    with path.open("w", encoding="utf-8") as handle:
        for row in rows:
            handle.write(json.dumps(row, sort_keys=True, default=default) + "\n")


def read_rows(path: Path) -> list[Any]:
    """Read JSON lines."""
    with path.open(encoding="utf-8") as handle:
        return [json.loads(line) for line in handle]


class Clock:
    """Adds up what a stage costs, by kind: seconds, tokens."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def add(self, kind: str, amount: float) -> None:
        """Add to one kind of cost."""
        self.spent[kind] = self.spent.get(kind, 0.0) + amount

    @contextmanager
    def time(self, kind: str) -> Iterator[None]:
        """Add the wall seconds of the block to one kind."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.add(kind, time.perf_counter() - start)


def _file_hashes(folder: Path) -> dict[str, str]:
    hashes = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.name not in (MANIFEST, COST):
            with file.open("rb") as handle:
                digest = hashlib.file_digest(handle, "sha256").hexdigest()
            hashes[file.relative_to(folder).as_posix()] = digest
    return hashes


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
