"""Writes a hardened task as a folder that plain lm-eval runs.

    lm_eval --include_path FOLDER --tasks NAME --model ...

It holds a YAML and two JSON-lines files a rung, a group over all rungs, and the functions that they
need. It can be moved. Nothing is there until everything is.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from saturate.errors import SaturateError, first_line
from saturate.harden import portable
from saturate.harden.base import Hardener
from saturate.harden.configs import Config, FunctionRef, read_config, tasks_folder
from saturate.harden.rungs import Rung, hard_name
from saturate.harden.source import resolved
from saturate.scoring.rungs import quiet_lm_eval
from saturate.storage.outputs import check_new_folder
from saturate.store import disk_errors, write_json, write_rows

_PORTABLE = "hardened"
"""Name of the module beside the YAMLs."""


class _Dumper(yaml.SafeDumper):  # type: ignore[misc]
    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(
    FunctionRef, lambda dumper, ref: dumper.represent_scalar("!function", str(ref))
)
_Dumper.add_multi_representer(str, lambda dumper, text: dumper.represent_str(str(text)))


def write_folder(out: Path, hardener: Hardener, rungs: Sequence[Rung]) -> list[str]:
    """Write the rungs.

    Args:
        out: The folder; it must not exist, or be empty.
        hardener: The operator that made them.
        rungs: The rungs, each with its documents.

    Returns:
        Names of the tasks, the group first.

    Raises:
        SaturateError: The folder is in use or cannot be written, or lm-eval cannot load the result.
    """
    out = out.resolve()
    check_new_folder(out)
    partial = out.with_name(f".{out.name}.partial")
    with disk_errors(out):
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        try:
            names = _write(partial, hardener, rungs)
            _check(partial, rungs)
            shutil.rmtree(partial / "__pycache__", ignore_errors=True)
            if out.exists():
                out.rmdir()
            partial.replace(out)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
    return names


def _write(folder: Path, hardener: Hardener, rungs: Sequence[Rung]) -> list[str]:
    source = hardener.source
    shutil.copy(portable.__file__, folder / f"{_PORTABLE}.py")
    for rung in rungs:
        write_rows(folder / f"{rung.name}.test.jsonl", rung.documents)
        if rung.shots:
            write_rows(folder / f"{rung.name}.shots.jsonl", rung.shots)
        config = _placed(rung.config, folder)
        config["custom_dataset"] = _reference("documents")
        config["dataset_kwargs"] = {"hardened": rung.name}
        _dump(folder / f"{rung.name}.yaml", config)
    group = hard_name(source.name, hardener.operator)
    names = [rung.name for rung in rungs]
    _dump(folder / f"_{group}.yaml", {"group": group, "task": names})
    write_json(
        folder / "about.json",
        {
            "task": source.name,
            "operator": hardener.operator,
            "axis": hardener.axis,
            "rungs": [rung.number for rung in rungs],
            "items": len(rungs[0].documents),
            "items_of_the_task": len(source.items),
            "left_out": hardener.left_out,
            "data": source.file.config.get("dataset_path"),
            "data_name": source.file.config.get("dataset_name"),
        },
    )
    return [group, *names]


def _dump(path: Path, config: Config) -> None:
    text = yaml.dump(config, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    path.write_text(text, "utf-8")


def _reference(function: str) -> FunctionRef:
    return FunctionRef(f"{_PORTABLE}.{function}", Path())


def _placed(value: Any, folder: Path) -> Any:
    """Functions as a YAML in this folder can name them.

    Those of lm-eval's own tasks by their package; ours and those beside a user's YAML by a copy of
    their file.
    """
    if value is portable.in_order:
        return _reference("in_order")
    if isinstance(value, FunctionRef):
        return _placed_function(value, folder)
    if isinstance(value, dict):
        return {key: _placed(one, folder) for key, one in value.items()}
    if isinstance(value, list):
        return [_placed(one, folder) for one in value]
    return value


def _placed_function(ref: FunctionRef, folder: Path) -> FunctionRef:
    file = ref.file
    if file is None:
        return ref  # of an installed package
    name = ref.rpartition(".")[2]
    tasks = tasks_folder().resolve()
    if file.resolve().is_relative_to(tasks):
        parts = file.resolve().relative_to(tasks).with_suffix("").parts
        return FunctionRef(".".join(["lm_eval", "tasks", *parts, name]), folder)
    copy = folder / f"task_{file.name}"
    shutil.copy(file, copy)
    return FunctionRef(f"{copy.stem}.{name}", folder)


def _check(folder: Path, rungs: Sequence[Rung]) -> None:
    """Load the first and the last rung from the folder, as lm-eval will."""
    from lm_eval.api.task import ConfigurableTask

    for rung in {rungs[0].name: rungs[0], rungs[-1].name: rungs[-1]}.values():
        try:
            config = resolved(read_config(folder / f"{rung.name}.yaml"))
            with quiet_lm_eval():
                task = ConfigurableTask(config=config)
        except Exception as error:  # whatever a copied function or an odd type raises
            raise SaturateError(
                f"The rungs of {rung.name} cannot be written so that lm-eval loads them: "
                f"{first_line(error)}."
            ) from error
        if len(task.eval_docs) != len(rung.documents):
            raise SaturateError(f"{folder}: {rung.name} does not hold what was written.")
