"""The package of a new ladder, file by file."""

from __future__ import annotations

import re
import runpy
from importlib.resources import files
from pathlib import Path
from string import Template

from saturate.errors import SaturateError
from saturate.ladder import Ladder
from saturate.registry import ladder_names, own_benchmarks
from saturate.storage.files import disk_errors
from saturate.storage.outputs import check_new_folder
from saturate.task_yamls.generate import write_unpinned

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST = 30


def write_package(name: str, out: Path) -> None:
    """Write the package of a ladder: family, entry point, tests, lm-eval tasks, README.

    Args:
        name: The ladder's name.
        out: A folder that holds nothing yet.

    Raises:
        SaturateError: It is no name for a ladder or is taken, or the folder cannot be written.
    """
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        raise SaturateError(
            f"{name!r} is no name for a ladder: small letters and digits, words joined by a dash, "
            f"{_LONGEST} characters at most, as in big-sums."
        )
    if name in ladder_names():
        raise SaturateError(f"There is a ladder {name!r} here already; take another name.")
    if name in own_benchmarks():
        raise SaturateError(
            f"Ladders of the benchmark {name!r} are here already, and one of that name would come "
            "before them; take another name."
        )
    check_new_folder(out)
    names = {
        "name": name,
        "module": f"saturate_{name.replace('-', '_')}",
        # Nothing that the family imports ends so, nor does a word of Python's own.
        "kind": "".join(map(str.capitalize, name.split("-"))) + "Family",
    }
    family = f"{names['module']}/family.py"
    places = {
        "pyproject.toml": "pyproject.toml",
        "README.md": "README.md",
        "package.py": f"{names['module']}/__init__.py",
        "family.py": family,
        "test_family.py": "tests/test_family.py",
    }
    with disk_errors(out):
        for source, place in places.items():
            text = files("saturate.starter").joinpath("package", f"{source}.txt").read_text("utf-8")
            (out / place).parent.mkdir(parents=True, exist_ok=True)
            (out / place).write_text(Template(text).substitute(names), "utf-8")
        ladder: Ladder = runpy.run_path(str(out / family))[names["kind"]]()
        write_unpinned(out / "tasks", ladder.describe())
