"""Writes the tasks of every ladder, and pins what their documents are.

``python -m saturate.task_yamls.generate`` does both for all installed ladders. A ladder gets a
folder with a task a rung, one task that ``--metadata '{"rung": 9}'`` moves, and a group. The pins
hold a hash of each task's documents: where one changed, the ladder's version goes up by one, so
that scores of different documents never carry the same version.

A package with a ladder of its own gets its tasks by ``--out FOLDER --ladders NAME``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from saturate.errors import SaturateError
from saturate.ladder import LadderInfo, NoProblem
from saturate.registry import ladder_names, load_ladder
from saturate.task_yamls import folder
from saturate.task_yamls.documents import build

SIZE = 200
"""Documents of a task."""
PINS = "pins.json"
_BASE = "_base_yaml"
_RUNGS = (*range(1, 13), 16, 20, 24, 32, 40)
"""Rungs that are tasks by name, as far as a ladder goes."""
_FEW = 6
"""A ladder of so many rungs or fewer is scored whole by its group."""


class Pins(NamedTuple):
    """What a ladder's tasks were made from."""

    version: int
    documents: dict[str, str]
    """By task name, a hash of its documents; empty where a ladder's data are not at hand."""


def task_rungs(info: LadderInfo) -> list[int]:
    """Rungs of a ladder that are tasks by name."""
    return [r for r in _RUNGS if r >= info.first and (info.last is None or r <= info.last)]


def group_rungs(info: LadderInfo) -> list[int]:
    """Rungs that a ladder's group scores: all of a short ladder, else powers of two.

    Each doubling weighs the same in the group's mean, so that neither the foot nor the far end of
    a long ladder drowns the other.
    """
    rungs = task_rungs(info)
    return rungs if len(rungs) <= _FEW else [r for r in rungs if r & (r - 1) == 0]


def task_name(ladder: str, rung: int | None = None) -> str:
    """The name of a rung's task; of the one that can be moved where no rung is named."""
    return f"saturate_{ladder}_rung" + ("" if rung is None else f"_{rung}")


def ladder_folder(ladder: str, path: Path) -> Path:
    """The folder of a ladder's tasks; by its dash no installer takes it for a Python package."""
    return path / f"{ladder}-ladder"


def documents_hash(metadata: dict[str, Any]) -> str:
    """A hash of the documents that a task's metadata describe."""
    rows = list(build(**metadata)["test"])
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def pin(ladder: str, held: Pins | None) -> Pins:
    """The pins of a ladder as it is now; its version is one up where documents changed."""
    info = load_ladder(ladder).describe()
    version = 1 if held is None else held.version
    try:
        found = {
            task_name(ladder, rung): documents_hash(_metadata(ladder, rung, version))
            for rung in task_rungs(info)
        }
    except NoProblem:
        raise
    except SaturateError:  # its data are not here; what was pinned where they were stays
        return held or Pins(version, {})
    changed = held is not None and bool(held.documents) and held.documents != found
    return Pins(version + changed, found)


def read_pins(path: Path) -> dict[str, Pins]:
    """The pins in a folder; none where there is no file yet."""
    file = path / PINS
    held = json.loads(file.read_text("utf-8")) if file.exists() else {}
    return {ladder: Pins(**one) for ladder, one in held.items()}


def write(path: Path, ladders: Sequence[str]) -> None:
    """Write the tasks of ladders into a folder, with the base that they include."""
    _write_base(path)
    pins = read_pins(path)
    for ladder in ladders:
        pins[ladder] = pin(ladder, pins.get(ladder))
        _write_ladder(path, load_ladder(ladder).describe(), pins[ladder].version)
    held = {ladder: pins[ladder]._asdict() for ladder in sorted(pins)}
    (path / PINS).write_text(json.dumps(held, indent=1) + "\n", "utf-8")


def write_unpinned(path: Path, info: LadderInfo) -> None:
    """Write the first tasks of a ladder that is not installed yet, so that none can be drawn."""
    _write_base(path)
    _write_ladder(path, info, version=1)


def _write_base(path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True)
    if path != folder():
        shutil.copyfile(folder() / _BASE, path / _BASE)


def _metadata(ladder: str, rung: int, version: int) -> dict[str, Any]:
    return {"version": version, "ladder": ladder, "rung": rung, "seed": 0, "size": SIZE}


def _write_ladder(out: Path, info: LadderInfo, version: int) -> None:
    ladder = info.name
    path = ladder_folder(ladder, out)
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    for rung in task_rungs(info):
        text = _task(ladder, rung, version, task_name(ladder, rung), only=rung)
        (path / f"rung_{rung:02d}.yaml").write_text(text, "utf-8")
    movable = _task(ladder, info.first, version, task_name(ladder), only=None)
    (path / "rung.yaml").write_text(movable, "utf-8")
    members = "".join(f"  - {task_name(ladder, rung)}\n" for rung in group_rungs(info))
    group = _GROUP.format(ladder=ladder, members=members, version=version)
    (path / "group.yaml").write_text(group, "utf-8")


def _task(ladder: str, rung: int, version: int, name: str, only: int | None) -> str:
    bound = "" if only is None else f"dataset_kwargs: {{only: {only}}}\n"
    values = "".join(f"  {k}: {v}\n" for k, v in _metadata(ladder, rung, version).items())
    return f"include: ../{_BASE}\ntask: {name}\n{bound}metadata:\n{values}"


_GROUP = """\
group: saturate_{ladder}
task:
{members}aggregate_metric_list:
  - metric: exact_match
    filter_list: [strict, flexible]
    weight_by_size: false
metadata:
  version: {version}
  ladder: {ladder}
"""


def main() -> None:
    """Write the tasks of the named ladders, by default of all that are installed."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", type=Path, default=folder(), help="folder of the tasks")
    parser.add_argument("--ladders", nargs="+", default=ladder_names(), metavar="NAME")
    asked = parser.parse_args()
    try:
        write(asked.out, asked.ladders)
    except SaturateError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
