"""Takes out what belongs to a machine or a person: paths, names, hosts, keys."""

from __future__ import annotations

import getpass
import os
import re
import shlex
import socket
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from saturate.config.settings import SEED_MODEL
from saturate.errors import SaturateError
from saturate.results.schema import Results

_REMOVED = "[removed]"
_KEYS = re.compile(
    r"\b(?:hf_[A-Za-z0-9]{16,}|sk-[A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{16,}"
    r"|xox[a-z]-[A-Za-z0-9-]{10,}|AKIA[A-Z0-9]{16})\b"
)
_POSIX = re.compile(
    r"(?:file://|(?<![\w/.~<])(?<!:(?=//)))(?:~|/)[^\s'\",;:=()<>|]*[^\s'\",;:=()<>|./~]/?"
)
_WINDOWS = re.compile(r"\b[A-Za-z]:\\[^\s'\",;]+|\\\\[^\s'\",;]+")
_SECRET_NAME = re.compile(r"TOKEN|SECRET|PASSW|API_?KEY|CREDENTIAL", re.IGNORECASE)
_ADDRESSES = ("base_url", "ray_address")
"""Settings that say where servers are."""
_OPTIONS = tuple("--" + name.replace("_", "-") for name in _ADDRESSES)
_COMMON_NAMES = {"root", "user", "users", "home", "admin", "ubuntu", "runner", "app", "localhost"}
"""Names that tell nobody anything and are words besides."""
_SHORTEST = 3


def public_results(results: Results) -> Results:
    """The results as anyone may read them: paths cut to their last part, names and keys out.

    Addresses of servers are out as well. What was asked and answered in samples is left as it is,
    but for keys: a slash there divides, and begins no path.
    """
    held = results.model_dump(mode="json")
    public = {
        name: _walk(value, _without_keys if name == "samples" else _whole)
        for name, value in held.items()
    }
    public["command"] = public_command(results.command)
    public["config"] |= {name: _REMOVED for name in _ADDRESSES if public["config"].get(name)}
    return Results.model_validate(public)


def public_command(command: str) -> str:
    """A command line without paths, names, keys and addresses of servers."""
    try:
        words = shlex.split(command)
    except ValueError:
        return public_text(command)
    shown: list[str] = []
    for before, word in pairwise(["", *words]):
        option, mark, value = word.partition("=")
        if before in _OPTIONS:
            shown.append(_REMOVED)
        elif mark and option in _OPTIONS:
            shown.append(f"{option}={_REMOVED}")
        elif mark and option.startswith("--"):
            shown.append(f"{option}={_whole(value)}")
        else:
            shown.append(_whole(word))
    return shlex.join(shown)


def public_text(text: str) -> str:
    """Text without paths, names and keys."""
    text = _without_keys(text)
    text = _POSIX.sub(lambda match: PurePosixPath(match[0]).name, text)
    text = _WINDOWS.sub(lambda match: PureWindowsPath(match[0]).name, text)
    for name in _names():
        text = re.sub(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", _REMOVED, text)
    return text


def refuse_leaks(folder: Path, run: Path) -> None:
    """Read again what is about to be published.

    Raises:
        SaturateError: A file holds a path of this machine, or a key.
    """
    needles = [str(run.resolve()), str(Path.home()) + "/", str(Path.cwd()) + "/", *_secrets()]
    for file in sorted(folder.rglob("*")):
        if not file.is_file() or file.suffix == ".safetensors":
            continue
        with file.open(encoding="utf-8", errors="replace") as text:
            leaks = any(n in line for line in text for n in needles if len(n) > _SHORTEST)
        if leaks:
            raise SaturateError(
                f"{file.relative_to(folder)} holds a path of this machine or a key from its "
                "environment; nothing was published. Take it out of the run's folder first."
            )


def is_local(model: str) -> bool:
    """Whether one of the names, comma-separated, is a path rather than ``seed`` or a hub id."""
    return any(
        name.startswith(("/", ".", "~", "\\")) or name.count("/") != 1 or Path(name).is_dir()
        for name in (part.strip() for part in model.split(","))
        if name != SEED_MODEL
    )


def _walk(value: Any, text: Callable[[str], str]) -> Any:
    """A value with every text in it made public."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return [_walk(one, text) for one in value]
    if isinstance(value, dict):
        return {key: _walk(one, text) for key, one in value.items()}
    return value


def _without_keys(text: str) -> str:
    for secret in _secrets():
        text = text.replace(secret, _REMOVED)
    return _KEYS.sub(_REMOVED, text)


def _whole(text: str) -> str:
    """Text that may be a path as a whole, blanks and commas in it included."""
    if text.startswith(("/", "~")) and "," not in text:
        return public_text(PurePosixPath(text).name)
    if re.match(r"[A-Za-z]:\\|\\\\", text):
        return public_text(PureWindowsPath(text).name)
    return public_text(text)


def _names() -> list[str]:
    """This user and this machine."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = ""
    names = {user, Path.home().name, socket.gethostname(), socket.gethostname().split(".")[0]}
    return sorted(
        (n for n in names if len(n) >= _SHORTEST and n.lower() not in _COMMON_NAMES), reverse=True
    )


def _secrets() -> list[str]:
    """Values of variables whose names say that they are secret."""
    return [v for k, v in os.environ.items() if _SECRET_NAME.search(k) and len(v) >= 8]
