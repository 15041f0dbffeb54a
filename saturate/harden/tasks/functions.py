"""Copies the functions that a task's YAML names, with what their files need, into a written folder.

Found from the text of the files, which is never run here: what they import that lies beside them
(also by ``import_module``, and whole packages), and, where they look beside themselves
(``__file__``), the files and folders that they name. All of it keeps its place relative to each
other below ``functions/``. What cannot be seen this way comes out when the written folder is loaded
in a fresh process (:mod:`saturate.harden.fresh`).
"""

from __future__ import annotations

import ast
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from saturate.errors import SaturateError, first_line
from saturate.harden.tasks.configs import FunctionRef, tasks_folder

PLACE = "functions"
"""Folder of the copies."""
_MAX_BYTES = 50_000_000
_MAX_LEVELS = 3
"""Levels that a needed file may lie above or beside a function's file."""
_BESIDE = re.compile(r"__file__|\bresources\b|\bget_data\b|\bspec_from_file_location\b")
_IMPORTERS = ("import_module", "__import__")
_NAME = re.compile(r"[\w.*][^\0\n]{0,199}")
_ENDING = re.compile(r"\.\w+")
_LEFT = shutil.ignore_patterns("__pycache__", ".*")


def stock_reference(ref: FunctionRef) -> FunctionRef | None:
    """The name under which an installed package has the function; ``None`` for a user's own."""
    if ref.file is None:
        return ref
    tasks = tasks_folder().resolve()
    file = ref.file.resolve()
    if not file.is_relative_to(tasks):
        return None
    parts = file.relative_to(tasks).with_suffix("").parts
    return FunctionRef(".".join(["lm_eval", "tasks", *parts, ref.function]), ref.folder)


def copy_functions(refs: Sequence[FunctionRef], folder: Path) -> dict[tuple[str, Path], str]:
    """Copy what users' own functions need.

    Args:
        refs: Functions in files beside YAMLs.
        folder: The written folder.

    Returns:
        The name by which a YAML in the folder calls each, by the name and folder of the reference.

    Raises:
        SaturateError: The files lie too far apart, are too large, or are no Python.
    """
    if not refs:
        return {}
    roots = sorted({ref.folder.resolve() for ref in refs})
    files = {_file(ref) for ref in refs}
    needed = _closure(files, roots)
    top = _top(files, needed)
    size = sum(_size(one) for one in needed)
    if size > _MAX_BYTES:
        raise SaturateError(
            f"What the functions beside {roots[0]} need has {size:,} bytes, too many to copy; keep "
            "large files elsewhere."
        )
    for one in sorted(needed):
        target = folder / PLACE / _plain(one.relative_to(top))
        target.parent.mkdir(parents=True, exist_ok=True)
        if one.is_dir():
            shutil.copytree(one, target, dirs_exist_ok=True, ignore=_LEFT)
        else:
            shutil.copy(one, target)
    names: dict[tuple[str, Path], str] = {}
    for ref in refs:
        parts = _plain(_file(ref).relative_to(top)).with_suffix("").parts
        names[ref, ref.folder] = ".".join([PLACE, *parts, ref.function])
    return names


def _file(ref: FunctionRef) -> Path:
    """Where lm-eval finds it; the names of links stay, as a file looks beside its own name."""
    assert ref.file is not None
    return Path(os.path.normpath(ref.file.absolute()))


def _closure(files: Iterable[Path], roots: Sequence[Path]) -> set[Path]:
    """The files, and all that they need in turn."""
    needed: set[Path] = set()
    waiting = sorted(files)
    while waiting:
        path = waiting.pop()
        if path in needed:
            continue
        needed.add(path)
        inside = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        for file in inside:
            if file.suffix == ".py":
                waiting += _needed(file, roots)
    return needed


def _needed(file: Path, roots: Sequence[Path]) -> Iterator[Path]:
    try:
        text = file.read_text("utf-8-sig")
        tree = ast.parse(text)
    except (OSError, ValueError, SyntaxError) as error:
        raise SaturateError(f"{file} cannot be read as Python: {first_line(error)}.") from error
    places = [file.parent, *roots]
    if "sys.path" in text:
        places += list(file.parents)[1:_MAX_LEVELS]
    for level, name in _imports(tree):
        for place in [file.parents[level - 1]] if level else places:
            yield from _module(place, name)
    if _BESIDE.search(text):
        for said in _texts(tree):
            yield from _named(file, said)


def _imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Level (0: absolute) and dotted name of all that is imported, wherever in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = f"{node.module}." if node.module else ""
            if node.module:
                yield node.level, node.module
            yield from ((node.level, f"{base}{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and node.args:
            said = node.args[0]
            named = isinstance(said, ast.Constant) and isinstance(said.value, str)
            if named and ast.unparse(node.func).rpartition(".")[2] in _IMPORTERS:
                yield 0, ast.literal_eval(said)


def _module(place: Path, name: str) -> Iterator[Path]:
    """Files of a module below a folder: all of the outermost package, or its own file."""
    parts = name.split(".")
    for count in range(1, len(parts) + 1):
        inner = place.joinpath(*parts[:count])
        if (inner / "__init__.py").is_file():
            yield inner
            return
        if (file := inner.with_name(f"{inner.name}.py")).is_file():
            yield file


def _texts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _named(file: Path, said: str) -> Iterator[Path]:
    """What a text in a file may name beside it: a file, a folder, several by ``*``."""
    if not _NAME.fullmatch(said):
        return
    if "*" in said:
        candidates = list(file.parent.glob(said))
    elif _ENDING.fullmatch(said):
        candidates = [file.with_suffix(said)]
    else:
        candidates = [Path(os.path.normpath(file.parent / said))]
    near = file.parents[min(_MAX_LEVELS, len(file.parents)) - 1]
    for candidate in candidates:
        beside = (
            candidate.is_relative_to(near) and candidate not in file.parents and candidate != file
        )
        if beside and candidate.exists():
            yield candidate


def _top(files: Iterable[Path], needed: Iterable[Path]) -> Path:
    """The folder below which all lies.

    Raises:
        SaturateError: Something lies far from the functions.
    """
    top = Path(os.path.commonpath([one.parent for one in needed]))
    for file in files:
        if len(file.parent.relative_to(top).parts) > _MAX_LEVELS:
            raise SaturateError(
                f"The functions' files lie too far apart ({file}, and others up to {top}); put "
                "them into one folder with the task's YAML."
            )
    return top


def _plain(path: Path) -> Path:
    """A path whose folders have no dots, as they become parts of a function's name."""
    folders = [part.replace(".", "_") for part in path.parts[:-1]]
    return Path(*folders, path.name)


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())
