"""lm-eval's task configurations, read as they stand: no function is imported, no data loaded.

Building lm-eval's own index takes 13 s. A task by name is found in a second by looking for its name
in the files; all configurations are read in half the time, since each base that many files include
is parsed once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from datetime import date
from functools import cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from saturate.errors import SaturateError, first_line
from saturate.storage.lm_eval_yaml import FunctionName

Config = dict[str, Any]
_FASTEST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST_INCLUDES = 20
_NAMED = 3
"""Tasks of a group or a tag that a refusal names."""
_RENDERED = {
    "doc_to_text": "how a document becomes a prompt, like 'doc_to_text: \"{{question}}\"'",
    "doc_to_target": "what is right, like 'doc_to_target: \"{{answer}}\"'",
}
"""What lm-eval cannot render a document without."""


class FunctionRef(FunctionName):
    """What a ``!function`` tag says, with the folder that it is relative to."""

    folder: Path

    def __new__(cls, spec: str, folder: Path) -> FunctionRef:
        ref = super().__new__(cls, spec)
        ref.folder = folder
        return ref

    @property
    def file(self) -> Path | None:
        """The Python file beside the YAML; ``None`` for a function of an installed package."""
        module = self.rpartition(".")[0].replace(".", "/")
        file = self.folder / f"{module}.py"
        return file if file.is_file() else None

    @property
    def function(self) -> str:
        """The function's own name."""
        return self.rpartition(".")[2]

    def load(self) -> Any:
        """Import the function as lm-eval does."""
        from lm_eval.tasks._yaml_loader import _import_func_in_yml

        return _import_func_in_yml(str(self), self.folder)

    def __deepcopy__(self, memo: Any) -> FunctionRef:
        return self


class TaskFile(NamedTuple):
    """A task and where it is written."""

    name: str
    path: Path
    config: Config


class _Loader(_FASTEST):  # type: ignore[misc]
    folder: Path


def _function(loader: _Loader, node: Any) -> FunctionRef:
    return FunctionRef(loader.construct_scalar(node), loader.folder)


_Loader.add_constructor("!function", _function)


def tasks_folder() -> Path:
    """Where the installed lm-eval keeps its tasks; found without importing it."""
    spec = find_spec("lm_eval")
    if spec is None or not spec.submodule_search_locations:
        raise SaturateError("lm-eval is not installed here; install it with: pip install lm-eval")
    return Path(spec.submodule_search_locations[0]) / "tasks"


def read_config(path: Path) -> Config:
    """A configuration with its includes merged; function tags stay :class:`FunctionRef`.

    Raises:
        SaturateError: The file or one that it includes is missing or no YAML mapping.
    """
    try:
        return _merged(path, 0)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise SaturateError(f"{path} cannot be read as a task: {first_line(error)}.") from error


def _merged(path: Path, depth: int) -> Config:
    config = _parsed(path) if depth == 0 else _parsed_base(path)
    if "include" not in config:
        return dict(config)
    if depth > _MOST_INCLUDES:
        raise ValueError("its includes go in a circle")
    included = config["include"]
    merged: Config = {}
    for name in included if isinstance(included, list) else [included]:
        base = _merged(path.parent / name, depth + 1)
        base.pop("task_list", None)  # lm-eval does not inherit it either
        merged |= base
    own = {key: value for key, value in config.items() if key != "include"}
    return merged | own


def _parsed(path: Path) -> Config:
    loader = _Loader(path.read_bytes())
    loader.folder = path.parent
    try:
        config = loader.get_single_data()
    finally:
        loader.dispose()
    if not isinstance(config, dict):
        raise ValueError("it holds no mapping")
    return config


_parsed_base = cache(_parsed)


def all_tasks(match: str = "") -> list[TaskFile]:
    """Every task of the installed lm-eval whose name holds ``match``, in order of its files."""
    return [task for task in _index().tasks.values() if match in task.name]


class _Index(NamedTuple):
    """What the installed lm-eval names."""

    tasks: dict[str, TaskFile]
    groups: dict[str, Any]
    """What each group lists, as its file says it."""


