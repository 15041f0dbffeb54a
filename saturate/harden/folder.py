"""Writes a hardened task as a folder that plain lm-eval runs.

    lm_eval --include_path FOLDER --tasks NAME --model ...

It holds a YAML and two JSON-lines files a rung, a group over all rungs, and the functions that they
need. It can be moved. Nothing is there until everything is.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from saturate.harden import portable
from saturate.harden.operators.base import Operator
from saturate.harden.rungs import Rung, hard_name
from saturate.harden.tasks.configs import FunctionRef
from saturate.harden.tasks.data import origin_of
from saturate.harden.tasks.functions import copy_functions, stock_reference
from saturate.harden.trial import try_folder
from saturate.storage.atomic import atomic_folder
from saturate.storage.files import disk_errors, write_json, write_rows
from saturate.storage.lm_eval_yaml import FunctionName, write_yaml
from saturate.storage.outputs import check_new_folder

_PORTABLE = "hardened"
"""Name of the module beside the YAMLs."""


def write_folder(out: Path, operator: Operator, rungs: Sequence[Rung]) -> list[str]:
    """Write the rungs.

    Args:
        out: The folder; it must not exist, or be empty.
        operator: The operator that made them.
        rungs: The rungs, each with its documents.

    Returns:
        Names of the tasks, the group first.

    Raises:
        SaturateError: The folder is in use or cannot be written, or lm-eval cannot load the result.
    """
    out = out.resolve()
    check_new_folder(out)
    functions = [ref for rung in rungs for ref in _functions(rung.config)]
    own = [ref for ref in functions if stock_reference(ref) is None]
    with disk_errors(out), atomic_folder(out) as partial:
        names = _write(partial, operator, rungs, own)
        _check(partial, rungs, own)
    return names


def _write(
    folder: Path, operator: Operator, rungs: Sequence[Rung], own: Sequence[FunctionRef]
) -> list[str]:
    source = operator.source
    shutil.copy(portable.__file__, folder / f"{_PORTABLE}.py")
    names_of = copy_functions(own, folder)
    for rung in rungs:
        write_rows(folder / f"{rung.name}.test.jsonl", rung.documents)
        if rung.shots:
            write_rows(folder / f"{rung.name}.shots.jsonl", rung.shots)
        config = _placed(rung.config, names_of)
        config["custom_dataset"] = FunctionName(f"{_PORTABLE}.documents")
        config["dataset_kwargs"] = {"hardened": rung.name}
        write_yaml(folder / f"{rung.name}.yaml", config)
    group = hard_name(source.name, operator.name)
    names = [rung.name for rung in rungs]
    write_yaml(folder / f"_{group}.yaml", {"group": group, "task": names})
    write_json(
        folder / "about.json",
        {
            "task": source.name,
            "operator": operator.name,
            "axis": operator.axis,
            "rungs": [rung.number for rung in rungs],
            "items": len(rungs[0].documents),
            "items_of_the_task": len(source.items),
            "left_out": operator.left_out,
            "data": origin_of(source.file.config),
            "data_name": source.file.config.get("dataset_name"),
        },
    )
    return [group, *names]


def _functions(value: Any) -> Iterator[FunctionRef]:
    """All functions that a configuration names."""
    if isinstance(value, FunctionRef):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _functions(one)
    elif isinstance(value, list):
        for one in value:
            yield from _functions(one)


def _placed(value: Any, names: Mapping[tuple[str, Path], str]) -> Any:
    """Functions as a YAML in the folder names them: ours and users' own by their copies."""
    if value is portable.in_order:
        return FunctionName(f"{_PORTABLE}.in_order")
    if isinstance(value, FunctionRef):
        return stock_reference(value) or FunctionName(names[value, value.folder])
    if isinstance(value, dict):
        return {key: _placed(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_placed(one, names) for one in value]
    return value


def _check(folder: Path, rungs: Sequence[Rung], own: Sequence[FunctionRef]) -> None:
    """Load the first and the last rung from the folder, as lm-eval will."""
    try_folder(folder, rungs, sorted({ref.folder.resolve() for ref in own}))
