"""Sees that what a command is told to write can be written, before any work is paid for.

Every command that writes asks here first. The answer comes from trying: a file without a name is
made in the nearest folder that is there, as permissions alone don't tell (``/proc``, a read-only
disk, an administrator).
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from saturate.errors import SaturateError, first_line

_SHOWN = 100
"""Characters of a path that fit a sentence."""


def check_folder(path: Path) -> None:
    """See that files can be written below a folder, which may be there already.

    Raises:
        SaturateError: It is a file or below one, has an impossible name, or may not be written.
    """
    _check_name(path)
    if path.exists() and not path.is_dir():
        raise SaturateError(f"{path} is a file; name a folder.")
    _try(path, Path(os.path.realpath(path)))


def check_new_folder(path: Path) -> None:
    """See that a folder can be written that holds nothing yet.

    Raises:
        SaturateError: It holds something, or cannot be written.
    """
    check_folder(path)
    if path.exists() and any(path.iterdir()):
        raise SaturateError(f"{path} is not empty; name a new or an empty folder.")


def check_new_model(path: Path) -> None:
    """See that a model can be written into a folder, and in the place of none.

    Raises:
        SaturateError: It holds a model, or cannot be written.
    """
    check_folder(path)
    if (path / "config.json").exists():
        raise SaturateError(f"{path} holds a model already; name another folder.")


def check_file(path: Path) -> None:
    """See that a file can be written, in the place of one that may be there.

    Raises:
        SaturateError: It is a folder, has an impossible name, or may not be written.
    """
    _check_name(path)
    if path.is_dir():
        raise SaturateError(f"{path} is a folder; name a file.")
    _try(path, Path(os.path.realpath(path)).parent)


def _check_name(path: Path) -> None:
    """Ask the system about the name, with what a temporary one adds to it."""
    plain = path.absolute()
    for one in (plain, plain.parent / f".{plain.name}.partial"):
        try:
            one.lstat()
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, ValueError) as error:
            raise _refusal(path, error) from error
    if path.is_symlink() and not path.exists():
        raise SaturateError(f"{path} is a link that leads nowhere; name another place.")


def _try(path: Path, folder: Path) -> None:
    """Write in a folder, or in the nearest one above it that is there."""
    there = next(one for one in (folder, *folder.parents) if os.path.lexists(one))
    if not there.is_dir():
        raise SaturateError(f"{path} cannot be written, as {there} is a file; name another place.")
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        raise _refusal(path, error) from error


def _refusal(path: Path, error: OSError | ValueError) -> SaturateError:
    why = (error.strerror if isinstance(error, OSError) else None) or first_line(error)
    shown = str(path) if len(str(path)) <= _SHOWN else f"{str(path)[:_SHOWN]}..."
    return SaturateError(f"{shown!r} cannot be written: {why}; name another place.")