@cache
def _index() -> _Index:
    index = _Index({}, {})
    for path in sorted(tasks_folder().rglob("*.yaml")):
        try:
            config = _merged(path, 0)
        except (OSError, ValueError, yaml.YAMLError):
            continue  # lm-eval leaves these out of its index as well
        name = config.get("task")
        if isinstance(name, str) and _is_task(config):
            index.tasks.setdefault(name, TaskFile(name, path, config))
        elif isinstance(config.get("group"), str):
            index.groups.setdefault(config["group"], name)
    return index


def find_task(name: str, others: Set[str] = frozenset()) -> TaskFile:
    """A task by its name in the installed lm-eval, or by the path of its YAML.

    Args:
        name: The name or the path.
        others: What else could have been meant where the name is misspelt.

    Raises:
        SaturateError: There is none, or the name is that of a group or a tag.
    """
    path = Path(name).expanduser()
    if path.suffix in (".yaml", ".yml"):
        if not path.is_file():
            raise SaturateError(f"There is no task file {name}.")
        config = _complete(read_config(path.resolve()), name)
        return TaskFile(config["task"], path.resolve(), config)
    for file in _files_naming(name):
        config = read_config(file)
        if config.get("task") == name and _is_task(config):
            return TaskFile(name, file, config)
        if config.get("group") == name:
            names = list(islice(_members(name, set()), _NAMED))
            told = f", such as {', '.join(names)}" if names else ""
            raise SaturateError(f"{name!r} is a group of tasks; name one of them{told}.")
    tasks = _index().tasks
    if name in tasks:
        return tasks[name]
    raise SaturateError(f"The installed lm-eval has no task {name!r}{_hint(name, tasks, others)}.")


def _complete(config: Config, file: str) -> Config:
    """A user's configuration, its name a text.

    Raises:
        SaturateError: It lacks what no task goes without.
    """
    task = config.get("task")
    # YAML reads 2024 as a number and 2024-01-01 as a date
    named = isinstance(task, str | int | float | date) and not isinstance(task, bool)
    if not named or not str(task).strip():
        raise SaturateError(f"{file} names no task (a line 'task: NAME'); is it a group?")
    if "class" in config:
        return config | {"task": str(task)}
    if not any(config.get(split) for split in ("test_split", "validation_split")):
        raise SaturateError(
            f"{file} names no split to score; add a line like 'test_split: test' or "
            "'validation_split: validation'."
        )
    for key, meaning in _RENDERED.items():
        if config.get(key) is None and not config.get("use_prompt"):
            raise SaturateError(f"{file} has no {key}; add a line that says {meaning}.")
    return config | {"task": str(task)}


def _is_task(config: Config) -> bool:
    return "class" in config or "group" not in config


def _files_naming(name: str) -> Iterator[Path]:
    quoted = re.escape(name.encode())
    line = re.compile(
        rb"^\s*[\"']?(?:task|group)[\"']?\s*:\s*[\"']?" + quoted + rb"[\"']?\s*(?:#.*)?$", re.M
    )
    for path in sorted(tasks_folder().rglob("*.yaml")):
        if line.search(path.read_bytes()):
            yield path


def _members(listed: Any, seen: set[str]) -> Iterator[str]:
    """Names of the tasks in what a group lists: tasks, tags, and groups with what they list."""
    if isinstance(listed, list):
        for one in listed:
            yield from _members(one, seen)
    elif isinstance(listed, dict):
        yield from _members(listed.get("task"), seen)
    elif isinstance(listed, str) and listed not in seen:
        seen.add(listed)
        index = _index()
        if listed in index.tasks:
            yield listed
        elif listed in index.groups:
            yield from _members(index.groups[listed], seen)
        else:
            yield from _tagged(listed)


def _tagged(tag: str) -> Iterator[str]:
    return (task.name for task in all_tasks() if tag in _tags(task.config))


def _hint(name: str, tasks: dict[str, TaskFile], others: Set[str]) -> str:
    import difflib

    if tagged := list(islice(_tagged(name), _NAMED)):
        return f", but a tag of that name; name one of its tasks, such as {', '.join(tagged)}"
    close = difflib.get_close_matches(name, tasks.keys() | others, n=3, cutoff=0.6)
    if close:
        return f"; did you mean {' or '.join(map(repr, close))}"
    return "; `saturate harden --list --match WORD` shows what there is"


def _tags(config: Config) -> list[str]:
    tags = config.get("tag") or []
    return [tags] if isinstance(tags, str) else list(tags)
