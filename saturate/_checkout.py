"""In a checkout, finds the three folders that an install puts under ``saturate``.

``generators/``, ``reports/`` and ``task_yamls/`` lie beside the package there. Python started in a
checkout takes ``saturate`` from it, whatever is installed, and would look for the three inside.
Those beside the package are taken then, so that no module comes from another copy of the project.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

_FOLDERS = ("generators", "reports", "task_yamls")


class CheckoutFinder(MetaPathFinder):
    """Finds the folders by their names under ``saturate``, and nothing else."""

    def __init__(self, root: Path) -> None:
        self._places = {f"saturate.{name}": root / name for name in _FOLDERS}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        place = self._places.get(fullname)
        if place is None:
            return None
        return spec_from_file_location(
            fullname, place / "__init__.py", submodule_search_locations=[str(place)]
        )


def find_folders() -> None:
    """Have the folders found where this package lies in a checkout; elsewhere do nothing."""
    package = Path(__file__).resolve().parent
    root = package.parent
    beside = all((root / name / "__init__.py").is_file() for name in _FOLDERS)
    if beside and (root / "pyproject.toml").is_file() and not (package / _FOLDERS[0]).exists():
        sys.meta_path.insert(0, CheckoutFinder(root))
