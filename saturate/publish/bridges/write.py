"""Adds to a frozen benchmark what another framework runs it by."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from saturate.config.fields import Framework
from saturate.publish.bridges.reading import message
from saturate.storage.files import write_rows

_HERE = Path(__file__).parent
INSPECT = "for_inspect"
"""Folder of the files for inspect_ai, inside a benchmark."""
VERIFIERS = "for_verifiers"
"""Folder of the package for verifiers."""
TRL = "for_trl"
"""Folder of the data and the rewards for TRL."""
_PLAIN = "--env.agent.harness.id null --env.agent.runtime.type subprocess"
"""Asks from this machine without tools; verifiers' default is a shell in a rented sandbox."""

Rows = Callable[[str, int], list[dict[str, Any]]]
"""The rows of a split and a rung."""


def write_bridge(path: Path, framework: Framework, facts: Mapping[str, Any], rows: Rows) -> None:
    """Write what a framework needs; nothing for lm-eval, whose tasks are always there.

    Args:
        path: The benchmark's folder, with its manifest and its module of numbers.
        framework: Which.
        facts: The manifest.
        rows: Gives problems of other splits as well.
    """
    if framework == "inspect":
        folder = path / INSPECT
        folder.mkdir()
        shutil.copyfile(_HERE / "reading.py", folder / "reading.py")
        shutil.copyfile(_HERE / "inspect_task.py.txt", folder / "task.py")
    elif framework == "verifiers":
        _write_package(path, facts, rows)
    elif framework == "trl":
        _write_rewards(path, facts, rows)


def run_line(path: Path, framework: Framework, name: str) -> str | None:
    """The command that runs a benchmark by a framework; ``None`` for lm-eval.

    Args:
        path: The benchmark's folder.
        framework: Which.
        name: The benchmark's name.
    """
    if framework == "inspect":
        return f"inspect eval {path}/{INSPECT}/task.py@frozen --model ..."
    if framework == "verifiers":
        settings = f"--env.taskset.split score {_PLAIN}"
        return f"pip install {path}/{VERIFIERS} && vf-eval {name} {settings} --model ..."
    if framework == "trl":
        return (
            f"cd {path}/{TRL} && trl grpo --dataset_name data --reward_funcs {name}.rewards.right "
            "--model_name_or_path ... --output_dir ..."
        )
    return None


def _write_rewards(path: Path, facts: Mapping[str, Any], rows: Rows) -> None:
    """Problems to train on, as prompts and completions, and a package with their rewards."""
    folder = path / TRL
    (folder / "data").mkdir(parents=True)
    write_rows(
        folder / "data" / "train.jsonl",
        (
            {
                "prompt": [{"role": "user", "content": message(row, facts, instructed=True)}],
                "completion": [{"role": "assistant", "content": row["solution"]}],
                **{name: row[name] for name in ("answer", "rung", "id")},
            }
            for rung in facts["files"]
            for row in rows("train", int(rung))
        ),
    )
    _copy_reading(path, folder / facts["name"])
    shutil.copyfile(_HERE / "trl_rewards.py.txt", folder / facts["name"] / "rewards.py")
    title = f'"""Rewards of the ladder {facts["ladder"]}."""\n'
    (folder / facts["name"] / "__init__.py").write_text(title, "utf-8")


def _copy_reading(path: Path, package: Path) -> None:
    """Copy what reads answers into a package: the manifest and both modules."""
    package.mkdir(exist_ok=True)
    for file in (path / "benchmark.json", path / "numbers.py", _HERE / "reading.py"):
        shutil.copyfile(file, package / file.name)


def _write_package(path: Path, facts: Mapping[str, Any], rows: Rows) -> None:
    """A package of the benchmark's name, which holds its problems and as many to train on."""
    name = facts["name"]
    package = path / VERIFIERS / name
    for split in ("score", "train"):
        (package / "data" / split).mkdir(parents=True)
        for rung, file in facts["files"].items():
            write_rows(package / "data" / split / Path(file).name, rows(split, int(rung)))
    _copy_reading(path, package)
    shutil.copyfile(_HERE / "verifiers_taskset.py.txt", package / "taskset.py")
    (package / "__init__.py").write_text(
        f'"""{facts["ladder"]} as a taskset of verifiers."""\n\n'
        "from .taskset import FrozenTaskset\n\n"
        '__all__ = ["FrozenTaskset"]\n',
        "utf-8",
    )
    (path / VERIFIERS / "pyproject.toml").write_text(
        f"""[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "{name.replace("_", "-")}"
version = "{facts["version"]}"
description = "Rungs of the ladder {facts["ladder"]} as a taskset of verifiers"
requires-python = ">=3.11"
dependencies = ["verifiers>=0.4,<0.5"]

[tool.setuptools]
packages = ["{name}"]

[tool.setuptools.package-data]
{name} = ["benchmark.json", "data/*/*.jsonl"]
""",
        "utf-8",
    )
