"""The run folder: one folder is one run, every stage writes its output once.

A stage writes into a folder with a temporary name, which is renamed when complete, with a manifest
of its inputs and of the hash of every file. Running again skips stages that are whole, and does
again those that are missing or damaged. A long stage may keep pieces of its work beside it, which a
kill leaves for the next call. Paths inside are relative: a run folder can move.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from saturate.errors import SaturateError
from saturate.storage.atomic import atomic_folder, remove
from saturate.storage.files import disk_errors, partial_of, read_json, reading, write_json
from saturate.storage.layout import COST, MANIFEST, MODELS, RUN
from saturate.storage.outputs import check_folder

_LOCK = ".lock"
"""What a process holds locked while it works in a folder."""


class FolderSettings(NamedTuple):
    """What a run folder remembers of its run."""

    values: dict[str, Any]
    """The settings, as JSON."""
    open_ended: Set[str] = frozenset()
    """Names of those that may differ from call to call."""
    defaults: Mapping[str, Any] = MappingProxyType({})
    """Defaults, for settings that are newer than the folder."""
    order: Sequence[str] = ()
    """Names, those first by which a difference is told where there are several."""


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

    def claim(self, settings: FolderSettings) -> None:
        """Make the folder this run's, or find that it already is.

        Raises:
            SaturateError: It holds another run or foreign files, or cannot be written.
        """
        self.check(settings)
        file = self.path / RUN
        if not file.exists():
            with disk_errors(self.path):
                self.path.mkdir(parents=True, exist_ok=True)
                write_json(file, settings.values)

    def check(self, settings: FolderSettings) -> None:
        """See that the folder can be this run's, and write nothing.

        Raises:
            SaturateError: It holds another run or foreign files, or cannot be written.
        """
        check_folder(self.path)
        file = self.path / RUN
        if not file.exists():
            if self.path.exists() and set(self.path.iterdir()) - self._begun:
                raise SaturateError(
                    f"{self.path} is not empty and holds no run; name another folder with --out."
                )
            return
        held = read_json(file)
        if held is None:
            raise SaturateError(f"{file} is damaged; name another folder with --out.")
        held, values = {**settings.defaults, **held}, settings.values
        fixed = (set(held) | set(values)) - settings.open_ended
        changed = {name for name in fixed if held.get(name) != values.get(name)}
        if changed:
            name = next(filter(changed.__contains__, [*settings.order, *sorted(changed)]))
            raise SaturateError(
                f"{self.path} holds a run with {name} = {held.get(name)!r}, not "
                f"{values.get(name)!r}; name another folder with --out, or repeat its settings."
            )

    @property
    def _begun(self) -> set[Path]:
        """What may be there without a run: a kill leaves it, or a full disk, as one begins."""
        models, run = self.path / MODELS, self.path / RUN
        return {self.path / _LOCK, models, partial_of(models), partial_of(run)}

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the folder against a second process; one made for it that gets no run goes again.

        Raises:
            SaturateError: Another process works in it, it cannot be written, or its file system
                gives no locks.
        """
        file, there = self.path / _LOCK, self.path.exists()
        with disk_errors(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            handle = file.open("w")
        with handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise SaturateError(f"Another process is at work in {self.path}.") from None
            except OSError as error:
                raise SaturateError(
                    f"The file system of {self.path} gives no locks ({error.strerror}); name a "
                    "folder on another one with --out."
                ) from None
            try:
                yield
            finally:
                if not (self.path / RUN).exists():
                    for left in self._begun:
                        left.unlink(missing_ok=True)
                    if not there:
                        with suppress(OSError):  # there is more in it
                            self.path.rmdir()

    def stage(
        self, name: str, inputs: Any, work: Callable[[Path], None], formerly: Any = None
    ) -> Stage:
        """The stage of that name, done now unless it is there and whole.

        Args:
            name: Its folder below the run's, such as ``voted/03/train``.
            inputs: What its output depends on: settings, digests of earlier stages.
            work: Writes the output into the folder it is given.
            formerly: Inputs under which an older release, or a shorter run, wrote the same output.

        Raises:
            SaturateError: What is there of it cannot be removed, or a file of it read; the disk is
                full or read-only.
        """
        path = self.path / name
        wanted = _hash_of(inputs)
        same = {wanted} if formerly is None else {wanted, _hash_of(formerly)}
        if (digest := self._whole(path, same)) is not None:
            _forget_pieces(path)
            return Stage(name, path, digest)
        with disk_errors(self.path):
            remove(path)
            with atomic_folder(path) as partial:
                work(partial)
                files = _file_hashes(partial)
                digest = _hash(json.dumps(files, sort_keys=True).encode())
                write_json(partial / MANIFEST, {"inputs": wanted, "digest": digest, "files": files})
            _forget_pieces(path)
        return Stage(name, path, digest)

    def drop(self, place: str, passed: Set[str], still: Iterable[Any]) -> None:
        """Remove stages of one place that earlier calls left there.

        Args:
            place: A folder below the run's, such as ``voted/03``.
            passed: Names of stages that stay, as this call has passed them.
            still: Inputs that others stay for, if they were made from any of these.

        Raises:
            SaturateError: One that goes cannot be removed.
        """
        wanted = {_hash_of(inputs) for inputs in still}
        for path in (self.path / place).glob("[!.]*"):
            if path.relative_to(self.path).as_posix() in passed:
                continue
            if (read_json(path / MANIFEST) or {}).get("inputs") not in wanted:
                remove(path)

    def pieces(self, name: str, inputs: Any) -> Path:
        """Where a stage keeps pieces that a kill must not cost, until it is whole.

        Returns:
            A folder that is there once somebody makes it, and belongs to these inputs alone.
        """
        path = self.path / name
        return path.with_name(f".{path.name}.{_hash_of(inputs)[:16]}")

    def _whole(self, path: Path, wanted: Set[str]) -> str | None:
        """The digest of a stage on disk, or ``None`` where it has to be done.

        Raises:
            SaturateError: A file of it may not be read.
        """
        with reading(path):
            if not path.exists():
                return None
        manifest = read_json(path / MANIFEST)
        if manifest is None or manifest.get("inputs") not in wanted:
            self._warn(f"{path.name}: made from other inputs or cut short; doing it again")
            return None
        if _file_hashes(path) != manifest["files"] or read_json(path / COST) is None:
            self._warn(f"{path.name}: a file was damaged; doing it again")
            return None
        return str(manifest["digest"])


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
            with reading(file), file.open("rb") as handle:
                digest = hashlib.file_digest(handle, "sha256").hexdigest()
            hashes[file.relative_to(folder).as_posix()] = digest
    return hashes


def _forget_pieces(path: Path) -> None:
    """Remove what a stage that is whole kept meanwhile, whatever its inputs were."""
    for left in path.parent.glob(f".{path.name}.*"):
        shutil.rmtree(left, ignore_errors=True)


def _hash_of(inputs: Any) -> str:
    return _hash(json.dumps(inputs, sort_keys=True, default=str).encode())


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
